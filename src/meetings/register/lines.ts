import { type Post, posts } from '../../people/tables.ts'
import type { RowOptions } from '../../platform/form.ts'
import { capacities } from '../tables.ts'
import type { AttendanceRow, PostThere } from './queries.ts'
import type { Said } from './rules.ts'

/** One line of a register: a school or a guest, and what stands there now, if anything does. */
export type Line = {
  /** `m12` is the first line of membership 12, `a7` what attendance 7 says, `guest` one to be added. */
  key: string
  title: string
  membershipId: number | null
  attendance: AttendanceRow | null
  people: RowOptions
}

export type School = { id: number; shortName: string }

export const stands = ({ attendance }: Pick<Line, 'attendance'>): Said => ({
  capacity: attendance?.capacity ?? null,
  personId: attendance?.personId ?? null,
})

/** A line that was on the register when its page was opened and has been taken off since. */
type Gone = { rowId: number; school: string | null; membershipId: number | null }

type Given = { schools: School[]; register: AttendanceRow[]; there: PostThere[]; gone: Gone[] }

/** The lines of a register: every member of the day, whoever else is on it or was, and one for a guest. */
export function linesOf({ schools, register, there, gone }: Given): Line[] {
  const line = (
    key: string,
    title: string,
    membershipId: number | null,
    attendance: AttendanceRow | null,
  ) => ({
    ...{ key, title, membershipId, attendance },
    people: peopleOf(
      there.filter((held) => held.membershipId === membershipId),
      attendance,
    ),
  })
  const also = (school: string | null) => (school === null ? 'Guest' : `${school}, also`)
  const firsts = new Map(register.toReversed().map((row) => [row.membershipId, row]))
  const first = schools.map(({ id, shortName }) => line(`m${id}`, shortName, id, firsts.get(id) ?? null))
  const shown = new Set(first.map(({ attendance }) => attendance?.id))
  const others = register.filter(({ id }) => !shown.has(id))
  return [
    ...first,
    ...others.map((row) => line(`a${row.id}`, also(row.school), row.membershipId, row)),
    ...gone.map(({ rowId, school, membershipId }) => line(`a${rowId}`, also(school), membershipId, null)),
    line('guest', 'Add a guest', null, null),
  ]
}

const rank = (post: Post) => Object.keys(posts).indexOf(post)

/** Who worked there that day, leaders first, and whoever already stands on this line. */
function peopleOf(there: PostThere[], attendance: AttendanceRow | null): RowOptions {
  const named = new Map<number, string>()
  for (const { personId, name, post, membershipId, place } of [...there].sort(
    (a, b) => rank(a.post) - rank(b.post),
  ))
    if (!named.has(personId))
      named.set(personId, `${name}, ${membershipId === null ? place : posts[post].toLowerCase()}`)
  if (attendance?.personId && !named.has(attendance.personId))
    named.set(attendance.personId, attendance.person ?? '')
  return [...named]
}

/** What a line’s questions are called on the form. */
export const names = (key: string) => ({
  capacity: `capacity-${key}`,
  person: `person-${key}`,
  opened: `opened-${key}`,
})

/** The lines that a form in hand was opened with. */
export const keysIn = (data: FormData) =>
  [...data.keys()].flatMap((name) => /^opened-([am]\d{1,15})$/.exec(name)?.[1] ?? [])

/** Whether a line was sent as it had been opened. */
export const isLeft = (values: Record<string, string>, key: string) => {
  const { capacity, person, opened } = names(key)
  const typed = values[capacity] || values[person] ? `${values[capacity]}:${values[person]}` : ''
  return typed === values[opened]
}

/** “Ashmere was recorded as deputy, Dev Deputy, while you were typing. …” */
export function saysBoth({ title, people }: Line, { capacity, personId }: Said): string {
  const who = people.find(([id]) => id === personId)?.[1].replace(/, .*/, '')
  const theirs =
    capacity === null
      ? 'was taken off the register'
      : `was recorded as ${[capacities[capacity].toLowerCase(), who].filter(Boolean).join(', ')},`
  return `${title} ${theirs} while you were typing. Save again to use your answer instead`
}
