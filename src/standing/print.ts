import { partsOf } from '../agreement/rules.ts'
import { inWords, yearName } from '../platform/day.ts'
import type { Block, Document } from '../platform/pdf.ts'
import { pictureText } from './picture-file.tsx'
import type { Stand } from './queries.ts'
import { lookOf, looks, type Shown, shownAs, stepsOf, summaryOf } from './rules.ts'
import type { SchoolShown } from './school-page.tsx'

/** How a school stands as a document to print: its picture, what to do next, and every clause with its reason. */
export function printedStanding(shown: SchoolShown, alliance: string): Document {
  const { member, stands, asked, version } = shown
  const when = asked.ended ? `The year ${yearName(asked.year)}` : `As at ${inWords(asked.on)}`
  return {
    title: `How ${member.name} stands`,
    subtitle: `${when}, by version ${version?.number} of the agreement`,
    author: alliance,
    date: asked.on,
    sections: [
      { kind: 'paragraph', text: [{ text: summaryOf(stands), bold: true }] },
      picture(shown),
      { kind: 'heading', level: 1, text: asked.ended ? 'What was not kept' : 'Do this next' },
      next(stands),
      ...partsOf(stands.map((stand) => ({ ...stand.clause, stand }))).flatMap(({ part, clauses }) => [
        { kind: 'heading' as const, level: 1 as const, text: part || 'Clauses' },
        clausesTable(
          part || 'Clauses',
          clauses.map(({ stand }) => stand),
        ),
      ]),
      { kind: 'note', text: 'For the head, deputy and chair of the school and the alliance office.' },
    ],
  }
}

function next(stands: Stand[]): Block {
  const steps = stepsOf(stands)
  if (steps.length === 0)
    return { kind: 'paragraph', text: 'Nothing is at risk, and nothing has been left undone.' }
  return { kind: 'list', items: steps.map(({ says, why }) => [{ text: `${says}. `, bold: true }, why]) }
}

const picture = ({ stands, member }: SchoolShown): Block => ({
  kind: 'chart',
  title: `The ${stands.length} clauses`,
  svg: pictureText(stands),
  wide: true,
  alt: `${member.shortName}: ${summaryOf(stands)}`,
  table: countsTable(stands),
})

function countsTable(stands: Stand[]): Extract<Block, { kind: 'chart' }>['table'] {
  const shown = (Object.keys(looks) as Shown[]).filter((one) =>
    stands.some((stand) => shownAs(stand) === one),
  )
  return {
    caption: 'How many clauses of each part stand where',
    columns: [
      { header: 'Part', wide: true },
      ...shown.map((one) => ({ header: looks[one].says, align: 'end' as const })),
    ],
    rows: partsOf(stands.map((stand) => ({ ...stand.clause, stand }))).map(({ part, clauses }) => [
      part || 'Clauses',
      ...shown.map((one) => String(clauses.filter(({ stand }) => shownAs(stand) === one).length)),
    ]),
  }
}

const clausesTable = (part: string, stands: Stand[]): Block => ({
  kind: 'table',
  caption: `${part}: each clause, how it stands and why`,
  columns: [
    { header: 'No.', align: 'end' },
    { header: 'Clause', wide: true },
    { header: 'Stands' },
    { header: 'Why', wide: true },
  ],
  rows: stands.map((stand) => [stand.clause.number, stand.clause.words, lookOf(stand).says, stand.because]),
})
