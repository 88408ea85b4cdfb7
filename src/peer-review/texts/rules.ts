import { isClear, type Standing } from '../rules.ts'
import { type Part, parts, type ReviewState, reviewStates, type Section, sections } from '../tables.ts'

type Told = { state: ReviewState; reportedAt: Date | null }

/** While what is written of a part may still be changed. A report that was handed over never is. */
const open: Record<Part, readonly ReviewState[]> = {
  'self-review': ['planned', 'self-reviewed'],
  report: ['visited'],
  workshop: ['reported', 'workshop held'],
  'follow-up': ['workshop held', 'followed up'],
}

const order = Object.keys(reviewStates) as ReviewState[]

/** Whether a review has come to where a part of it is written. */
export const hasCome = (part: Part, state: ReviewState) =>
  order.indexOf(state) >= order.indexOf(open[part][0] as ReviewState)

const reviews = ({ reviewer }: Standing, { state }: Told) =>
  reviewer !== null && isClear(reviewer) && state !== 'cancelled'

/** Who reads a part, as row security has it: the page says no before the database shows nothing. */
export function readsPart(standing: Standing, part: Part, told: Told): boolean {
  const { hostHead, reader } = standing
  if (hostHead) return true
  const reviewing = reviews(standing, told) && told.reportedAt === null
  if (part === 'report')
    return reviewing || (told.reportedAt !== null && reader !== null && reader !== 'write')
  return reader !== null || (part === 'self-review' && reviewing && told.state !== 'planned')
}

/** Who may write a part now: the reviewers their report; the head, and whom they let, the school’s own. */
export function writesPart(standing: Standing, part: Part, told: Told): boolean {
  if (!open[part].includes(told.state)) return false
  if (part === 'report') return reviews(standing, told) && told.reportedAt === null
  return standing.hostHead || (standing.reader !== null && standing.reader !== 'read')
}

/** A workshop and a follow-up are one text; the others have the headings of a review. */
export const sectionsOf = (part: Part): Section[] =>
  part === 'workshop' || part === 'follow-up' ? ['other'] : (Object.keys(sections) as Section[])

export const hasEstimates = (part: Part) => part === 'self-review' || part === 'report'

export const partNamed = (text: string): Part | undefined =>
  Object.hasOwn(parts, text) ? (text as Part) : undefined

/** A section as its address has it, and back. */
export const inAddress = (section: Section) => section.replaceAll(' ', '-')
export const sectionNamed = (part: Part, text: string) =>
  sectionsOf(part).find((section) => inAddress(section) === text)
