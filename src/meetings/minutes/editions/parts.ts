import type { Day } from '../../../platform/day.ts'
import type { ItemKind } from '../../agenda/tables.ts'
import type { Capacity } from '../../tables.ts'

export type Front = {
  meeting: { id: number; title: string; groups: string[] }
  heldOn: Day
  starts: string | null
  ends: string | null
  place: string | null
  chair: string | null
  clerk: string | null
  /** How many schools were represented, and whether that was a quorum, in words. */
  turnout: string
  quorum: string | null
  approved: { on: Day; at: string; amendments: string | null } | null
}
export type Came = {
  school: string | null
  capacity: Capacity
  arrived: string | null
  departed: string | null
}
export type Named = { school: string | null; capacity: Capacity; name: string | null; why: string | null }
export type Titled = { id: number; title: string; kind: ItemKind; papers: string[] }
export type Decided = {
  number: string
  words: string
  means: string | null
  pence: number | null
  takesEffectOn: Day | null
  /** By what vote it was taken, in words. Not there where it was taken by none. */
  vote?: string
}
/** What a school said of its own vote for a decision, in a statement or as its reason. */
export type StatedOf = { decision: string; school: string; how: string; words: string }
export type Undertaken = { id: number; words: string; post: string; due: string | null }
export type Owner = { action: number; name: string }
/** What became of one representative’s report at this meeting, in a sentence, and what they said if they did. */
export type Reported = {
  group: string
  met: Day
  school: string | null
  stands: string
  words: string | null
}
/** Whose report it was, by its place in the list. */
export type Reporter = { report: number; name: string }
export type Interest = { name: string; school: string | null; words: string; leftRoom: boolean }

/** What is said of one item, each kind of it in a part of its own, or all of it in one where it is confidential. */
export type OfItem = {
  item: Titled
  feedback: Reported[]
  reporters: Reporter[]
  minute: string[]
  decisions: Decided[]
  /** Not there where no school said anything, as in minutes that were frozen before there were votes. */
  statements?: StatedOf[]
  actions: Undertaken[]
  owners: Owner[]
  interests: Interest[]
}

/** What one part says. `number` is the item’s on its agenda. */
export type Said =
  | ({ kind: 'front' } & Front)
  | { kind: 'attendance'; lines: Came[] }
  | { kind: 'names'; lines: Named[] }
  | {
      [Kind in keyof OfItem]-?: { kind: Kind; number: number; says: NonNullable<OfItem[Kind]> }
    }[keyof OfItem]
  | { kind: 'part b'; number: number; says: OfItem }

export type Part = { itemId: number | null; said: Said }

const ofItem = [
  ...(['item', 'feedback', 'reporters', 'minute'] as const),
  ...(['decisions', 'statements', 'actions', 'owners', 'interests'] as const),
]

type ItemToPart = { itemId: number; number: number; partB: boolean; says: OfItem }

/** Minutes in parts, in the order in which they are read. What is empty is no part, but a title always is one. */
export function partsOf(front: Front, lines: (Came & Named)[], items: ItemToPart[]): Part[] {
  const came = lines.map(({ school, capacity, arrived, departed }) => ({
    school,
    capacity,
    arrived,
    departed,
  }))
  const named = lines.map(({ school, capacity, name, why }) => ({ school, capacity, name, why }))
  return [
    { itemId: null, said: { kind: 'front', ...front } },
    { itemId: null, said: { kind: 'attendance', lines: came } },
    { itemId: null, said: { kind: 'names', lines: named } },
    ...items.flatMap(partsOfItem),
  ]
}

function partsOfItem({ itemId, number, partB, says }: ItemToPart): Part[] {
  if (partB) return [{ itemId, said: { kind: 'part b', number, says } }]
  return ofItem
    .filter((kind) => kind === 'item' || ((says[kind] ?? []) as unknown[]).length > 0)
    .map((kind) => ({ itemId, said: { kind, number, says: says[kind] } as Said }))
}

export type ToldItem = Partial<OfItem> & { number: number; partB: boolean }
/** Minutes as somebody reads them: what they are not given is not there. */
export type Told = {
  front: Front | null
  attendance: Came[] | null
  names: Named[] | null
  items: ToldItem[]
}

export function told(parts: Said[]): Told {
  const items = new Map<number, ToldItem>()
  const found: Told = { front: null, attendance: null, names: null, items: [] }
  for (const part of parts) {
    if (part.kind === 'front') found.front = part
    else if (part.kind === 'attendance') found.attendance = part.lines
    else if (part.kind === 'names') found.names = part.lines
    else if (part.kind === 'part b')
      items.set(part.number, { ...part.says, number: part.number, partB: true })
    else items.set(part.number, { ...(items.get(part.number) ?? blank(part.number)), [part.kind]: part.says })
  }
  return { ...found, items: [...items.values()].sort((a, b) => a.number - b.number) }
}

const blank = (number: number): ToldItem => ({ number, partB: false })
