import type { Report } from '../platform/sheet-report.ts'
import type { Person, PostHeld } from './check-people.ts'
import { RowFaults } from './faults.ts'
import { type Span, type Spell, spansOverlap } from './places.ts'

type Row = { row: number }

const samePlace = (a: PostHeld, b: PostHeld) =>
  a.organisation === b.organisation && sameSchool(a.spell, b.spell)

/** A school that left and came back is the same place; its posts are told apart by their dates. */
const sameSchool = (a: Spell | null, b: Spell | null) =>
  a === b || (a !== null && b !== null && a.urns.some(({ urn }) => b.urns.some((bore) => bore.urn === urn)))

const samePost = (a: PostHeld, b: PostHeld) => a.person === b.person && a.post === b.post && samePlace(a, b)

/**
 * Which recorded post each row tells of: the same post of the same person at the same place that began on
 * the same day, else the one whose days overlap, which the row then corrects. What overlaps and is not
 * the same is a fault: nobody holds one post twice at once.
 */
export function matchPosts(
  told: Map<PostHeld, Row>,
  recorded: PostHeld[],
  sheet: { file: string },
  report: Report,
) {
  const recordedOf = byPerson(recorded)
  const posts = [...byPerson(told.keys())].flatMap(([person, rows]) => {
    const distinct = withoutRepeats(rows, told, sheet, report)
    match(distinct, recordedOf.get(person) ?? [], (post, other) =>
      new RowFaults(report, sheet, told.get(post) ?? { row: 0 }).say(
        'from',
        post.from,
        `These dates overlap the same post recorded ${inWordsOf(other)}`,
        'Correct the dates here, or those recorded',
      ),
    )
    return distinct
  })
  return { posts, held: heldBy(recordedOf, posts) }
}

const inWordsOf = ({ from, to }: Span) => `from ${from ?? 'an unknown day'} ${to ? `to ${to}` : 'on'}`

function byPerson(posts: Iterable<PostHeld>): Map<Person, PostHeld[]> {
  const all = new Map<Person, PostHeld[]>()
  for (const post of posts) {
    const list = all.get(post.person)
    if (list) list.push(post)
    else all.set(post.person, [post])
  }
  return all
}

/** One person's rows, without any that only repeats another; those that overlap another are faults. */
function withoutRepeats(
  rows: PostHeld[],
  told: Map<PostHeld, Row>,
  sheet: { file: string },
  report: Report,
): PostHeld[] {
  if (rows.length > MOST_POSTS) return tooMany(rows, told, sheet, report)
  return rows.filter((post, i) => {
    const other = rows.slice(0, i).find((earlier) => samePost(earlier, post) && spansOverlap(earlier, post))
    if (!other) return true
    const faults = new RowFaults(report, sheet, told.get(post) ?? { row: 0 })
    const row = told.get(other)?.row
    if (other.from === post.from && other.to === post.to) faults.remark(`it repeats row ${row}`)
    else
      faults.say(
        'from',
        post.from,
        `This post overlaps the same post in row ${row}`,
        'End the one before the other begins',
      )
    return false
  })
}

/** Far more than anybody has held; each is compared with every other. */
const MOST_POSTS = 200

function tooMany(
  rows: PostHeld[],
  told: Map<PostHeld, Row>,
  sheet: { file: string },
  report: Report,
): PostHeld[] {
  const post = rows[MOST_POSTS]
  const faults = new RowFaults(report, sheet, (post && told.get(post)) ?? { row: 0 })
  faults.say(
    'ref',
    post?.person.ref ?? '',
    `This ref has more than ${MOST_POSTS} rows`,
    'Give each person a ref of their own',
  )
  return []
}

function match(rows: PostHeld[], recorded: PostHeld[], overlaps: (post: PostHeld, other: PostHeld) => void) {
  const left = new Set(recorded)
  const take = (post: PostHeld, other: PostHeld | undefined) => {
    if (!other) return
    left.delete(other)
    post.id = other.id
    post.spell = other.spell
  }
  for (const post of rows)
    take(
      post,
      [...left].find((other) => samePost(other, post) && other.from === post.from),
    )
  for (const post of rows)
    if (post.id === null)
      take(
        post,
        [...left].find((other) => samePost(other, post) && spansOverlap(other, post)),
      )
  for (const post of rows) {
    const other = [...left].find((other) => samePost(other, post) && spansOverlap(other, post))
    if (other) overlaps(post, other)
  }
}

function heldBy(recorded: Map<Person, PostHeld[]>, told: PostHeld[]): Map<Person, PostHeld[]> {
  const corrected = new Set(told.map(({ id }) => id))
  const held = new Map(
    [...recorded].map(([person, posts]) => [person, posts.filter(({ id }) => !corrected.has(id))]),
  )
  for (const [person, posts] of byPerson(told)) held.set(person, [...(held.get(person) ?? []), ...posts])
  return held
}

/** Where somebody worked within these days, if that is one membership only. */
export function workplace(posts: PostHeld[] | undefined, span: Span): Spell | null {
  const spells = new Set(
    (posts ?? []).flatMap((post) => (post.spell && spansOverlap(post, span) ? post.spell : [])),
  )
  const [only] = spells
  return spells.size === 1 && only ? only : null
}
