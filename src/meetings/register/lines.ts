import { type Post, posts } from '../../people/tables.ts'
import type { RowOptions } from '../../platform/form.ts'
import { type Capacity, capacities } from '../tables.ts'
import type { AttendanceRow, PostThere } from './queries.ts'
import { asText, type Said } from './rules.ts'

/** One line of a register: a school or a guest, and what stands there now, if anything does. */
export type Line = {
  /** `m12` is the first line of membership 12, `a7` what attendance 7 says, `guest` one to be added. */
  key: string
  title: string
  membershipId: number | null
  attendance: AttendanceRow | null
  people: RowOptions
  /** What is known of it beforehand or since: whom the head named, why somebody only observes. */
  says: string | null
}

export type School = { id: number; shortName: string }

export const stands = ({ attendance }: Pick<Line, 'attendance'>): Said => ({
  capacity: attendance?.capacity ?? null,
  personId: attendance?.personId ?? null,
  arrived: attendance?.arrived ?? null,
  departed: attendance?.departed ?? null,
})

/** A line that was on the register when its page was opened and has been taken off since. */
type Gone = { rowId: number; school: string | null; membershipId: number | null }

type Given = {
  schools: School[]
  register: AttendanceRow[]
  there: PostThere[]
  gone: Gone[]
  /** What is known of each school before it came, such as whom its head named. */
  known?: Map<number, string>
}

/** The lines of a register: every member of the day, whoever else is on it or was, and one for a guest. */
export function linesOf({ schools, register, there, gone, known }: Given): Line[] {
  const line = (
    key: string,
    title: string,
    membershipId: number | null,
    attendance: AttendanceRow | null,
  ) => ({
    ...{ key, title, membershipId, attendance },
    says: attendance?.why ?? (attendance ? null : (known?.get(membershipId ?? 0) ?? null)),
    people: peopleOf(
      there.filter((held) => held.membershipId === membershipId),
      attendance,
    ),
  })
  const also = (school: string | null) => (school === null ? 'Guest' : `${school}, also`)
  const titleOf = ({ school, personId, person }: AttendanceRow) =>
    personId === null && person !== null ? `${also(school)}: ${person}` : also(school)
  const firsts = new Map(register.toReversed().map((row) => [row.membershipId, row]))
  const first = schools.map(({ id, shortName }) => line(`m${id}`, shortName, id, firsts.get(id) ?? null))
  const shown = new Set(first.map(({ attendance }) => attendance?.id))
  const others = register.filter(({ id }) => !shown.has(id))
  return [
    ...first,
    ...others.map((row) => line(`a${row.id}`, titleOf(row), row.membershipId, row)),
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
  arrived: `arrived-${key}`,
  departed: `departed-${key}`,
  opened: `opened-${key}`,
})

/** The lines that a form in hand was opened with. */
export const keysIn = (data: FormData) =>
  [...data.keys()].flatMap((name) => /^opened-([am]\d{1,15})$/.exec(name)?.[1] ?? [])

/** Whether a line was sent as it had been opened. */
export const isLeft = (values: Record<string, string>, key: string) => {
  const { capacity, person, arrived, departed, opened } = names(key)
  const asked = [capacity, person, arrived, departed].map((name) => values[name] ?? '')
  const typed = {
    ...{ capacity: (asked[0] || null) as Capacity | null, personId: Number(asked[1]) || null },
    ...{ arrived: asked[2] || null, departed: asked[3] || null },
  }
  return asText(typed) === values[opened] && (typed.capacity !== null || asked.join('') === '')
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

type Named = { membershipId: number; person: string }
type RepliedTo = { personId: number; name: string; reply: keyof typeof answers }

const answers = { ACCEPTED: 'comes', TENTATIVE: 'may come', DECLINED: 'does not come' } as const

/** What is known of each school before it comes: what its people answered, and whom its head named. */
export function knownBefore(named: Named[], replies: RepliedTo[], there: PostThere[]): Map<number, string> {
  const said = new Map<number, string[]>()
  const say = (membershipId: number, words: string) =>
    said.set(membershipId, [...new Set([...(said.get(membershipId) ?? []), words])])
  for (const { personId, name, reply } of replies)
    for (const held of there)
      if (held.personId === personId && held.membershipId !== null)
        say(held.membershipId, `${name} ${answers[reply]}`)
  for (const { membershipId, person } of named) say(membershipId, `${person} stands in`)
  return new Map([...said].map(([membershipId, words]) => [membershipId, `${words.join('; ')}.`]))
}
