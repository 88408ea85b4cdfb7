import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { postMail } from '../../platform/mail.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { locked, move } from '../deployments/actions.ts'
import { mayBroker } from '../deployments/rules.ts'
import { headsOf } from '../deployments/steps/queries.ts'
import { momentOf } from '../practitioners/actions.ts'
import { handOfAnother, handOfAnotherFor } from './rules.ts'
import type { Request } from './suggestions/candidate.ts'
import { requestsToMatch, type Weighing, weighing } from './suggestions/queries.ts'
import { type Suggestion, suggest } from './suggestions/rules.ts'
import type { Proposed } from './together/tables.ts'

export type Chosen = {
  practitionerId: number
  halfDays: number
  /** Why it is not the first suggestion; asked for where it is not. */
  departure: string | null
}

/**
 * Chooses a practitioner for a request, keeps whom the system suggested at this moment and why it was another, and
 * writes to the head who releases them. Refused where another hand must choose, where something stands between the
 * practitioner and the school, and where the days are not left: of two who take the last the second is told so.
 */
export async function choose(by: Actor, id: number, chosen: Chosen, site: string) {
  permit(mayBroker(by.who))
  await by.act(
    {
      did: 'chose a practitioner',
      subject: `support/deployments/${id}`,
      details: { practitionerId: chosen.practitionerId },
    },
    async (tx, by) => {
      await lockedInOrder(tx, [id], [chosen.practitionerId])
      const request = await requestOf(tx, by, id)
      if (!request) return
      const found = suggest(...(await weighed(tx, by, request)))
      const first = found.suggested[0]
      const departs = first !== undefined && first.practitionerId !== chosen.practitionerId
      if (departs && !chosen.departure?.trim())
        throw notPossible(`Enter why you do not choose ${first.name}, the first suggestion`, 'departure')
      const taken = found.suggested.find((one) => one.practitionerId === chosen.practitionerId)
      const excluded = found.excluded.find((one) => one.practitionerId === chosen.practitionerId)
      if (!taken) throw notPossible(excluded ? `${excluded.name}: ${excluded.why}` : notAble(request))
      await settle(tx, by, request, {
        ...{ taken, halfDays: chosen.halfDays, departure: departs ? chosen.departure : null },
        ...{ suggestedId: first?.practitionerId ?? null, suggestions: found.suggested, site },
      })
    },
  )
}

/**
 * Chooses whom a matching proposed, which is then the first suggestion, for each of these requests: all are locked
 * before the first is written down, in one order for everybody, so that nobody waits for one who waits for them.
 * What does not hold any more is left out; one alone that does not is refused with why.
 */
export async function chooseProposed(
  by: Actor,
  proposals: readonly Proposed[],
  site: string,
): Promise<number> {
  permit(mayBroker(by.who))
  return by.together(async (tx, by) => {
    await lockedInOrder(
      tx,
      proposals.map(({ deploymentId }) => deploymentId),
      proposals.map(({ practitionerId }) => practitionerId),
    )
    const refused: unknown[] = []
    for (const proposed of proposals)
      await takeProposed(by, proposed, site).catch((error) => {
        if ((error as { kind?: string }).kind !== 'not possible') throw error
        refused.push(error)
      })
    if (proposals.length > 0 && refused.length === proposals.length) throw refused[0]
    return proposals.length - refused.length
  })
}

const takeProposed = (by: Actor, proposed: Proposed, site: string) =>
  by.act(
    {
      did: 'chose a practitioner whom a matching proposed',
      subject: `support/deployments/${proposed.deploymentId}`,
      details: { practitionerId: proposed.practitionerId },
    },
    async (tx, by) => {
      const request = await requestOf(tx, by, proposed.deploymentId)
      if (!request) return
      const { practitionerId } = proposed
      const { suggested, excluded } = suggest(...(await weighed(tx, by, request, practitionerId)))
      const [taken] = suggested
      if (!taken)
        throw notPossible(excluded[0] ? `${excluded[0].name}: ${excluded[0].why}` : notAble(request))
      await settle(tx, by, request, {
        ...{ taken, halfDays: proposed.halfDays, departure: null },
        ...{ suggestedId: practitionerId, suggestions: [proposed], site },
      })
    },
  )

const notAble = ({ area }: Request) => `They are not accepted as a practitioner for ${area} any more`

/** Practitioners first, then deployments, each by number: whoever takes several waits in one line with all others. */
async function lockedInOrder(tx: Writer, deployments: number[], practitioners: number[]) {
  await sql`select from practitioners where id = any (${practitioners}::bigint[]) order by id for no key update`.execute(
    tx,
  )
  await sql`select from deployments where id = any (${deployments}::bigint[]) order by id for no key update`.execute(
    tx,
  )
}

/** The request as it is weighed. One that stands elsewhere by now is told so; one that nobody may see is not found. */
async function requestOf(tx: Writer, by: Actor, id: number): Promise<Request | undefined> {
  const { state } = await locked(tx, id)
  if (state !== 'triaged') {
    await move(tx, by, id, 'match')
    return undefined
  }
  const [request] = await requestsToMatch(tx, [id])
  const another = request && handOfAnother(by.who, request)
  if (another) throw notPossible(another)
  return request
}

async function weighed(tx: Writer, { today }: Actor, request: Request, only?: number) {
  const found: Weighing = await weighing(tx, [request], {
    today,
    ...(only === undefined ? {} : { only: [only] }),
  })
  return [request, found.candidates, found.context] as const
}

/** Of a long list of suggestions nobody asks later what stood at its end. */
const MOST_KEPT = 20

type Settled = {
  taken: Suggestion
  halfDays: number
  departure: string | null
  suggestedId: number | null
  suggestions: Suggestion[]
  site: string
}

async function settle(tx: Writer, by: Actor, { id }: Request, settled: Settled) {
  const { taken, halfDays, departure, suggestedId, suggestions, site } = settled
  const { practitionerId, membershipId, urn } = taken
  const another = handOfAnotherFor(by.who, taken)
  if (another) throw notPossible(another)
  if (halfDays < 1) throw notPossible('Enter half a day or more', 'halfDays')
  const { answeredAt } = await locked(tx, id)
  const parties = { practitionerId, fromMembershipId: membershipId, fromUrn: urn, halfDaysAgreed: halfDays }
  await move(tx, by, id, 'match', { sets: { ...parties, answeredAt: answeredAt ?? momentOf(by) } })
  await tx
    .insertInto('deploymentChoices')
    .values({
      ...{ deploymentId: id, practitionerId, suggestedId, departure, chosenBy: by.who.personId },
      suggestions: JSON.stringify(suggestions.slice(0, MOST_KEPT)),
    })
    .execute()
  for (const { email } of await headsOf(tx, membershipId, by.today))
    await postMail(tx, {
      to: email,
      subject: 'A member of your staff is asked for',
      text: `SSIG has chosen one of your practitioners to support another school, and asks you to release them.\n\nRead what is asked for, and answer: ${site}/support/deployments/${id}`,
    })
}
