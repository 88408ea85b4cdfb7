/** The review of a year and its PDF, with ten years recorded. */
import type { AcademicYear } from '../src/platform/day.ts'
import { everything } from '../src/platform/db.ts'
import { pdf } from '../src/platform/pdf.ts'
import { reviewOf } from '../src/review/compose.ts'
import { printedReview } from '../src/review/print.ts'
import { today, yearsOfRecords } from './records.ts'

const ROUNDS = 20

async function middle(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)[ROUNDS / 2] ?? 0
}

const { database, embedded } = await yearsOfRecords()
const totals = database.reader(everything)
const year = 2024 as AcademicYear
const { edition } = await reviewOf(totals, year, { audience: 'members' })
await pdf(printedReview(edition, today))
const review = await middle(() => reviewOf(totals, year, { audience: 'members' }))
const paper = await middle(() => pdf(printedReview(edition, today)))
console.log(`review of a year with ten recorded: ${review.toFixed(0)} ms (wanted 200)`)
console.log(`its PDF: ${paper.toFixed(0)} ms (wanted 300)`)
await database.close()
await embedded.stop()
