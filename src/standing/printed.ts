import { clauseKinds } from '../agreement/tables.ts'
import { type TermName, termInWords, termKinds } from '../agreement/terms/rules.ts'
import { askedByShipped, shippedNumbers } from './asked.ts'
import { commitments } from './register.ts'
import { type ShippedClause, shipped } from './shipped.ts'

const opening = `# The 48 clauses, and how each is held

Printed by \`npm run clauses\` from \`src/standing/shipped.ts\` and the commitments of every capability; a test fails
when this page says anything else. An alliance may bind its clauses otherwise, and agree other numbers, without code.

- **Kept by the system**: it happens here, so it is seen to be kept as it happens.
- **Measured**: worked out from what was recorded.
- **Declared**: the head says so for the year.
- **People only**: kept between people. No record judges it, and nobody is scored.

How a school stands on a clause, with its reason and evidence, is seen by its own head, deputies and chair and by the
alliance office. Everybody else who leads or advises sees only how many schools stand where. Who may open a record
that serves as evidence is decided where that record is kept.`

/** Where others see more, or less, than that. */
const otherwiseSeen: Partial<Record<ShippedClause, string>> = {
  20: 'As above; and anybody sees in the public register which school signed which version',
}
const seenBy = (number: ShippedClause) =>
  otherwiseSeen[number] ??
  (shipped[number].kind === 'people' ? 'Nobody: there is nothing to see' : 'As above')

const inCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const agreed = (terms: readonly TermName[]) =>
  terms.map((name) => `${termKinds[name].says}: ${termInWords(name, termKinds[name].standard)}`).join('; ')

function rowOf(number: ShippedClause): string {
  const { commitment, kind } = shipped[number]
  const judged = commitment === null ? undefined : commitments[commitment]
  const cells = [
    number,
    askedByShipped[number].short,
    clauseKinds[kind],
    judged?.asks ?? 'Nothing',
    agreed(judged?.terms ?? []) || 'None',
    seenBy(number),
  ]
  return `| ${cells.map(inCell).join(' | ')} |`
}

/** `docs/clauses.md`, as the bindings and commitments have it now. */
export const clausesPrinted = (): string =>
  [
    opening,
    '',
    '| Clause | What it asks | How it is held | What is looked at | Numbers it leans on, until others are agreed | Who sees how a school stands |',
    '|---|---|---|---|---|---|',
    ...shippedNumbers.map(rowOf),
    '',
  ].join('\n')
