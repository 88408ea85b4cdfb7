import { groupsSeen, maySeeGroups } from '../../groups/rules.ts'
import { membersOn } from '../../members/queries.ts'
import { personOptions } from '../../people/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { inWords } from '../../platform/day.ts'
import type { Answers } from '../../platform/form.ts'
import { permit } from '../../platform/refusal.ts'
import { csvText } from '../../platform/sheet.ts'
import { csvRows } from '../../platform/table.tsx'
import { type Asked, file, fillIn, idOf, press, rooms, sentBy } from '../../platform/web.tsx'
import { type MeetingRow, meeting } from '../queries.ts'
import { mayKeepMeeting } from '../rules.ts'
import { addToRegister, BothChanged, keepRegister, restoreAttendance } from './actions.ts'
import { isLeft, keysIn, type Line, linesOf, names, saysBoth, stands } from './lines.ts'
import {
  keptOf,
  register as listing,
  OneMorePage,
  oneMoreForm,
  opened,
  RegisterFormPage,
  registerForm,
  valuesOf,
} from './pages.tsx'
import { namesRead, postsOn, registerChanges, registerOf, schoolsNamed } from './queries.ts'
import { asText } from './rules.ts'

export const register = rooms()

async function toKeep(c: Asked): Promise<MeetingRow> {
  const { by } = c.var
  const found = await meeting(by.db, idOf(c), groupsSeen(by.who))
  permit(mayKeepMeeting(by.who, found.groups))
  return found
}

register.on(['get', 'post'], '/:id/register', async (c) => {
  const found = await toKeep(c)
  const keys = c.req.method === 'POST' ? keysIn(await sentBy(c)) : []
  const lines = await linesNow(c.var.by, found, keys)
  const form = registerForm(lines)
  const about = { id: found.id, title: found.title, when: inWords(found.heldOn) }
  return fillIn(c, form, {
    current: async () => opened(form, lines),
    meanwhile: (error, answers) =>
      error instanceof BothChanged ? shownBoth(answers, lines, error) : undefined,
    page: (answers) => <RegisterFormPage {...{ form, lines, answers }} meeting={about} />,
    save: async (filled, by) => {
      await keepRegister(by, found.id, keptOf(filled, lines))
      return `/meetings/${found.id}?did=saved`
    },
  })
})

/** The lines as they stand now, and those that the form in hand was opened with. */
async function linesNow({ db }: Actor, { id, heldOn }: MeetingRow, keys: string[]): Promise<Line[]> {
  const [register, there, members, changes] = await Promise.all([
    registerOf(db, id, 'all'),
    postsOn(db, heldOn),
    membersOn(db, heldOn),
    registerChanges(db, id),
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
  const lines = { schools: [...members, ...guests], register, there }
  const known = new Set(linesOf({ ...lines, gone: [] }).map(({ key }) => key))
  const gone = [...register.map((row) => ({ ...row, rowId: row.id })), ...changes].filter(
    ({ rowId }, i, all) =>
      ofRows?.includes(rowId) && !known.has(`a${rowId}`) && all.findIndex((row) => row.rowId === rowId) === i,
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

register.on(['get', 'post'], '/:id/register/add', async (c) => {
  const { by } = c.var
  const found = await toKeep(c)
  const members = await membersOn(by.db, found.heldOn)
  const form = oneMoreForm(
    await personOptions(by.db),
    members.map(({ id, name }) => [id, name]),
  )
  const up = { href: `/meetings/${found.id}`, says: found.title }
  return fillIn(c, form, {
    page: (answers) => <OneMorePage {...{ form, answers, up }} />,
    save: async (more, by) => {
      await addToRegister(by, found.id, more)
      return `/meetings/${found.id}?did=added`
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
  const read = namesRead(by.who, mayKeepMeeting(by.who, found.groups))
  const { columns, rows } = csvRows(listing, await registerOf(by.db, found.id, read))
  return file(
    c,
    csvText(columns, rows),
    `register-${found.heldOn}-${found.id}.csv`,
    'text/csv; charset=utf-8',
  )
})
