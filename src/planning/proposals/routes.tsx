import { terms } from '../../agreement/terms/queries.ts'
import { bankHolidaysTo } from '../../calendars/bank-holidays.ts'
import { groupsSeen } from '../../groups/rules.ts'
import { keepableGroups } from '../../meetings/queries.ts'
import { endsAfterStart, mayKeepMeeting } from '../../meetings/rules.ts'
import type { Actor } from '../../platform/action.ts'
import {
  type AcademicYear,
  academicYearOf,
  addDays,
  type Day,
  firstDay,
  inWords,
  isDay,
  lastDay,
  yearName,
} from '../../platform/day.ts'
import { type Answers, type Form, joinSeveral, type RowOptions, typed } from '../../platform/form.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, rooms, sentBy, show } from '../../platform/web.tsx'
import type { GroupHere } from '../clashes/diary.ts'
import { diary, groupsHere } from '../clashes/queries.ts'
import { faithDaysEndBefore, faithDaysTo } from '../faith-days.ts'
import { mayPlan, yearToPlan } from '../rules.ts'
import { type Planned, planMeetings } from './actions.ts'
import { copyForm, datesForm, LEFT_OUT, type PlanFilled, patternForm, planForm } from './form.ts'
import { type Line, namesOf, type Proposed, settled, unseen, valuesOf } from './lines.ts'
import { AskPage, PlanPage, StartPage } from './pages.tsx'
import { commonDates, meetingsToCopy, programmes } from './queries.ts'
import { daysOfPattern, MOST_AT_ONCE, meetingsFor, termsKnown, yearLater } from './rules.ts'
import { datesTyped } from './typed.ts'

export const proposals = rooms()

proposals.get('/', async (c) => {
  const { by } = c.var
  permit(mayPlan(by.who))
  const year = yearToPlan(by.today)
  const [hubs, { hubProgramme }] = await Promise.all([
    programmes(by.db, groupsSeen(by.who), year),
    terms(by.db, year),
  ])
  const mine = hubs.filter(({ groupId }) => mayKeepMeeting(by.who, [{ id: groupId, kind: 'hub' }]))
  return show(c, <StartPage year={year} hubs={mine} wanted={hubProgramme} />)
})

/** What a way of proposing comes to: meetings, or what is wrong and beside which question. */
type Proposal = Proposed[] | { field: string; message: string }
type WayOf<Filled> = {
  title: string
  lead: string
  form: (groups: RowOptions) => Form<Filled>
  /** What stands in the form before anything is said. */
  begin: (by: Actor, year: AcademicYear) => Promise<Partial<Record<keyof Filled & string, unknown>>>
  propose: (by: Actor, filled: Filled, groups: GroupHere[]) => Promise<Proposal>
}

/** Asks how, and once that is answered shows what it comes to; the answers stand in the address. */
async function proposing<Filled extends { year: AcademicYear; groups: number[] }>(
  c: Asked,
  way: WayOf<Filled>,
) {
  const { by } = c.var
  permit(mayPlan(by.who))
  const form = way.form(await keepableGroups(by.db, by.who))
  const query = new URL(c.req.url).searchParams
  const ask = (answers: Answers, code: 200 | 422) =>
    show(c, <AskPage {...way} form={form} answers={answers} />, code)
  if (query.has('change'))
    return ask({ values: typed(query, Object.keys(form.fields)), errors: [], key: '' }, 200)
  if (c.req.method === 'GET' && !query.has('year')) {
    const year = yearToPlan(by.today)
    const groups = query.get('group') ?? joinSeveral(by.who.leads)
    return ask(form.blank({ year: yearName(year), groups, ...(await way.begin(by, year)) }), 200)
  }
  const read = form.read(query)
  if ('answers' in read) return ask(read.answers, 422)
  const groups = await groupsHere(by.db, read.filled.groups)
  const proposed = await way.propose(by, read.filled, groups)
  const wrong = Array.isArray(proposed) ? wrongWith(by, proposed) : proposed
  if (wrong) return ask({ values: typed(query, Object.keys(form.fields)), errors: [wrong], key: '' }, 422)
  return planning(c, proposed as Proposed[], read.filled.year)
}

function wrongWith({ who }: Actor, proposed: Proposed[]): { field: string; message: string } | undefined {
  const other = proposed.find(({ groups }) => !mayKeepMeeting(who, groups))
  if (other)
    return {
      field: 'groups',
      message: `You do not plan meetings of ${other.groups.map(({ name }) => name).join(' and ')}. Choose groups that you lead; other hubs can meet together with yours`,
    }
  if (proposed.length === 0)
    return {
      field: 'year',
      message: 'This comes to no meeting in what is left of the year. Choose another year, or other days',
    }
  if (proposed.length > MOST_AT_ONCE)
    return {
      field: 'groups',
      message: `This comes to ${proposed.length} meetings. Plan at most ${MOST_AT_ONCE} at once, so that you can look at each`,
    }
  return undefined
}

const titleOf = (title: string | null, groups: GroupHere[]) =>
  title ?? `${groups.map(({ name }) => name).join(' and ')} meeting`

const named = (all: GroupHere[], ids: number[]) => all.filter(({ id }) => ids.includes(id))

proposals.on(['get', 'post'], '/pattern', (c) =>
  proposing(c, {
    title: 'Plan by a pattern',
    lead: 'The pattern is laid over the alliance’s own term dates. Bank holidays, half-terms, training days and closures are left out.',
    form: patternForm,
    begin: async (by, year) => {
      const { hubProgramme } = await terms(by.db, year)
      const rhythm = hubProgramme === 3 ? 'terms' : 'spread'
      return { how: 'turn', rhythm, weekdays: joinSeveral([2, 3, 4]), week: 4, count: hubProgramme }
    },
    propose: async ({ db, today }, { week, count, ...asked }, groups) => {
      const [dates, { hubProgramme }] = await Promise.all([commonDates(db), terms(db, asked.year)])
      const { year, starts, ends, place } = asked
      const laid = { ...asked, week: week ?? 4, count: count ?? hubProgramme }
      return meetingsFor(asked.groups, asked.how).flatMap(({ groups: ids, nth }) =>
        daysOfPattern(laid, dates, year, nth)
          .filter((on) => on > today)
          .map((on, i) => {
            const together = named(groups, ids)
            const title = titleOf(asked.title, together)
            return { key: `${ids[0]}x${i}`, groups: together, title, on, starts, ends, place }
          }),
      )
    },
  }),
)

proposals.on(['get', 'post'], '/dates', (c) =>
  proposing(c, {
    title: 'Plan on given dates',
    lead: 'Type the dates or paste them from elsewhere. What a line says of its times and place goes before what you say below for all.',
    form: datesForm,
    begin: async () => ({ how: 'same' }),
    propose: async ({ today }, asked, groups) => {
      const { dates, faults } = datesTyped(asked.dates, asked.year)
      const past = dates.find(({ on }) => on < today)
      if (past) faults.push(`${inWords(past.on)} is past`)
      if (faults.length > 0) return { field: 'dates', message: faults.join('. ') }
      return meetingsFor(asked.groups, asked.how).flatMap(({ groups: ids }) =>
        dates.map(({ on, ...said }, i) => {
          const together = named(groups, ids)
          const { starts, ends } = said.starts ? said : asked
          const place = said.place ?? asked.place
          const title = titleOf(asked.title, together)
          return { key: `${ids[0]}x${i}`, groups: together, title, on, starts, ends, place }
        }),
      )
    },
  }),
)

proposals.on(['get', 'post'], '/copy', (c) =>
  proposing(c, {
    title: 'Plan as last year',
    lead: 'Each meeting of the year before is proposed again: 52 weeks later, on the same weekday, at the same time and place.',
    form: copyForm,
    begin: async () => ({}),
    propose: async ({ db, today }, { year, groups, title: newTitle }) => {
      const before = (year - 1) as AcademicYear
      const found = await meetingsToCopy(db, groups, before)
      if (found.length === 0)
        return { field: 'groups', message: `These groups have no meetings in ${yearName(before)} to follow` }
      const all = await groupsHere(db, [...new Set(found.flatMap((one) => one.groups))])
      return found
        .map(({ id, title, heldOn, starts, ends, place, groups: ids }) => ({
          ...{
            key: `c${id}`,
            groups: named(all, ids),
            title: newTitle ?? title,
            on: yearLater(heldOn, year),
          },
          ...{ starts, ends, place },
        }))
        .filter(({ on }) => on > today)
    },
  }),
)

/** Shows what is proposed beside its clashes, and plans it once it is sent. */
async function planning(c: Asked, proposed: Proposed[], year: AcademicYear) {
  const { by } = c.var
  const days = { from: firstDay(year), to: lastDay(year) }
  const dated = await diary(by.db, groupsSeen(by.who), days)
  const window = { from: by.today >= days.from ? addDays(by.today, 1) : days.from, to: days.to }
  const names = proposed.flatMap(({ key }) => Object.values(namesOf(key)))
  const sent = c.req.method === 'POST' ? typed(await sentBy(c), names) : valuesOf(proposed)
  const shown = settled(proposed, sent, dated, window)
  const unknown = unknownOf(year, await commonDates(by.db))
  const { pathname, search } = new URL(c.req.url)
  return fillIn(c, planForm(withChosen(shown.lines, sent)), {
    page: (answers) => (
      <PlanPage
        {...{ year, unknown, lines: shown.lines, up: `${pathname}${search}&change=yes` }}
        form={planForm(shown.lines)}
        answers={{ ...answers, values: shown.values }}
      />
    ),
    save: async (filled, by) => {
      const planned = plannedIn(proposed, filled, year, by.today)
      const strange = unseen(proposed, asText(filled), dated)
      if (strange.length > 0) throw lookAgain(strange)
      await planMeetings(by, planned)
      return `/planning?year=${yearName(year)}&did=added`
    },
  })
}

/** A day chosen from those that were shown may be taken though another is better by now. */
const withChosen = (lines: Line[], values: Record<string, string>) =>
  lines.map((line) => {
    const instead = values[namesOf(line.key).instead] ?? ''
    const chosen = { on: instead as Day, clashes: [], weight: 0, says: '' }
    return isDay(instead) ? { ...line, better: [...line.better, chosen] } : line
  })

const asText = (filled: PlanFilled) =>
  Object.fromEntries(Object.entries(filled).map(([name, value]) => [name, value ?? '']))

/** The meetings that a filled form asks for, each refused beside its own question. */
function plannedIn(proposed: Proposed[], filled: PlanFilled, year: AcademicYear, today: Day): Planned[] {
  const planned = proposed.flatMap(({ key, groups }) => {
    const names = namesOf(key)
    const instead = filled[names.instead] ?? null
    if (instead === LEFT_OUT) return []
    const heldOn = (instead ?? filled[names.on]) as Day
    const [starts, ends] = [filled[names.starts] ?? null, filled[names.ends] ?? null]
    if (academicYearOf(heldOn) !== year)
      throw notPossible(`${inWords(heldOn)} is not in ${yearName(year)}`, names.on)
    if (heldOn < today) throw notPossible(`${inWords(heldOn)} is past`, names.on)
    if (!endsAfterStart(starts, ends)) throw notPossible('The end must be after the start', names.ends)
    const said = { title: filled[names.title] ?? '', place: filled[names.place] ?? null }
    return [{ ...said, groups: groups.map(({ id }) => id), heldOn, starts, ends }]
  })
  if (planned.length === 0) throw notPossible('You left every meeting out, so there is none to plan')
  return planned
}

function lookAgain([first, ...more]: Proposed[]) {
  const lines =
    more.length === 0 ? 'A line that you changed clashes' : `${more.length + 1} lines that you changed clash`
  const says = `${lines} with something. Nothing is planned yet: look at it, and press the button again if it is to stand`
  return notPossible(says, first && namesOf(first.key).on)
}

/** What nobody knows yet of a year. */
function unknownOf(year: AcademicYear, dates: Awaited<ReturnType<typeof commonDates>>): string[] {
  const last = lastDay(year)
  return [
    ...(termsKnown(dates, year)
      ? []
      : [
          `The alliance’s term dates for ${yearName(year)} are not here, so holidays are not looked at and a pattern follows the usual terms. The office brings them in under Term dates.`,
        ]),
    ...(last > bankHolidaysTo ? [`Bank holidays are known up to ${inWords(bankHolidaysTo)}.`] : []),
    ...(faithDaysEndBefore(last) ? [`Faith days are known up to ${inWords(faithDaysTo)}.`] : []),
  ]
}
