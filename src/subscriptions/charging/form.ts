import type { AcademicYear } from '../../platform/day.ts'
import { academicYear, form, kept, optional } from '../../platform/form.ts'
import type { Seen } from './actions.ts'

/** What the preview showed travels with the press. */
export type SeenFilled = { invoices: string; pence: string }
export const runForm = form<SeenFilled>({ invoices: kept('Invoices'), pence: kept('Sum') })

/** What is no whole number was seen by nobody. */
const whole = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : -1)
export const seenIn = ({ invoices, pence }: SeenFilled): Seen => ({
  invoices: whole(invoices),
  pence: whole(pence),
})

export const runFilter = form<{ year: AcademicYear | null }>({
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2026-27' })),
})
