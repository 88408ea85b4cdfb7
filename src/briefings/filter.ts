import type { AcademicYear } from '../platform/day.ts'
import { academicYear, form, optional } from '../platform/form.ts'
import type { ListAsked } from '../platform/web.tsx'

export type YearFilter = { year: AcademicYear | null }
export const yearFilter = form<YearFilter>({
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
})

/** One page of rows that were all read, since they are few. */
export const pageOf = <Row>(rows: Row[], { limit, offset }: ListAsked<YearFilter>) => ({
  rows: rows.slice(offset, offset + limit),
  total: rows.length,
})
