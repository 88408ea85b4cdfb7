import { printedChart } from '../platform/chart.tsx'
import { type Day, dayInLondon, momentInWords, yearName } from '../platform/day.ts'
import { markdownBlocks } from '../platform/markdown.tsx'
import type { Block, Document } from '../platform/pdf.ts'
import { audiencesChart, gainsChart, growthChart, monthsChart } from './charts.ts'
import type { Edition } from './edition.ts'
import { figureText, impactSentence, type SectionName, sections, told } from './narrative.ts'

/** The review as a document to print, from the same edition as its page. */
export function printedReview(edition: Edition, today: Day): Document {
  const { frozen } = edition
  const subtitle = frozen
    ? `Edition ${frozen.number}, frozen on ${momentInWords(frozen.frozenAt)}`
    : 'Draft, from the records as they stand'
  return {
    title: `${edition.alliance} in ${yearName(edition.year)}`,
    subtitle,
    author: edition.alliance,
    date: frozen ? dayInLondon(frozen.frozenAt) : today,
    contents: true,
    sections: [
      keyFigures(edition),
      ...(Object.keys(sections) as SectionName[]).flatMap((section) => sectionBlocks(edition, section)),
      ...definitions(edition),
      ...(frozen ? [{ kind: 'note' as const, text: `Digest of this edition: ${frozen.digest}` }] : []),
    ],
  }
}

function keyFigures({ figures }: Edition): Block {
  const wanted = ['members', 'support_days', 'hub_meetings', 'conferences']
  const found = wanted.flatMap((key) => figures.find((one) => one.key === key) ?? [])
  return { kind: 'figures', figures: found.map((one) => ({ figure: figureText(one), label: one.says })) }
}

function sectionBlocks(edition: Edition, section: SectionName): Block[] {
  const words = told(edition.narrative[section], edition.figures).map(
    (parts): Block => ({
      kind: 'paragraph',
      text: parts.map((part) => ('text' in part ? part.text : { text: figureText(part.figure), bold: true })),
    }),
  )
  return [{ kind: 'heading', level: 1, text: sections[section] }, ...words, ...beside(edition, section)]
}

function beside(edition: Edition, section: SectionName): Block[] {
  if (section === 'opening') return [printedChart(growthChart(edition)), printedChart(monthsChart(edition))]
  if (section === 'learning') return [programmesTable(edition), printedChart(audiencesChart(edition))]
  if (section === 'together')
    return listed(edition.schemes.map(({ name, everyone }) => (everyone ? `${name}, for all schools` : name)))
  if (section === 'resources') return resourceLists(edition)
  return section === 'impact' ? impact(edition) : []
}

const listed = (items: string[]): Block[] => (items.length > 0 ? [{ kind: 'list', items }] : [])

const resourceLists = ({ resources, packages }: Edition): Block[] => [
  ...listed(resources.map(({ title, kind }) => `${title} (${kind})`)),
  ...listed(
    packages.map(
      ({ title, partner, subsidised }) => `${title}, from ${partner}${subsidised ? ', subsidised' : ''}`,
    ),
  ),
]

function programmesTable({ programmes, figures }: Edition): Block {
  const of = (key: string, name: string) => {
    const found = figures.find((one) => one.key === `${key}:${name}`)
    return found?.hidden ? 'under 5' : found ? figureText(found) : ''
  }
  return {
    kind: 'table',
    caption: 'Programmes of the year',
    columns: [
      { header: 'Programme', wide: true },
      { header: 'For', wide: true },
      { header: 'Sessions', align: 'end' },
      { header: 'People', align: 'end' },
      { header: 'Schools', align: 'end' },
    ],
    rows: programmes.map(({ key, title, audience, everyMember }) => [
      title,
      everyMember ? 'All schools' : (audience ?? ''),
      of(key, 'sessions'),
      of(key, 'people'),
      of(key, 'schools'),
    ]),
  }
}

const impact = (edition: Edition): Block[] => [
  ...edition.gains.map((gains) => printedChart(gainsChart(gains, edition.year))),
  ...edition.caseStudies.flatMap(({ title, school, theoryOfAction, body }): Block[] => [
    { kind: 'heading', level: 2, text: school ? `${title}, ${school}` : title },
    ...(theoryOfAction ? [{ kind: 'paragraph' as const, text: [{ text: theoryOfAction, bold: true }] }] : []),
    ...markdownBlocks(body, (name) => impactSentence(name, edition.figures)),
  ]),
]

const definitions = ({ figures }: Edition): Block[] => [
  { kind: 'heading', level: 1, text: 'What each figure counts' },
  {
    kind: 'table',
    caption: 'Figures and their definitions',
    columns: [
      { header: 'Figure', wide: true },
      { header: 'Value', align: 'end' },
      { header: 'Records', align: 'end' },
      { header: 'What it counts', wide: true },
    ],
    rows: figures.map((one) => [
      one.says,
      one.hidden ? 'hidden' : figureText(one),
      String(one.rows),
      one.definition,
    ]),
  },
]
