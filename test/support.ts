import type { Insertable } from 'kysely'
import { academicYearOf, type Day, day } from '../src/platform/day.ts'
import { everything, type Tables } from '../src/platform/db.ts'
import { wayTo } from '../src/support/deployments/rules.ts'
import type { State } from '../src/support/deployments/tables.ts'
import { adding } from './adding.ts'
import { today, type World } from './world.ts'

/** Term dates of 2017/18 for every school without its own: a half-term from 12 to 16 February, training on 26 February. */
export const termDates = (w: World): Promise<number> =>
  w.database.transaction(everything, async (tx) => {
    const calendarId = await adding(tx)('calendars', { name: 'The council’s', isDefault: true })
    const dates = [
      ['term', '2017-09-04', '2017-12-21'],
      ['term', '2018-01-08', '2018-03-29'],
      ['term', '2018-04-16', '2018-07-20'],
      ['half-term', '2017-10-23', '2017-10-27'],
      ['half-term', '2018-02-12', '2018-02-16'],
      ['half-term', '2018-05-28', '2018-06-01'],
      ['inset', '2018-02-26', '2018-02-26'],
    ] as const
    for (const [kind, from, to] of dates)
      await adding(tx)('calendarDates', {
        ...{ calendarId, kind, fromOn: day(from), toOn: day(to), note: null, importId: null },
      })
    return calendarId
  })

export const areaNamed = async (w: World, name: string): Promise<number> =>
  (await w.db.selectFrom('supportAreas').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id

type Practitioner = {
  personId?: number
  membershipId?: number
  halfDays?: number
  area?: string
  accepted?: boolean
}

/** Somebody put forward by their head and accepted: Priya of Brindle Moor for maths, with 12 half-days this year. */
export async function practitioner(w: World, given: Practitioner = {}): Promise<number> {
  const {
    personId = w.people.practitioner,
    membershipId = w.members.brindle,
    halfDays = 12,
    area = 'Maths',
  } = given
  const areaId = await areaNamed(w, area)
  const at = new Date('2017-09-10T09:00:00Z')
  const accepted = given.accepted === false ? null : at
  return w.database.transaction(everything, async (tx) => {
    const add = adding(tx)
    const nobody = {
      declinedBy: null,
      declinedAt: null,
      declinedWhy: null,
      endedBy: null,
      endedOn: null,
      endedWhy: null,
    }
    const id = await add('practitioners', {
      ...{ ...nobody, personId, membershipId, profile: 'Leads a department that others visit.' },
      ...{
        nominatedBy: w.people.otherHead,
        nominatedAt: at,
        acceptedBy: accepted && w.people.ssig,
        acceptedAt: accepted,
      },
    })
    await add('practitionerExpertise', { practitionerId: id, areaId, phase: 'key stage 4' })
    await add('practitionerOffers', { practitionerId: id, year: academicYearOf(today), halfDays })
    const evidence = 'Results of the department rose three years running; two trainees passed with her.'
    await add('practitionerVouchings', {
      ...{ practitionerId: id, vouchedBy: w.people.otherHead, vouchedOn: day('2017-09-10'), evidence },
    })
    return id
  })
}

type Given = Partial<Insertable<Tables['deployments']>> & { practitionerId?: number }

const chosen: State[] = [
  'matched',
  'released',
  'agreed',
  'active',
  'paused',
  'closed',
  'evaluated',
  'signed off',
]

const none = {
  practitionerId: null,
  fromMembershipId: null,
  fromUrn: null,
  halfDaysAgreed: null,
  answeredAt: null,
}
const finished: State[] = ['closed', 'evaluated', 'signed off']

/** Brindle Moor's practitioner chosen, where somebody is in this state. */
const chosenFor = async (w: World, state: State, practitionerId: number | undefined) =>
  chosen.includes(state)
    ? {
        practitionerId: practitionerId ?? (await practitioner(w)),
        ...{ fromMembershipId: w.members.brindle, fromUrn: 990002, halfDaysAgreed: 6 },
        answeredAt: new Date('2018-01-22T10:00:00Z'),
      }
    : none

const closedIn = (state: State) =>
  finished.includes(state)
    ? { closedOn: day('2018-02-28'), evaluationDue: day('2018-03-14') }
    : { closedOn: null, evaluationDue: null }

/** Ashmere's request for maths support, as far as this state; from `matched` on Brindle Moor's practitioner is chosen. */
export async function deploymentAt(w: World, state: State, given: Given = {}): Promise<number> {
  const areaId = await areaNamed(w, 'Maths')
  const settled = { ...(await chosenFor(w, state, given.practitionerId)), ...closedIn(state) }
  return w.database.transaction(everything, async (tx) => {
    const id = await adding(tx)('deployments', {
      ...{ ref: null, kind: 'support', state, toMembershipId: w.members.ashmere, toUrn: 990001, areaId },
      ...{ phase: 'key stage 4', urgency: 'this term', halfDaysWanted: 6, budgetPence: null },
      contactId: w.people.teacher,
      need: 'Year 11 lose marks in problem solving; two of five teachers are new.',
      outcomeHoped: 'Every Year 11 class works through a modelled problem each week by Easter.',
      ...{ wantedFrom: day('2018-01-22'), wantedTo: day('2018-05-25'), requestedBy: w.people.head },
      ...{ requestedAt: new Date('2018-01-20T10:00:00Z'), firstContactOn: null, firstContactId: null },
      ...{ contactExplained: null, answerDue: day('2018-01-26'), year: academicYearOf(today) },
      ...settled,
      ...given,
    })
    for (const [i, toState] of wayTo(state).entries())
      await adding(tx)('deploymentMoves', {
        ...{ deploymentId: id, number: i + 1, fromState: wayTo(state)[i - 1] ?? null, toState },
        ...{ movedBy: null, reason: null },
      })
    return id
  })
}

type Visit = Partial<Insertable<Tables['supportVisits']>> & { visitedOn: Day }

/** A visit of Brindle Moor's practitioner to Ashmere: a whole day, done, unless said otherwise. */
export const visitTo = (w: World, given: Visit): Promise<number> =>
  w.database.transaction(everything, (tx) =>
    adding(tx)('supportVisits', {
      ...{
        ref: null,
        commission: null,
        subject: 'Maths',
        practitionerId: w.people.practitioner,
        importId: null,
      },
      ...{
        fromMembershipId: w.members.brindle,
        fromUrn: 990002,
        toMembershipId: w.members.ashmere,
        toUrn: 990001,
      },
      ...{ half: 'day', status: 'done', throughSsig: true },
      ...given,
    }),
  )
