import { memberOptions, membersOn } from '../members/queries.ts'
import type { Actor } from '../platform/action.ts'
import type { Day } from '../platform/day.ts'
import type { RowOptions } from '../platform/form.ts'
import { FormPage } from '../platform/form-page.tsx'
import { among, History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { fillIn, idOf, list, press, rooms, show } from '../platform/web.tsx'
import { headOf, isOffice } from '../platform/who.ts'
import { cancelRound, correctRound, markVisited, planRound } from './actions.ts'
import { idAsked, roundKept } from './asked.ts'
import { stagesOf } from './debrief/queries.ts'
import { debrief } from './debrief/routes.tsx'
import { mayDebrief } from './debrief/rules.ts'
import { asFilled, planForm, roundFilter, roundForm } from './forms.ts'
import { manual } from './manual/routes.tsx'
import { stepsIn } from './needs.ts'
import { roundNotes } from './notes/routes.tsx'
import { RoundPage, RoundsPage, RoundToldPage, roundList } from './pages.tsx'
import { observed, type RoundWithin, returnDayOf, round, roundsListed, roundWithin } from './queries.ts'
import { roomsOf } from './rooms/queries.ts'
import { roomsVisited } from './rooms/routes.tsx'
import {
  isHostHead,
  mayKeep,
  mayPlan,
  mayPlanAnywhere,
  maySeeRounds,
  mayTellReturn,
  missingInWords,
  whyNotVisited,
} from './rules.ts'
import { TheorySection } from './theory/pages.tsx'
import { theories } from './theory/routes.tsx'
import { theoryInWords, whyNoCaseStudy, whyNoReturn, whyNoTheory } from './theory/rules.ts'
import { comers, visitorsOf } from './visitors/queries.ts'
import { visitors } from './visitors/routes.tsx'

export const rounds = rooms()

rounds.get('/', async (c) => {
  const { by } = c.var
  permit(maySeeRounds(by.who))
  const filter = roundFilter(await memberOptions(by.db))
  return list(c, {
    of: roundList,
    filter,
    sort: '-on',
    name: 'rounds',
    rows: (asked) => roundsListed(by.db, asked),
    page: (shown) => <RoundsPage {...shown} filter={filter} plans={mayPlan(by.who)} />,
  })
})

rounds.route('/', manual)

/** Heads plan at their own schools; the office and SSIG at any. */
async function hosts({ who, db, today }: Actor): Promise<RowOptions> {
  const all = await membersOn(db, today)
  const own = headOf(who)
  return all.filter(({ id }) => mayPlanAnywhere(who) || own.includes(id)).map(({ id, name }) => [id, name])
}

/** Whoever works at a school; somebody at two stands here once. */
async function leads({ db }: Actor, on: Day): Promise<RowOptions> {
  const people = await comers(db, on)
  return [...new Map(people.map(({ id, name, school }) => [id, `${name}, ${school}`]))]
}

rounds.on(['get', 'post'], '/new', async (c) => {
  const { by } = c.var
  permit(mayPlan(by.who))
  const form = planForm(await hosts(by), await leads(by, by.today))
  const only = headOf(by.who)
  return fillIn(c, form, {
    current: async () => form.blank({ hostMembershipId: only.length === 1 ? only[0] : '' }),
    page: (answers) => (
      <FormPage
        {...{ form, answers }}
        title="Plan a round"
        lead="A problem of practice bears six marks. Those that are still blank are pointed out; all six must be said before lessons are visited."
        up="/rounds"
      />
    ),
    save: async (filled, by) => `/rounds/${await planRound(by, filled)}?did=added`,
  })
})

rounds.route('/', visitors)
rounds.route('/', roomsVisited)
rounds.route('/', roundNotes)
rounds.route('/', debrief)
rounds.route('/', theories)

rounds.get('/:id', async (c) => {
  const { by } = c.var
  permit(maySeeRounds(by.who))
  const found = await round(by.db, idOf(c))
  if (!found.isIn) return show(c, <RoundToldPage round={found} />)
  return show(c, await pageWithin(by, await roundWithin(by.db, found.id)))
})

async function pageWithin(by: Actor, found: RoundWithin) {
  const { id } = found
  const keep = mayKeep(by.who, found)
  const [rooms, group, stages, noted, history, returns, people] = await Promise.all([
    roomsOf(by.db, id),
    visitorsOf(by.db, id),
    stagesOf(by.db, id),
    observed(by.db, id),
    revisions(by.db, 'rounds', id),
    returnDayOf(by.db, found.hostMembershipId, found.visitOn),
    leads(by, found.visitOn),
  ])
  const planned = found.state === 'planned'
  const waits = whyNotVisited(found, { rooms: rooms.length, visitors: group.length, today: by.today })
  const open = planned || found.state === 'visited' || found.state === 'debriefed'
  const after = {
    write: mayDebrief(by.who, found, group) && whyNoTheory(found.state, stages) === null,
    tell: mayTellReturn(by.who, found) && whyNoReturn(found.state) === null,
    share: isHostHead(by.who, found) && theoryInWords(found) !== null,
    study: isOffice(by.who) && whyNoCaseStudy(found) === null,
  }
  const unknown = 'The school’s term dates are not here, so nobody knows whether it is open then.'
  const calendar = returns.isKnown || found.returnOn !== returns.on ? null : unknown
  const says = { lead_id: among('who leads', people) }
  return (
    <RoundPage
      {...{ round: found, rooms, visitors: group }}
      next={stepsIn(by, found, {
        stages,
        noted,
        visits: group.some(({ personId }) => personId === by.who.personId),
      })}
      may={{
        keep: keep && open,
        cancel: keep && planned && noted.length === 0,
        correct: keep && open,
        visit: keep && waits === null,
      }}
      waits={keep && planned && found.visitOn <= by.today && !missingInWords(found.marks) ? waits : null}
      after={<TheorySection round={found} may={after} calendar={calendar} />}
      history={<History of={history} {...{ says }} leave={['marks', 'shared_at', 'returned_at']} />}
    />
  )
}

rounds.on(['get', 'post'], '/:id/correct', async (c) => {
  const { by } = c.var
  const { id, title, visitOn } = await roundKept(c)
  const form = roundForm(await leads(by, visitOn))
  return fillIn(c, form, {
    current: async () => form.blank(asFilled(await roundWithin(by.db, id))),
    page: (answers) => (
      <FormPage
        {...{ form, answers }}
        title="Correct this round"
        up={{ href: `/rounds/${id}`, says: title }}
      />
    ),
    save: async (filled, by, version) => {
      await correctRound(by, { id, version }, filled)
      return `/rounds/${id}?did=saved`
    },
  })
})

rounds.post('/:id/cancel', async (c) => {
  const id = idAsked(c)
  return press(c, async (by) => {
    await cancelRound(by, id)
    return `/rounds/${id}?did=saved`
  })
})

rounds.post('/:id/visited', async (c) => {
  const id = idAsked(c)
  return press(c, async (by) => {
    await markVisited(by, id)
    return `/rounds/${id}?did=saved`
  })
})
