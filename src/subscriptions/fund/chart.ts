import type { Comparison } from '../../platform/chart/chart.ts'
import { inPounds } from '../../platform/money.ts'
import type { FundReport } from './report.ts'

/** What was spent on each purpose, this year beside the last. */
export const spendingChart = ({ spending, name, nameBefore }: FundReport): Comparison => ({
  kind: 'bars',
  id: 'spending',
  title: 'Spending by purpose',
  empty: 'Nothing was spent in either year.',
  unit: inPounds,
  labels: 'Purpose',
  series: [name, nameBefore],
  rows: spending.map(({ says, now, before }) => ({ label: says, values: [now, before] })),
})
