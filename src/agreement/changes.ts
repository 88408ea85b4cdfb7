import { diffWordsWithSpace } from 'diff'
import type { Piece } from '../platform/parts.tsx'
import type { Clause } from './rules.ts'

/** A clause with the promise it restates, by which it is known again in another version. */
export type ClauseSaid = Clause & { promiseId: number }
/** All that a version says. */
export type Said = { title: string; opening: string; clauses: ClauseSaid[] }

export const changeKinds = {
  added: 'New',
  removed: 'Removed',
  reworded: 'Reworded',
  renumbered: 'New number',
  'changed part': 'In another part',
  moved: 'Moved',
} as const
export type ChangeKind = keyof typeof changeKinds

/** How one promise differs between two versions; `was` is null for a new one, `now` for one that is gone. */
export type Change = { was: ClauseSaid | null; now: ClauseSaid | null; kinds: ChangeKind[] }
type Reworded = { was: string; now: string }
export type Changes = { title: Reworded | null; opening: Reworded | null; clauses: Change[] }

/**
 * What differs between two versions, clause by clause in the order of the newer; clauses that say the same under
 * the same number in the same place are left out. Of clauses that changed places the fewest possible count as moved.
 */
export function changesBetween(was: Said, now: Said): Changes {
  const before = new Map(was.clauses.map((clause) => [clause.promiseId, clause]))
  const still = inOrder(was.clauses, now.clauses)
  const kept = now.clauses.map((clause): Change => {
    const former = before.get(clause.promiseId) ?? null
    return { was: former, now: clause, kinds: kindsOf(former, clause, !still.has(clause.promiseId)) }
  })
  return {
    title: reworded(was.title, now.title),
    opening: reworded(was.opening, now.opening),
    clauses: withRemoved(was.clauses, kept).filter(({ kinds }) => kinds.length > 0),
  }
}

export const isUnchanged = ({ title, opening, clauses }: Changes) =>
  title === null && opening === null && clauses.length === 0

const reworded = (was: string, now: string): Reworded | null => (was === now ? null : { was, now })

function kindsOf(was: ClauseSaid | null, now: ClauseSaid, moved: boolean): ChangeKind[] {
  if (!was) return ['added']
  const kinds: ChangeKind[] = []
  if (was.words !== now.words) kinds.push('reworded')
  if (was.number !== now.number) kinds.push('renumbered')
  if (was.part !== now.part) kinds.push('changed part')
  if (moved) kinds.push('moved')
  return kinds
}

/** A removed clause stands after the one it used to follow, so that it is met where it is missed. */
function withRemoved(was: ClauseSaid[], kept: Change[]): Change[] {
  const here = new Set(kept.map(({ now }) => now?.promiseId))
  const after = new Map<number | undefined, Change[]>()
  let last: number | undefined
  for (const clause of was) {
    if (here.has(clause.promiseId)) last = clause.promiseId
    else after.set(last, [...(after.get(last) ?? []), { was: clause, now: null, kinds: ['removed'] }])
  }
  const following = (id: number | undefined) => after.get(id) ?? []
  return [...following(undefined), ...kept.flatMap((one) => [one, ...following(one.now?.promiseId)])]
}

/** The promises of the longest run that stands in the same order in both; every other clause was moved. */
function inOrder(was: ClauseSaid[], now: ClauseSaid[]): Set<number> {
  const place = new Map(was.map(({ promiseId }, i) => [promiseId, i]))
  const run = now.filter(({ promiseId }) => place.has(promiseId)).map(({ promiseId }) => promiseId)
  const at = (id: number | undefined) => place.get(id ?? -1) ?? -1
  const ends: number[] = []
  const before = new Map<number, number | undefined>()
  for (const id of run) {
    const length = ends.findIndex((end) => at(end) > at(id))
    const taken = length === -1 ? ends.length : length
    before.set(id, ends[taken - 1])
    ends[taken] = id
  }
  const longest = new Set<number>()
  for (let id = ends.at(-1); id !== undefined; id = before.get(id)) longest.add(id)
  return longest
}

/** Beyond this two texts have so little in common that marks would only confuse. */
const MOST_EDITS = 2_000

/** Of a text with less left than this the old and the new are easier to read one after the other. */
const LEAST_KEPT = 0.6

/** A reworded text: word by word what stayed, what is gone, what is new; or the whole of both where little stayed. */
export function piecesOf({ was, now }: Reworded): Piece[] {
  const found = diffWordsWithSpace(was, now, { maxEditLength: MOST_EDITS })
  const kept = found?.reduce(
    (sum, { value, added, removed }) => sum + (added || removed ? 0 : value.length),
    0,
  )
  const whole = [
    { value: was, removed: true, added: false },
    { value: now, removed: false, added: true },
  ]
  const marked = found && (kept ?? 0) >= LEAST_KEPT * Math.min(was.length, now.length)
  return (marked ? found : whole)
    .filter(({ value }) => value !== '')
    .map(({ value, added, removed }) => ({
      text: value,
      is: added ? 'added' : removed ? 'removed' : 'same',
    }))
}

/** “2 clauses differ”, to be said of two versions. */
export const countInWords = ({ clauses: { length } }: Pick<Changes, 'clauses'>) =>
  length === 0 ? 'No clause differs' : length === 1 ? '1 clause differs' : `${length} clauses differ`

/** A change in one sentence, for those who read or hear it before its words. */
export function changeInWords({ was, now, kinds }: Change): string {
  if (!was) return `Clause ${now?.number} is new.`
  if (!now) return `Clause ${was.number} is removed.`
  const deeds = [
    kinds.includes('renumbered') && `is now clause ${now.number}`,
    kinds.includes('reworded') && 'is reworded',
    kinds.includes('changed part') &&
      (now.part ? `now stands under “${now.part}”` : 'now stands under no heading'),
    kinds.includes('moved') && 'stands in another place',
  ].filter((deed) => deed !== false)
  return `Clause ${was.number} ${deeds.join(', and ')}.`
}
