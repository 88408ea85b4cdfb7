import { firstDay, yearName, yearTyped } from '../platform/day.ts'
import { writeWhole } from '../platform/file.ts'
import { pdf } from '../platform/pdf.ts'
import { csvText } from '../platform/sheet.ts'
import { reviewOf } from '../review/compose.ts'
import { type Audience, asCsv, asJson, csvColumns, type Edition } from '../review/edition.ts'
import { printedReview } from '../review/print.ts'
import { withRecords } from './records.ts'
import { Faulty, inFolder, say, UsedWrongly } from './said.ts'

type Options = { pdf?: string; csv?: string; json?: boolean; edition: Audience }

/** The review of a year in the form that was asked for: figures to read, or a file. */
export async function review(typed: string, options: Options) {
  const year = yearTyped(typed)
  if (year === undefined) throw new UsedWrongly(`“${typed}” is not an academic year. Write it like 2017-18.`)
  await withRecords(async ({ by }) => {
    if (firstDay(year) > by.today) throw new Faulty(`${yearName(year)} has not begun.`)
    const { edition, changed } = await reviewOf(by.totals, year, { audience: options.edition })
    if (options.pdf) await keep(options.pdf, await pdf(printedReview(edition, by.today)))
    if (options.csv) await keep(options.csv, csvText(csvColumns, asCsv(edition)))
    if (options.json) say(JSON.stringify(asJson(edition), null, 2))
    if (!options.pdf && !options.csv && !options.json) tell(edition, changed.length)
  })
}

async function keep(given: string, content: string | Uint8Array) {
  const file = inFolder(given)
  async function* whole() {
    yield typeof content === 'string' ? content : Buffer.from(content)
  }
  await writeWhole(file, whole())
  say(`Written to ${file}`)
}

function tell({ alliance, year, frozen, figures }: Edition, changed: number) {
  say(`${alliance}, ${yearName(year)}: ${frozen ? `edition ${frozen.number}` : 'draft'}`, '')
  for (const { says, value, unit, hidden } of figures)
    say(`${(hidden ? 'hidden' : `${value ?? '–'}`).padStart(8)}  ${says}${unit ? ` (${unit})` : ''}`)
  if (changed > 0) say('', `${changed} records have changed since it was frozen.`)
}
