import { academicYearOf, type Day, yearName } from '../../platform/day.ts'

/** `2026-27`, before whose numbers a decision of that day stands. */
export const yearOfNumber = (heldOn: Day) => yearName(academicYearOf(heldOn))

/** The number after these; each decision of an academic year has the next, and none is left out. */
export function nextNumber(year: string, taken: string[]): string {
  const numbers = taken.flatMap((number) => {
    const [of, count] = number.split('/')
    return of === year ? [Number(count)] : []
  })
  return `${year}/${Math.max(0, ...numbers) + 1}`
}
