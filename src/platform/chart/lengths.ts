import { extent, max } from 'd3-array'
import type { Comparison } from './chart.ts'
import { valueWidth } from './marks.tsx'
import { inFigures } from './numbers.ts'

export const knownValues = ({ rows }: Comparison) =>
  rows.flatMap((row) => row.values.filter((value): value is number => value !== null))

/** Lengths can be compared only from zero, so zero is always in; all noughts still need some scale. */
export function fromZero(values: readonly number[]): [number, number] {
  const [low = 0, high = 0] = extent([0, ...values])
  return low === high ? [0, 1] : [low, high]
}

export const widest = (values: readonly number[], { unit }: Comparison) =>
  max(values, (value) => valueWidth(inFigures(value, unit))) ?? 0
