import { yearName } from '../platform/day.ts'
import type { Figure, YearFacts } from './rules.ts'

export const sections = {
  opening: 'The year',
  support: 'School-to-school support',
  meetings: 'Hubs and meetings',
  learning: 'Professional learning',
  together: 'Working together',
  resources: 'Resources and packages',
  impact: 'Case studies and impact',
} as const
export type SectionName = keyof typeof sections

/** A stretch of a sentence: words, or a figure set among them by name. */
export type Part = { text: string } | { figure: Figure }

const TOKEN = /\{\{\s*([\w:./ -]+?)\s*\}\}/g

/** Paragraphs of words and figures. A figure stands in the text by its name only, so it cannot go stale. */
export function told(text: string, figures: Figure[]): Part[][] {
  const byKey = new Map(figures.map((figure) => [figure.key, figure]))
  return text
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim())
    .map((paragraph) => partsOf(paragraph.trim(), byKey))
}

function partsOf(paragraph: string, byKey: Map<string, Figure>): Part[] {
  const pieces = paragraph.split(TOKEN)
  return pieces.flatMap((piece, i): Part[] => {
    if (i % 2 === 0) return piece ? [{ text: piece }] : []
    const figure = byKey.get(piece)
    return [figure ? { figure } : { text: `[no figure called ${piece}]` }]
  })
}

/** Names in the text that are no figure of this year. */
export function unknownFigures(text: string, figures: Figure[]): string[] {
  const known = new Set(figures.map(({ key }) => key))
  return [...text.matchAll(TOKEN)].map(([, key = '']) => key).filter((key) => !known.has(key))
}

/** A figure as it stands in a sentence; a hidden one says only that it is small. */
export function figureText({ value, unit, hidden }: Figure): string {
  if (hidden) return 'a number too small to publish'
  if (value === null) return 'not known'
  return `${value.toLocaleString('en-GB')}${unit === 'percent' ? '%' : ''}`
}

/** What was voted on, where anything was. */
const voted = ({ votes }: YearFacts): string =>
  votes.votes === 0
    ? ''
    : ' The schools voted {{votes}} times, at meetings and between them: of the motions {{votes_carried}} had the majority it needed, and of the schools that could take part {{votes_turnout}} did.'

/** What the review says of a year until the office has put it in its own words. */
export function firstWords(
  facts: YearFacts,
  startedWith: { year: number; members: number } | undefined,
): Record<SectionName, string> {
  const name = yearName(facts.year)
  const grown = startedWith && startedWith.members < facts.members
  return {
    opening: grown
      ? `The alliance counts {{members}} member schools at the end of ${name}. It had ${startedWith.members} when these records begin.`
      : `The alliance counts {{members}} member schools at the end of ${name}.`,
    support:
      facts.support.halfDays > 0
        ? 'Schools gave each other {{support_days}} days of support, arranged through SSIG. {{support_schools}} schools took part, and {{support_schools_supported}} of them were supported.'
        : 'No support between schools has been recorded for this year yet.',
    meetings: `Subject hubs met {{hub_meetings}} times to share ideas and practice, and their leads met {{hub_lead_meetings}} times. The board met {{board_meetings}} times.${voted(facts)}`,
    learning:
      facts.courses.length > 0
        ? 'The programmes of the year, with those they were for and how many took part, are listed below. {{conferences}} of them were conferences.'
        : 'No courses have been recorded for this year yet.',
    together:
      'Members worked together in {{schemes}} joint schemes. {{round_hosts}} schools hosted instructional rounds, and panels met {{panel_meetings}} times.',
    resources:
      'Members were given {{resources}} shared resources, and {{packages}} packages of help from partners and the authority.',
    impact: facts.cohorts
      .map(
        ({ cohort }) =>
          `In the reading cohort ${cohort}, {{reading:${cohort}:over_a_year}} of {{reading:${cohort}:matched}} pupils tested at both points gained more than a year of reading age: {{reading:${cohort}:percent}}. {{reading:${cohort}:selected}} pupils were chosen.`,
      )
      .join('\n\n'),
  }
}

/**
 * What came of a reading cohort, where a case study says `{{reading:COHORT}}`, or one figure where it names one;
 * undefined for any other name and for a cohort of another year.
 */
export function impactSentence(name: string, figures: Figure[]): string | undefined {
  const exact = figures.find(({ key }) => key === name)
  if (exact) return figureText(exact)
  const of = (what: string) => figures.find(({ key }) => key === `${name}:${what}`)
  const [over, matched, percent, selected] = [of('over_a_year'), of('matched'), of('percent'), of('selected')]
  if (!over || !matched || !percent || !selected) return undefined
  const [first, second, share, chosen] = [over, matched, percent, selected].map(figureText)
  const among = `${first} of the ${second} pupils tested at both points gained more than a year of reading age`
  return percent.hidden || percent.value === null
    ? `${among}; ${chosen} were chosen.`
    : `${among} (${share}); ${chosen} were chosen.`
}
