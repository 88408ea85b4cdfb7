import type { Day } from '../../platform/day.ts'
import type { Issued } from './queries.ts'

/** How what is asked for reaches the seller. */
export type Settled =
  /** The school pays it into the host's account. */
  | 'paid in'
  /** The host moves it between cost centres of its own ledger: the school pays nothing. */
  | 'recharged'
  /** A credit note: it is set against what the school owes or has paid. */
  | 'set off'

export const settledBy = ({ kind, payBy }: Pick<Issued, 'kind' | 'payBy'>): Settled =>
  kind === 'credit note' ? 'set off' : payBy === 'recharge' ? 'recharged' : 'paid in'

/** From the first to the last day that any line is for. */
export function periodOf(lines: readonly { fromOn: Day | null; toOn: Day | null }[]) {
  const days = lines.flatMap(({ fromOn, toOn }) => [fromOn, toOn]).filter((on) => on !== null)
  const [first, last] = [days.toSorted()[0], days.toSorted().at(-1)]
  return first && last ? { fromOn: first, toOn: last } : null
}

/** An address that was typed on several lines, on one. */
export const onOneLine = (address: string | null) =>
  address
    ?.split(/[\r\n]+/)
    .map((line) => line.trim().replace(/,$/, ''))
    .filter(Boolean)
    .join(', ') ?? null

/** A sort code as banks write it: `01-02-03`. */
export const inPairs = (sortCode: string) => sortCode.replace(/(\d{2})(?=\d)/g, '$1-')
