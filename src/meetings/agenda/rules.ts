import type { GroupKind } from '../../groups/tables.ts'
import type { Who } from '../../platform/who.ts'
import type { ItemKind } from './tables.ts'

/** Minutes after midnight that a time of day says. */
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

const A_DAY = 24 * 60
const timeOf = (minutes: number) =>
  `${String(Math.floor((minutes % A_DAY) / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

type Timed = { minutes: number | null }
type Hours = { starts: string | null; ends: string | null }

type Timings = {
  /** When each item begins, in their order; null where the meeting has no start. */
  at: (string | null)[]
  /** How long all of them take, in minutes. */
  total: number
  /** When the last of them is done. */
  ends: string | null
  /** Minutes beyond the end that the meeting has; fewer than none where time is left, null where it has no end. */
  over: number | null
}

/** The running clock of an agenda. An item whose length nobody said takes none. */
export function timings(items: Timed[], { starts, ends }: Hours): Timings {
  const begin = starts === null ? null : minutesOf(starts)
  let total = 0
  const at = items.map(({ minutes }) => {
    const now = begin === null ? null : timeOf(begin + total)
    total += minutes ?? 0
    return now
  })
  const last = begin === null ? null : begin + total
  return {
    at,
    total,
    ends: last === null ? null : timeOf(last),
    over: last === null || ends === null ? null : last - minutesOf(ends),
  }
}

const many = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`

/** “12 items, 95 minutes; ends 17:20, 5 minutes over”. */
export function timingsInWords({ at, total, ends, over }: Timings): string {
  const says = `${many(at.length, 'item')}, ${many(total, 'minute')}`
  if (ends === null) return says
  const beside =
    over === null
      ? ''
      : over > 0
        ? `, ${many(over, 'minute')} over`
        : over < 0
          ? `, ${many(-over, 'minute')} left`
          : ', on time'
  return `${says}; ends ${ends}${beside}`
}

type Laid = { kind: ItemKind; title: string; minutes: number }

const opening: Laid[] = [{ kind: 'welcome', title: 'Welcome and apologies', minutes: 5 }]
const interests: Laid[] = [{ kind: 'declarations', title: 'Declarations of interest', minutes: 2 }]
const since: Laid[] = [
  { kind: 'minutes', title: 'Minutes of the last meeting', minutes: 5 },
  { kind: 'matters arising', title: 'Matters arising', minutes: 10 },
  { kind: 'actions', title: 'Actions', minutes: 5 },
]
const closing: Laid[] = [
  { kind: 'other business', title: 'Any other business', minutes: 5 },
  { kind: 'dates', title: 'Dates of next meetings', minutes: 3 },
]
const report = (title: string, minutes: number): Laid => ({ kind: 'report', title, minutes })

/** The order in which each kind of group takes its business (what it decides is added to it). */
const standingOrders: Record<GroupKind, Laid[]> = {
  board: [
    ...[...opening, ...interests, ...since],
    { kind: 'feedback', title: 'Feedback from groups', minutes: 15 },
    report('Supporting School Improvement Group', 10),
    report('Finance', 5),
    report('In-year and fair access figures', 5),
    ...closing,
  ],
  ssig: [
    ...[...opening, ...interests, ...since],
    report('Requests for support', 20),
    report('Support under way', 20),
    ...closing,
  ],
  hub: [
    ...[...opening, ...since],
    report('News of the subject and its examinations', 15),
    report('Practice and resources to share', 30),
    ...closing,
  ],
  'hub leads': [...opening, ...since, report('Reports of the hubs', 40), ...closing],
  'working group': [...opening, ...interests, ...since, report('Progress', 30), ...closing],
  panel: [
    ...[...opening, ...interests, ...since],
    { kind: 'decision', title: 'Cases', minutes: 40 },
    ...closing,
  ],
  'outside body': [...opening, ...since, report('Reports', 30), ...closing],
}

/** A group’s standing order, without what the agenda holds already. */
export function standingOrder(kind: GroupKind, has: { kind: ItemKind; title: string }[]): Laid[] {
  const known = new Set(has.map((item) => `${item.kind}/${item.title}`))
  return standingOrders[kind].filter((item) => !known.has(`${item.kind}/${item.title}`))
}

/** Where a meeting of several groups takes its order from: the most formal of them. */
export function orderOf(groups: { kind: GroupKind }[]): GroupKind {
  const kinds = Object.keys(standingOrders) as GroupKind[]
  return kinds.find((kind) => groups.some((group) => group.kind === kind)) ?? 'board'
}

/** What an item is called where its title may not be read: in page titles, logs and addresses. */
export const plainTitle = ({ partB, title, number }: { partB: boolean; title: string; number: number }) =>
  partB ? `Item ${number} (Part B)` : title

/** Who may read the agenda: whoever keeps it, at any time; whoever sees its group, once it was sent. */
export const isAgendaOut = ({ agendaIssuedAt }: { agendaIssuedAt: Date | null }) => agendaIssuedAt !== null

/** Whose own this item is, as its proposer. */
export const isProposer = ({ personId }: Who, { proposedBy }: { proposedBy: number | null }) =>
  personId !== null && personId === proposedBy
