import { terms } from '../../agreement/terms/queries.ts'
import { memberOptions } from '../../members/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { academicYearOf } from '../../platform/day.ts'
import { History } from '../../platform/history.tsx'
import { notPossible, permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, fillIn, list, press, rooms, show } from '../../platform/web.tsx'
import { headOf, isHeadOf, isOffice, ledMemberships } from '../../platform/who.ts'
import { areaOptions } from '../areas/queries.ts'
import { mayKeepAreas } from '../areas/rules.ts'
import { mayBroker } from '../deployments/rules.ts'
import { accept, decline, end, nominate } from './actions.ts'
import { opened, openedTo } from './asked.ts'
import { days } from './days/routes.tsx'
import { declineForm, endForm, type NominationAsked, nominationForm, practitionerFilter } from './forms.ts'
import { interestsOf } from './interests/queries.ts'
import { interests } from './interests/routes.tsx'
import { practitionersListed } from './list.ts'
import { PractitionerPage } from './page.tsx'
import { PractitionersPage, practitionersList, WordsPage } from './pages.tsx'
import {
  awayOf,
  expertiseOf,
  isPutForward,
  offersOf,
  type Practitioner,
  runningOf,
  schoolRows,
  staffOn,
  timesOf,
} from './queries.ts'
import {
  isOpen,
  mayAnswer,
  mayCorrectVouching,
  mayDeclare,
  mayEnd,
  mayEndInterest,
  mayKeep,
  mayNominate,
  mayOffer,
  maySeePractitioners,
  mayVouch,
  seesWithin,
  stateOf,
  wordOf,
  yearsOffered,
} from './rules.ts'
import { vouchingsOf } from './vouchings/queries.ts'
import { vouchings } from './vouchings/routes.tsx'
import type { May, Within } from './within.tsx'

export const practitioners = rooms()

practitioners.get('/', async (c) => {
  const { by } = c.var
  const { db, who, today } = by
  const agreed = await terms(db, academicYearOf(today))
  const directory = maySeePractitioners(who, agreed)
  permit(directory || ledMemberships(who).length > 0 || (await isNominated(by)))
  const of = practitionersList(agreed.vouchingDays, today)
  const filter = practitionerFilter(await areaOptions(db), await memberOptions(db))
  const deeds = { nominates: mayNominate(who), keepsAreas: mayKeepAreas(who) }
  return list(c, {
    of,
    filter,
    sort: 'name',
    name: 'practitioners',
    size: 30,
    rows: (asked) => practitionersListed(db, asked, { who, directory, today }),
    page: (shown) => <PractitionersPage {...shown} {...{ of, filter }} {...deeds} />,
  })
})

/** Whoever was put forward finds themselves, whatever the heads agreed about the rest. */
const isNominated = async ({ db, who }: Actor) => who.personId !== null && isPutForward(db, who.personId)

async function nominating({ db, who, today }: Actor) {
  const of = isOffice(who) ? ('all' as const) : headOf(who)
  const [schools, staff, areas] = await Promise.all([
    schoolRows(db, today, of),
    staffOn(db, today, of),
    areaOptions(db),
  ])
  const named = (one: (typeof staff)[number]) =>
    schools.length === 1 ? one.name : `${one.name}, ${one.school}`
  const people = staff.map((one) => [one.personId, named(one)] as const)
  const unlike = people.filter(([id], i) => people.findIndex(([other]) => other === id) === i)
  return { form: nominationForm({ schools, people: unlike, areas, year: academicYearOf(today) }), schools }
}

practitioners.on(['get', 'post'], '/new', async (c) => {
  const { by } = c.var
  permit(mayNominate(by.who))
  const { form, schools } = await nominating(by)
  const [only] = schools.length === 1 ? schools : []
  const lead = isOffice(by.who)
    ? 'You nominate on behalf of the head of their school, whose word it is (clause 22). Write of work that others can see.'
    : 'You give your word that they are highly effective (clause 22). Write of work that others can see; SSIG accepts or declines.'
  return fillIn(c, form, {
    page: (answers) => (
      <WordsPage {...{ form, answers, lead }} title="Nominate a practitioner" submit="Nominate" />
    ),
    save: async (filled, by) =>
      `/support/practitioners/${await nominate(by, nomination(filled, only?.[0]))}?did=added`,
  })
})

function nomination({ area, secondArea, thirdArea, ...filled }: NominationAsked, only: number | undefined) {
  const membershipId = filled.membershipId ?? only
  if (membershipId === undefined) throw notPossible('No school is a member today')
  return { ...filled, membershipId, areas: [area, secondArea, thirdArea].filter((one) => one !== null) }
}

practitioners.get('/:id', async (c) => {
  const { by } = c.var
  const found = await opened(c)
  const within = seesWithin(by.who, found)
  const [expertise, times, offers, inner, before] = await Promise.all([
    expertiseOf(by.db, found.id),
    timesOf(by.db, found.id),
    offersOf(by.db, found.id),
    within ? withinOf(by, found) : null,
    within ? revisions(by.db, 'practitioners', found.id) : [],
  ])
  const leave = before.length > 0 ? Object.keys(before[0]?.before ?? {}).filter(notKept) : []
  return show(
    c,
    <PractitionerPage
      {...{ found, expertise, times, offers }}
      today={by.today}
      years={yearsOffered(academicYearOf(by.today))}
      may={mayHere(by, found)}
      within={inner}
      history={<History of={before} leave={leave} />}
    />,
  )
})

/** Only what is corrected is told of what stood before; who accepted and when stands on the page. */
const notKept = (column: string) => !['profile', 'expertise', 'free half-days'].includes(column)

async function withinOf({ db, today }: Actor, found: Practitioner): Promise<Within> {
  const [vouchings, interests, away, running, agreed] = await Promise.all([
    vouchingsOf(db, found.id),
    interestsOf(db, found.id),
    awayOf(db, found.id, today),
    runningOf(db, found.id),
    terms(db, academicYearOf(today)),
  ])
  const word = wordOf(vouchings[0]?.vouchedOn ?? null, agreed, today)
  return { vouchings, interests, away, running, word }
}

function mayHere({ who }: Actor, found: Practitioner): May {
  const open = isOpen(found)
  const answer = mayAnswer(who, found) && stateOf(found) === 'nominated'
  return {
    answer,
    answersOwnSchool: answer && isHeadOf(who, found.membershipId),
    keep: open && mayKeep(who, found),
    offer: open && mayOffer(who, found),
    vouch: open && mayVouch(who, found),
    correctVouching: open && mayCorrectVouching(who, found),
    end: open && mayEnd(who, found),
    declare: open && mayDeclare(who, found),
    endsInterest: ({ saidBy }) => mayEndInterest(who, found, saidBy),
  }
}

const pageOf = ({ id }: { id: number }, did: string) => `/support/practitioners/${id}?did=${did}`

practitioners.post('/:id/accept', (c) => {
  permit(mayBroker(c.var.by.who))
  return press(c, async (by) => {
    const found = await opened(c, by)
    await accept(by, found.id)
    return pageOf(found, 'saved')
  })
})

/** Nobody is asked for words that can no longer be said. */
function stillNominated(c: Asked, found: Practitioner) {
  if (c.req.method === 'GET' && stateOf(found) !== 'nominated')
    throw notPossible(`${found.acceptor ?? 'SSIG'} has accepted this nomination already`)
}

practitioners.on(['get', 'post'], '/:id/decline', async (c) => {
  const found = await openedTo(c, mayAnswer)
  stillNominated(c, found)
  const { name } = found
  return fillIn(c, declineForm, {
    page: (answers) => (
      <WordsPage
        {...{ answers, of: found }}
        form={declineForm}
        title={`Decline the nomination of ${name}`}
        submit="Decline"
      />
    ),
    save: async (filled, by) => {
      await decline(by, found.id, filled)
      return pageOf(found, 'saved')
    },
  })
})

practitioners.on(['get', 'post'], '/:id/end', async (c) => {
  const found = await openedTo(c, mayEnd)
  const running = await runningOf(c.var.by.db, found.id)
  const lead =
    running > 0
      ? `${running === 1 ? 'One deployment' : `${running} deployments`} with them run on: SSIG will be asked to find somebody else or close them.`
      : 'Whoever has stopped stays on record, and can be nominated again.'
  return fillIn(c, endForm, {
    current: async () => endForm.blank({ endedOn: c.var.by.today }),
    page: (answers) => (
      <WordsPage
        {...{ answers, lead, of: found }}
        form={endForm}
        title={`End ${found.name}’s part as a practitioner`}
        submit="End"
      />
    ),
    save: async (filled, by) => {
      await end(by, found.id, filled)
      return pageOf(found, 'saved')
    },
  })
})

practitioners.route('/', days)
practitioners.route('/', vouchings)
practitioners.route('/', interests)
