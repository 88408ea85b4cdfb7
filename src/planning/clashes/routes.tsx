import { groupsSeen } from '../../groups/rules.ts'
import { keepsMeeting } from '../../meetings/queries.ts'
import { mayKeepMeeting } from '../../meetings/rules.ts'
import { academicYearOf, addDays, type Day, inShort, isDay, lastDay } from '../../platform/day.ts'
import type { Answers } from '../../platform/form.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { Stale } from '../../platform/revision.ts'
import { type Asked, csvFile, fillIn, idOf, press, rooms, sentBy, show } from '../../platform/web.tsx'
import { mayPlan } from '../rules.ts'
import { moveMeeting } from './actions.ts'
import type { Diary } from './diary.ts'
import { ClashesPage, type Clashing, clashesFile, MovePage, moveForm, OTHER } from './pages.tsx'
import { diary, type MeetingFound, meetingPlanned, meetingsDated } from './queries.ts'
import { clashesOf, NOTABLE, weightOf } from './rules.ts'
import { leastBad, noWorse } from './slots.ts'
import { sentence } from './words.ts'

export const clashing = rooms()

/** How far ahead clashes are looked for: a year, so that the next one is seen while it is planned. */
const AHEAD_DAYS = 365

clashing.get('/clashes', async (c) => {
  const { by } = c.var
  permit(mayPlan(by.who))
  const until = addDays(by.today, AHEAD_DAYS)
  const days = { from: by.today, to: until }
  const seen = groupsSeen(by.who)
  const [dated, found] = await Promise.all([diary(by.db, seen, days), meetingsDated(by.db, seen, days)])
  const rows = found
    .filter(({ status, groups }) => status === 'planned' && mayKeepMeeting(by.who, groups))
    .map((meeting) => judged(meeting, dated, by.today))
    .filter(({ clashes }) => clashes.length > 0)
    .sort((a, b) => weightOf(b.clashes) - weightOf(a.clashes) || (a.meeting.on < b.meeting.on ? -1 : 1))
  const shown =
    c.req.query('slight') === 'yes'
      ? rows
      : rows.filter(({ clashes }) => clashes.some(({ weight }) => weight >= NOTABLE))
  if (c.req.query('format') === 'csv') return csvFile(c, clashesFile, shown, 'clashes')
  return show(c, <ClashesPage rows={shown} until={until} slight={rows.length - shown.length} />)
})

/** A meeting is moved within its own academic year, and not into the past. */
const windowOf = ({ on }: MeetingFound, today: Day) => ({
  from: addDays(today, 1),
  to: lastDay(academicYearOf(on)),
})

const judged = (meeting: MeetingFound, dated: Diary, today: Day): Clashing => ({
  meeting,
  clashes: clashesOf(meeting, dated),
  best: leastBad(meeting, dated, windowOf(meeting, today))[0] ?? null,
})

/** A planned meeting that whoever is at work keeps, with all that is dated in what is left of its year. */
async function toMove({ var: { by } }: Asked, id: number): Promise<{ meeting: MeetingFound; dated: Diary }> {
  const seen = groupsSeen(by.who)
  const meeting = await meetingPlanned(by.db, seen, id)
  permit(await keepsMeeting(by, id))
  return { meeting, dated: await diary(by.db, seen, windowOf(meeting, by.today)) }
}

/** What of a meeting's time is looked at before it is moved there. */
const looked = (on: string, starts: string | null) => `${on} ${starts ?? ''}`.trim()

clashing.on(['get', 'post'], '/meetings/:id/move', async (c) => {
  const { meeting, dated } = await toMove(c, idOf(c))
  const better = noWorse(meeting, dated, windowOf(meeting, c.var.by.today))
  const form = moveForm(better, meeting.issued)
  let seen = ''
  return fillIn(c, form, {
    current: async () =>
      form.blank({ ...meeting, day: better[0]?.on ?? OTHER, other: null, agendaLateReason: null, seen }),
    page: (answers) => (
      <MovePage
        {...{ meeting, better, form }}
        clashes={clashesOf(meeting, dated)}
        answers={seen ? withSeen(answers, seen) : answers}
      />
    ),
    save: async (filled, by, version) => {
      const on = filled.day === OTHER ? filled.other : (filled.day as Day)
      if (!on) throw notPossible('Enter the day to move it to', 'other')
      const clashes = clashesOf({ ...meeting, ...filled, on }, dated)
      const told = better.find((one) => one.on === filled.day)?.weight ?? 0
      if (filled.seen !== looked(on, filled.starts) && weightOf(clashes) > told) {
        seen = looked(on, filled.starts)
        const says = clashes.map((one) => sentence(one.says)).join(' ')
        throw notPossible(
          `${inShort(on)}: ${says} Press the button again to move it there all the same`,
          'day',
        )
      }
      const { starts, ends, place, agendaLateReason } = filled
      await moveMeeting(by, meeting, version, { on, starts, ends, place, agendaLateReason })
      return `/meetings/${meeting.id}?did=saved`
    },
  })
})

const withSeen = (answers: Answers, seen: string): Answers => ({
  ...answers,
  values: { ...answers.values, seen },
})

clashing.post('/meetings/:id/move/:day', async (c) => {
  const { meeting } = await toMove(c, idOf(c))
  const on = c.req.param('day')
  if (!isDay(on)) throw notFound()
  const version = Number((await sentBy(c)).get('form-version'))
  return press(c, async (by) => {
    const { starts, ends, place } = meeting
    await notChanged(() => moveMeeting(by, meeting, version, { on, starts, ends, place }))
    return '/planning/clashes?did=saved'
  })
})

/** A button has no answers to keep, so whoever pressed it looks at the meeting again. */
async function notChanged(work: () => Promise<void>) {
  try {
    await work()
  } catch (error) {
    throw error instanceof Stale
      ? notPossible('Somebody else changed this meeting meanwhile. Look at what clashes again')
      : error
  }
}
