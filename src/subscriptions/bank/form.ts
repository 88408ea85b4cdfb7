import { form, optional, search, select, text } from '../../platform/form.ts'
import type { MappingFilled } from './mappings/actions.ts'
import type { LineFilter, StatementFilter } from './queries.ts'
import { lineStates } from './rules.ts'

export const uploadForm = form<Record<never, never>>({})
export const statementFilter = form<StatementFilter>({ words: optional(search('File')) })
export const lineFilter = form<LineFilter>({
  state: optional(select('State', lineStates, { ask: '' })),
  words: optional(search('Payer or words')),
})

/** Which column of such a file is what; the answers are its headings. */
export function mappingForm(headings: readonly string[]) {
  const columns = Object.fromEntries(headings.map((heading) => [heading, heading]))
  const column = (label: string, hint?: string) =>
    select(label, columns, { ask: `Choose the column of ${label.toLowerCase()}`, ...(hint ? { hint } : {}) })
  const none = { empty: 'No column' }
  const maybe = (label: string, hint?: string) =>
    optional(select(label, columns, { ask: '', ...none, ...(hint ? { hint } : {}) }))
  return form<MappingFilled>({
    dateColumn: column('Date'),
    amountColumn: maybe(
      'Amount',
      'Where one column holds what came in and what went out, with a minus or CR and DR',
    ),
    inColumn: maybe('Paid in', 'Where money in and money out have a column each'),
    outColumn: maybe('Paid out'),
    saysColumn: column('Words', 'What the payer wrote: the reference of an invoice is looked for here'),
    payerColumn: maybe('Payer', 'Who paid, where it has a column of its own'),
    balanceColumn: maybe('Balance', 'It is checked line by line, so that a missing line is found'),
    name: text('Name of this layout', {
      ask: 'Enter a name for this layout',
      hint: 'Like the bank’s name. The next file with the same headings is read at once',
      max: 80,
    }),
  })
}
