import { inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import type { FundReport } from './report.ts'

/** What the year came to, in a sentence or two. */
export function summary({ now, span, today }: FundReport): string {
  const came =
    now.result === 0
      ? 'Income and spending were the same'
      : now.result > 0
        ? `Income was ${inPounds(now.result)} more than was spent and written off`
        : `${inPounds(-now.result)} more was spent and written off than came in`
  const asAt = span.to >= today ? `So far, to ${inWords(today)}. ` : ''
  return `${asAt}${came}: the reserve ${now.result >= 0 ? 'is' : 'is now'} ${inPounds(now.carriedForward)}.`
}

/** What the figures mean, for whoever has to answer for them. */
export const MEANING =
  'Income is counted when it is invoiced and spending when it is paid. All of it is added up from the books; nothing is typed in.'
