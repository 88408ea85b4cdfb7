import { type Day, day } from '../platform/day.ts'

/**
 * From the first written paper of the summer's GCSEs and A levels to the last contingency day, as the Joint Council
 * for Qualifications gave them out. It says so about a year ahead; later summers are not known here.
 */
const summers = [
  { fromOn: day('2024-05-09'), toOn: day('2024-06-26') },
  { fromOn: day('2025-05-08'), toOn: day('2025-06-25') },
  { fromOn: day('2026-05-07'), toOn: day('2026-06-24') },
]

export const summerExams: readonly { fromOn: Day; toOn: Day }[] = summers

export const isInExams = (on: Day) => summers.some(({ fromOn, toOn }) => fromOn <= on && on <= toOn)
