import type { AcademicYear, Day } from '../day.ts'

/** What is counted, `['school', 'schools']`, or how a value is written, `inPounds`. */
export type Unit = readonly [one: string, many: string] | ((value: number) => string)

interface Said {
  /** Unique on its page. */
  readonly id: string
  readonly title: string
  /** One sentence for whoever does not look at the picture; worked out from the numbers when left out. */
  readonly summary?: string
  /** What stands in the picture's place when there is nothing to draw. */
  readonly empty?: string
}

/** A value of each series under one label; null where none is recorded or may be shown. */
export interface Row {
  readonly label: string
  readonly values: readonly (number | null)[]
}

/**
 * Values side by side (`columns`, drawn as bars where their labels do not fit on a telephone; `bars`) or one
 * after another (`line`; `steps` for a state that holds until it changes). At most four series.
 */
export interface Comparison extends Said {
  readonly kind: 'columns' | 'bars' | 'line' | 'steps'
  readonly unit: Unit
  /** What the labels are: `Year`, `Programme`. */
  readonly labels: string
  readonly series: readonly string[]
  readonly rows: readonly Row[]
  /** How the table says null. */
  readonly missing?: string
}

/**
 * Parts of a whole, one after another in a bar for each label, with a line at what would be enough: how a vote was cast.
 * A single bar says its numbers beside the names of its parts. At most four series.
 */
export interface Stack extends Omit<Comparison, 'kind'> {
  readonly kind: 'stack'
  readonly whole: number
  readonly mark?: { readonly at: number; readonly label: string }
}

/** A dot for each value, with a line at the one that matters; dots beyond it are filled. */
export interface Strip extends Said {
  readonly kind: 'strip'
  readonly unit: Unit
  /** What is measured: `Reading age gained`. */
  readonly measure: string
  /** What each dot is: `['pupil', 'pupils']`. */
  readonly dots: readonly [one: string, many: string]
  readonly values: readonly number[]
  readonly mark?: { readonly at: number; readonly label: string }
}

/** How many events of each kind fell in each month of an academic year; those of other years are left out. */
export interface Calendar extends Said {
  readonly kind: 'calendar'
  readonly year: AcademicYear
  readonly events: readonly { readonly on: Day; readonly kind: string }[]
}

export type Chart = Comparison | Stack | Strip | Calendar

const SERIES_TOLD_APART = 4

/** @throws RangeError when the rows do not fit the series: a fault of ours, not of what people typed. */
export function assertEven({ title, series, rows }: Comparison | Stack) {
  if (series.length > SERIES_TOLD_APART) throw new RangeError(`“${title}” has more than four series`)
  const uneven = rows.find((row) => row.values.length !== series.length)
  if (uneven) throw new RangeError(`“${title}”: ${uneven.label} does not have a value for each series`)
}
