import type { Insertable } from 'kysely'
import { academicYearOf, addDays, type Day } from '../src/platform/day.ts'
import type { Tables, Writer } from '../src/platform/db.ts'
import type { State } from '../src/support/deployments/tables.ts'
import { adding } from './adding.ts'

/** Whose support it is: Ashmere is supported, Brindle Moor supports. */
type Parties = {
  members: { ashmere: number; brindle: number }
  people: {
    head: number
    otherHead: number
    practitioner: number
    nominee: number
    contact: number
    ssig: number
  }
}

const at = (today: Day, days: number) => new Date(`${addDays(today, days)}T09:00:00Z`)

/** A practitioner with all that can hang on one; a deployment in every state, with visits; matchings; areas. */
export async function supportPrepared(w: Parties, tx: Writer, today: Day) {
  const prepared = await practitionersPrepared(w, tx, today)
  const deployments = await deploymentsPrepared(w, tx, today, prepared)
  const { areaId: area, ...told } = prepared
  return { ...told, area, ...deployments, ...(await matchingsPrepared(w, tx, { ...deployments, ...told })) }
}

async function practitionersPrepared({ members, people }: Parties, tx: Writer, today: Day) {
  const add = adding(tx)
  const areaId = await add('supportAreas', { name: 'Chess', retiredAt: null })
  const retiredArea = await add('supportAreas', { name: 'Latin', retiredAt: at(today, -30) })
  const nobody = {
    declinedBy: null,
    declinedAt: null,
    declinedWhy: null,
    endedBy: null,
    endedOn: null,
    endedWhy: null,
  }
  const named = {
    ...nobody,
    membershipId: members.brindle,
    profile: 'Known for it',
    nominatedBy: people.otherHead,
  }
  const practitionerRow = await add('practitioners', {
    ...{ ...named, personId: people.practitioner, nominatedAt: at(today, -90) },
    ...{ acceptedBy: people.ssig, acceptedAt: at(today, -80) },
  })
  const nominated = await add('practitioners', {
    ...{ ...named, personId: people.nominee, nominatedAt: at(today, -2), acceptedBy: null, acceptedAt: null },
  })
  const practitionerToEnd = await add('practitioners', {
    ...{ ...named, personId: people.ssig, nominatedAt: at(today, -90) },
    ...{ acceptedBy: null, acceptedAt: at(today, -80) },
  })
  for (const practitionerId of [practitionerRow, nominated])
    await add('practitionerExpertise', { practitionerId, areaId, phase: 'whole school' })
  const offered = { practitionerId: practitionerRow, halfDays: 400 }
  for (const later of [0, 1])
    await add('practitionerOffers', { ...offered, year: (academicYearOf(today) + later) as never })
  const ofThem = { practitionerId: practitionerRow }
  const away = await add('practitionerAway', {
    ...ofThem,
    fromOn: addDays(today, 40),
    toOn: addDays(today, 41),
  })
  const vouched = { ...ofThem, vouchedBy: people.otherHead, vouchedOn: addDays(today, -90) }
  const vouching = await add('practitionerVouchings', { ...vouched, evidence: 'Others ask for them again.' })
  const elsewhere = { ...ofThem, kind: 'other', words: null, endedAt: null } as const
  const { id: third } = await tx
    .selectFrom('memberships')
    .select('id')
    .where('id', 'not in', [members.ashmere, members.brindle])
    .orderBy('id')
    .executeTakeFirstOrThrow()
  const practitionerInterest = await add('practitionerInterests', {
    ...{ ...elsewhere, membershipId: third, saidBy: people.practitioner },
  })
  await add('supportPledges', {
    ...{
      membershipId: members.brindle,
      year: academicYearOf(today) as never,
      halfDays: 20,
      saidBy: people.otherHead,
    },
  })
  return {
    areaId,
    retiredArea,
    practitionerToEnd,
    practitionerRow,
    nominated,
    away,
    vouching,
    practitionerInterest,
  }
}

const withSomebody: State[] = [
  'matched',
  'released',
  'agreed',
  'active',
  'paused',
  'closed',
  'evaluated',
  'signed off',
]
const finished: State[] = ['closed', 'evaluated', 'signed off']

const unmatched = { practitionerId: null, fromMembershipId: null, fromUrn: null, halfDaysAgreed: null }
const open = { closedOn: null, evaluationDue: null }

/** The steps that brought a deployment to this state, as far as pages tell of them. */
const stepsOf = (tx: Writer) => async (deploymentId: number, state: State) => {
  const moved = { deploymentId, movedBy: null, reason: null }
  const way: [State | null, State][] = [
    [null, 'requested'],
    ...(withSomebody.includes(state) ? ([['triaged', 'matched']] as [State, State][]) : []),
    ...(state === 'requested' || state === 'matched' ? [] : ([['matched', state]] as [State, State][])),
  ]
  for (const [i, [fromState, toState]] of way.entries())
    await adding(tx)('deploymentMoves', { ...moved, number: i + 1, fromState, toState })
}

type Known = { areaId: number; practitionerRow: number }

async function deploymentsPrepared(w: Parties, tx: Writer, today: Day, { areaId, practitionerRow }: Known) {
  const add = adding(tx)
  const { members, people } = w
  const urnOf = async (id: number) =>
    (await tx.selectFrom('members').select('urn').where('id', '=', id).executeTakeFirstOrThrow()).urn
  const [toUrn, fromUrn] = [await urnOf(members.ashmere), await urnOf(members.brindle)]
  const chosen = {
    ...{ practitionerId: practitionerRow, fromMembershipId: members.brindle, fromUrn, halfDaysAgreed: 2 },
  }
  const steps = stepsOf(tx)
  const inState = async (state: State, given: Partial<Insertable<Tables['deployments']>> = {}) => {
    const id = await add('deployments', {
      ...{
        ref: null,
        kind: 'support',
        state,
        toMembershipId: members.ashmere,
        toUrn,
        areaId,
        phase: 'whole school',
      },
      ...{ need: 'Nobody teaches it yet.', outcomeHoped: 'A club each week.', urgency: 'this year' },
      ...{
        wantedFrom: addDays(today, -20),
        wantedTo: addDays(today, 100),
        halfDaysWanted: 6,
        budgetPence: null,
      },
      ...{ contactId: people.contact, requestedBy: people.head, requestedAt: at(today, -30) },
      ...{ firstContactOn: null, firstContactId: null, contactExplained: null, answerDue: addDays(today, 5) },
      ...{ answeredAt: null, year: academicYearOf(today), ...unmatched },
      ...(withSomebody.includes(state) ? { ...chosen, answeredAt: at(today, -25) } : {}),
      ...(finished.includes(state)
        ? { closedOn: addDays(today, -3), evaluationDue: addDays(today, 10) }
        : open),
      ...given,
    })
    await steps(id, state)
    return id
  }
  const spoken = { firstContactOn: addDays(today, -33), firstContactId: members.brindle }
  const requested = await inState('requested', spoken)
  const triaged = await inState('triaged')
  const alsoTriaged = await inState('triaged')
  const matched = await inState('matched')
  const released = await inState('released')
  const agreedDeployment = await inState('agreed')
  const active = await inState('active', { halfDaysAgreed: 8 })
  await add('deploymentPlans', {
    ...{
      deploymentId: active,
      priorities: 'A club',
      measures: 'Who comes',
      exitPlan: null,
      agreedBy: people.head,
    },
  })
  const paused = await inState('paused')
  const closed = await inState('closed', { evaluationDue: addDays(today, -1) })
  const evaluated = await inState('evaluated')
  const tooEarly = await inState('signed off')
  // What settles a deployment has one of its own, so that others find theirs as they were.
  const settled = {
    ...{ toDecline: await inState('requested'), toWithdraw: await inState('requested') },
    ...{ toUnmatch: await inState('matched'), toRefuse: await inState('matched') },
    ...{
      toPause: await inState('active'),
      toClose: await inState('active'),
      toReopen: await inState('closed'),
    },
  }
  await add('deploymentAgreements', {
    ...{ deploymentId: released, round: 1, words: 'Weekly', digest: 'of the words', level: 'B-B' },
    ...{ content: Buffer.from('%PDF-1.7'), contentDigest: `of the file ${released}` },
  })
  const said = { reach: 'Four', reaction: 'Glad', practice: 'Weekly', evidence: 'Seen', impact: 'They play' }
  const judged = {
    ...said,
    wouldRecommend: true,
    next: null,
    evaluatedBy: people.head,
    evaluatedAt: at(today, -1),
  }
  await add('evaluations', { ...judged, deploymentId: evaluated, outcome: 'met' })
  await add('evaluations', { ...judged, deploymentId: tooEarly, outcome: 'too early' })
  const unasked = { outcome: null, evidence: null, checkedBy: null, checkedAt: null }
  await add('outcomeChecks', { ...unasked, deploymentId: tooEarly, dueOn: addDays(today, -1) })
  const visit = {
    ...{ ref: null, commission: null, subject: 'Chess', practitionerId: people.practitioner, importId: null },
    ...{
      fromMembershipId: members.brindle,
      fromUrn,
      toMembershipId: members.ashmere,
      toUrn,
      throughSsig: true,
    },
    ...({ half: 'twilight', deploymentId: active } as const),
  }
  const plannedVisit = await add('supportVisits', {
    ...visit,
    status: 'planned',
    visitedOn: addDays(today, -1),
  })
  const ahead = { ...visit, half: 'pm', status: 'planned' } as const
  const visitToMove = await add('supportVisits', { ...ahead, visitedOn: addDays(today, 2) })
  const visitToCallOff = await add('supportVisits', { ...ahead, visitedOn: addDays(today, 3) })
  const notedVisit = await add('supportVisits', { ...visit, status: 'done', visitedOn: addDays(today, -8) })
  await add('visitNotes', {
    ...{ visitId: notedVisit, met: null, done: 'Two games', next: null, dueOn: addDays(today, 3) },
    writtenBy: people.practitioner,
  })
  return {
    ...{
      requested,
      triaged,
      matched,
      released,
      agreedDeployment,
      active,
      paused,
      closed,
      evaluated,
      tooEarly,
    },
    ...{ alsoTriaged, ...settled, plannedVisit, notedVisit, visitToMove, visitToCallOff },
  }
}

type Asked = { triaged: number; alsoTriaged: number; practitionerRow: number }

async function matchingsPrepared(
  { people, members }: Parties,
  tx: Writer,
  { triaged, alsoTriaged, practitionerRow }: Asked,
) {
  const add = adding(tx)
  const asked = JSON.stringify({ deploymentIds: [triaged, alsoTriaged] })
  const begun = { askedBy: people.ssig, asked, progress: null, wrong: null, finishedAt: null }
  const waitingMatching = await add('matchings', { ...begun, state: 'waiting', result: null })
  const { urn, shortName } = await tx
    .selectFrom('members')
    .select(['urn', 'shortName'])
    .where('id', '=', members.brindle)
    .executeTakeFirstOrThrow()
  const proposed = {
    ...{
      deploymentId: triaged,
      practitionerId: practitionerRow,
      personId: people.practitioner,
      name: 'Somebody',
    },
    ...{
      membershipId: members.brindle,
      urn,
      school: shortName,
      score: 80,
      halfDays: 2,
      free: null,
      reasons: [],
    },
  }
  const result = JSON.stringify({
    ...{
      practitioners: 1,
      proposals: [proposed, { ...proposed, deploymentId: alsoTriaged }],
      unmatched: [],
      points: 80,
    },
    ...{ oneAfterAnother: { matches: 1, points: 80 }, best: true, seconds: 0.1 },
  })
  const matching = await add('matchings', { ...begun, state: 'done', result, finishedAt: new Date() })
  return { waitingMatching, matching }
}
