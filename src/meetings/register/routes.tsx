import { groupsSeen, maySeeGroups } from '../../groups/rules.ts'
import { repliesTo } from '../../invitations/queries.ts'
import { membersOn } from '../../members/queries.ts'
import { personOptions } from '../../people/queries.ts'
import type { Actor } from '../../platform/action.ts'
import type { Clock } from '../../platform/clock.ts'
import { inWords, timeInLondon } from '../../platform/day.ts'
import type { Answers } from '../../platform/form.ts'
import { permit } from '../../platform/refusal.ts'
import { csvText } from '../../platform/sheet.ts'
import { csvRows } from '../../platform/table.tsx'
import { type Asked, file, fillIn, idOf, press, rooms, sentBy } from '../../platform/web.tsx'
import { isOffice } from '../../platform/who.ts'
import { isOn } from '../door/rules.ts'
import { type MeetingRow, meeting } from '../queries.ts'
import { mayKeepMeeting } from '../rules.ts'
import { namingsOf, sitting } from '../seats/queries.ts'
import { addToRegister, BothChanged, keepRegister, restoreAttendance } from './actions.ts'
import { isLeft, keysIn, knownBefore, type Line, linesOf, names, saysBoth, stands } from './lines.ts'
import {
  keptOf,
  OneMorePage,
  oneMoreForm,
  opened,
  RegisterFormPage,
  registerForm,
  valuesOf,
} from './pages.tsx'
import { namesRead, postsOn, registerChanges, registerOf, schoolsNamed } from './queries.ts'
import { asText } from './rules.ts'
import { quorumSaid } from './section.tsx'
import { register as listing } from './shown.tsx'

async function toKeep(c: Asked): Promise<MeetingRow> {
  const { by } = c.var
  const found = await meeting(by.db, idOf(c), groupsSeen(by.who))
  permit(mayKeepMeeting(by.who, found.groups, found))
  return found
}

const saved = (id: number, observers: number, goesOn: boolean) => {
  const back = goesOn ? `/meetings/${id}/register` : `/meetings/${id}`
  return `${back}?did=${observers > 0 ? 'observed' : 'saved'}`
}

/** Who came to a meeting: kept on one page, line by line. */
export function registers(clock: Clock) {
  const register = rooms()

  register.on(['get', 'post'], '/:id/register', async (c) => {
    const found = await toKeep(c)
    const { by } = c.var
    const at = await sitting(by.db, found.id)
    const goesOn = isOn(at, by.today)
    const now = goesOn ? timeInLondon(clock.now()) : null
    const keys = c.req.method === 'POST' ? keysIn(await sentBy(c)) : []
    const lines = await linesNow(by, found, keys)
    const form = registerForm(lines, now)
    const quorum = await quorumSaid(by, at)
    return fillIn(c, form, {
      current: async () => opened(form, lines),
      meanwhile: (error, answers) =>
        error instanceof BothChanged ? shownBoth(answers, lines, error) : undefined,
      page: (answers) => (
        <RegisterFormPage
          {...{ form, lines, answers, quorum, isOn: goesOn }}
          meeting={{ ...at, when: inWords(at.heldOn) }}
          office={isOffice(by.who)}
          mayBegin={at.heldOn === by.today && at.status !== 'cancelled' && !goesOn}
        />
      ),
      save: async (filled, by) =>
        saved(found.id, await keepRegister(by, found.id, keptOf(filled, lines), now), goesOn),
    })
  })

  register.on(['get', 'post'], '/:id/register/add', async (c) => {
    const { by } = c.var
    const found = await toKeep(c)
    const at = await sitting(by.db, found.id)
    const goesOn = isOn(at, by.today)
    const members = await membersOn(by.db, found.heldOn)
    const form = oneMoreForm(
      await personOptions(by.db),
      members.map(({ id, name }) => [id, name]),
    )
    const up = { href: `/meetings/${found.id}`, says: found.title }
    return fillIn(c, form, {
      page: (answers) => <OneMorePage {...{ form, answers, up }} />,
      save: async (more, by) => {
        const time = goesOn ? timeInLondon(clock.now()) : null
        const observes = await addToRegister(by, found.id, more, time)
        return `/meetings/${found.id}?did=${observes ? 'observed' : 'added'}`
      },
    })
  })

  register.post('/:id/register/:row/restore', async (c) => {
    const found = await toKeep(c)
    const row = idOf(c, 'row')
    return press(c, async (by) => {
      await restoreAttendance(by, found.id, row)
      return `/meetings/${found.id}?did=restored`
    })
  })

  register.get('/:id/register.csv', async (c) => {
    const { by } = c.var
    permit(maySeeGroups(by.who))
    const found = await meeting(by.db, idOf(c), groupsSeen(by.who))
    const read = namesRead(by.who, mayKeepMeeting(by.who, found.groups, found))
    const { columns, rows } = csvRows(listing, await registerOf(by.db, found.id, read))
    return file(
      c,
      csvText(columns, rows),
      `register-${found.heldOn}-${found.id}.csv`,
      'text/csv; charset=utf-8',
    )
  })

  return register
}

/** The lines as they stand now, and those that the form in hand was opened with. */
async function linesNow({ db }: Actor, { id, heldOn }: MeetingRow, keys: string[]): Promise<Line[]> {
  const [register, there, members, changes, named, replies] = await Promise.all([
    registerOf(db, id, 'all'),
    postsOn(db, heldOn),
    membersOn(db, heldOn),
    registerChanges(db, id),
    namingsOf(db, id),
    repliesTo(db, id),
  ])
  const current = new Set(members.map((member) => member.id))
  const [ofSchools, ofRows] = ['m', 'a'].map((of) =>
    keys.filter((key) => key.startsWith(of)).map((key) => Number(key.slice(1))),
  )
  const others = [...(ofSchools ?? []), ...register.flatMap(({ membershipId }) => membershipId ?? [])]
  const guests = await schoolsNamed(
    db,
    others.filter((school) => !current.has(school)),
  )
  const lines = {
    schools: [...members, ...guests],
    register,
    there,
    known: knownBefore(named, replies, there),
  }
  const asked = new Set(linesOf({ ...lines, gone: [] }).map(({ key }) => key))
  const gone = [...register.map((row) => ({ ...row, rowId: row.id })), ...changes].filter(
    ({ rowId }, i, all) =>
      ofRows?.includes(rowId) && !asked.has(`a${rowId}`) && all.findIndex((row) => row.rowId === rowId) === i,
  )
  return linesOf({ ...lines, gone })
}

/** What I left alone now shows what stands; what we both changed keeps my answer and says theirs beside it. */
function shownBoth(answers: Answers, lines: Line[], { lines: both }: BothChanged): Answers {
  const values = { ...answers.values }
  const errors = [
    {
      field: 'form',
      message:
        'Somebody else changed this register while you were typing. Nothing was saved: check it and save again',
    },
  ]
  for (const line of lines) {
    const theirs = both.get(line.key)
    if (theirs) {
      errors.push({ field: names(line.key).capacity, message: saysBoth(line, theirs) })
      values[names(line.key).opened] = asText(theirs)
    } else if (isLeft(values, line.key)) Object.assign(values, valuesOf(line.key, stands(line)))
  }
  return { ...answers, values, errors }
}
