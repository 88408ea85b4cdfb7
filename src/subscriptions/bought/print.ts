import { inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import type { Block, Document } from '../../platform/pdf.ts'
import type { Cost } from './costs.ts'
import { type Part, partsOf } from './figures.ts'
import { isEmpty } from './rules.ts'
import { agreedInWords, NO_ESTIMATE, PACKAGES_NOTE, sumInWords, type Told, titleOf, whenOf } from './words.ts'

const heading = (text: string): Block => ({ kind: 'heading', level: 1, text })
const paragraph = (text: string): Block => ({ kind: 'paragraph', text })

/**
 * A sheet or two for a head to hand to governors. Whoever asks for it, it is the same and says what was agreed: what was
 * invoiced is for those who see the school’s money.
 */
export function printedBought(told: Told, alliance: string): Document {
  const { school, bought, today } = told
  return {
    title: titleOf(told),
    subtitle: `${school.name}. ${whenOf(told)}`,
    author: alliance,
    date: today,
    sections: [
      {
        kind: 'paragraph',
        text: [{ text: 'Subscription to the alliance: ', bold: true }, `${agreedInWords(told)}.`],
      },
      ...(isEmpty(bought)
        ? [paragraph('Nothing is recorded of the school in this time.')]
        : [...figures(partsOf(bought)), ...hubs(told), ...courses(told), ...costs(told)]),
      { kind: 'note', text: `Made from the alliance’s records as they stood on ${inWords(today)}.` },
    ],
  }
}

/** One table of all figures, and a line for each part of which nothing is recorded. */
function figures(parts: Part[]): Block[] {
  const none = parts.filter(({ figures }) => figures.length === 0).map((part) => part.none)
  return [
    heading('What the records say'),
    {
      kind: 'table',
      caption: 'What the school had and gave, and how each figure is counted',
      columns: [
        { header: 'What', wide: true },
        { header: 'How it is counted', wide: true },
      ],
      rows: parts.flatMap(({ figures }) =>
        figures.map(({ value, of, more, counted }) => [
          [{ text: value, bold: true }, ` ${of}${more ? `. ${more}` : ''}`],
          counted,
        ]),
      ),
    },
    ...(none.length === 0 ? [] : [paragraph(none.join(' '))]),
  ]
}

function hubs({ bought }: Told): Block[] {
  if (bought.hubs.length === 0) return []
  return [
    {
      kind: 'table',
      caption: 'Hub meetings, hub by hub',
      columns: [
        { header: 'Hub', wide: true },
        { header: 'Held', align: 'end' },
        { header: 'Somebody of the school was there', align: 'end' },
      ],
      rows: bought.hubs.map(({ name, held, attended }) => [name, String(held), String(attended)]),
    },
  ]
}

function courses({ bought }: Told): Block[] {
  const taken = bought.courses.filter(({ people }) => people > 0)
  if (taken.length === 0) return []
  return [
    {
      kind: 'table',
      caption: 'Places on courses, course by course',
      columns: [
        { header: 'Course', wide: true },
        { header: 'People', align: 'end' },
      ],
      rows: taken.map(({ title, people }) => [title, String(people)]),
    },
  ]
}

const costs = ({ costs }: Told): Block[] => [
  heading('What it would have cost'),
  { kind: 'paragraph', text: [{ text: sumInWords(costs), bold: true }] },
  ...(costs.costs.length === 0 ? [] : [costTable(costs.costs)]),
  { kind: 'note', text: `${NO_ESTIMATE} ${PACKAGES_NOTE}` },
]

const costTable = (rows: Cost[]): Block => ({
  kind: 'table',
  caption: 'What each would have cost, where a price is known',
  columns: [
    { header: 'What', wide: true },
    { header: 'How many', align: 'end' },
    { header: 'Price of one, and where it is from', wide: true },
    { header: 'Would have cost', align: 'end' },
  ],
  rows: rows.map(({ says, number, price, pence }) => [
    says,
    number,
    price ? `${inPounds(price.pence)}: ${price.source}` : 'No price is known',
    pence === null ? '' : inPounds(pence),
  ]),
})
