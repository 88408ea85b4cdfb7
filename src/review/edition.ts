import { createHash } from 'node:crypto'
import { canonical } from '../platform/canonical.ts'
import type { AcademicYear, Day } from '../platform/day.ts'
import { yearName } from '../platform/day.ts'
import type { SectionName } from './narrative.ts'
import { type Figure, published } from './rules.ts'

export type Programme = {
  key: string
  title: string
  kind: string
  subject: string | null
  audience: string | null
  everyMember: boolean
  href: string
}

/** A year told whole: what the page, the PDF, the CSV and the JSON are all made from, and what is frozen. */
export type Content = {
  year: AcademicYear
  alliance: string
  figures: Figure[]
  narrative: Record<SectionName, string>
  growth: { year: AcademicYear; members: number }[]
  months: { month: string; kind: 'meetings' | 'sessions' | 'visits'; count: number }[]
  programmes: Programme[]
  schemes: { name: string; kind: string; everyone: boolean; members: number | null }[]
  resources: { title: string; kind: string; sharedOn: Day }[]
  packages: { partner: string; title: string; subsidised: boolean }[]
  caseStudies: {
    id: number
    title: string
    school: string | null
    theoryOfAction: string | null
    body: string
  }[]
  /** Months of reading age gained, one number a pupil in order of size, and no names. */
  gains: { cohort: string; months: number[] }[]
  records: { source: string; id: number; version: number }[]
}

export type Frozen = { number: number; digest: string; frozenAt: Date; frozenBy: string | null }
export type Edition = Content & { frozen?: Frozen }

export type Audience = 'public' | 'members'

/** What may leave the alliance: small numbers hidden, and no picture in which each dot is one pupil. */
export const forAudience = (content: Edition, audience: Audience): Edition =>
  audience === 'members' ? content : { ...content, figures: published(content.figures), gains: [] }

/** The seal of an edition: it changes with any word or figure, and with any record behind them. */
export function digestOf({ frozen: _, ...content }: Edition): string {
  return createHash('sha256').update(canonical(content)).digest('hex')
}

export type Changed = { source: string; id: number; was: 'added' | 'changed' | 'gone' }

/** Which records are not as they were when the edition was frozen. */
export function changedSince(then: Content['records'], now: Content['records']): Changed[] {
  const name = ({ source, id }: { source: string; id: number }) => `${source}/${id}`
  const before = new Map(then.map((record) => [name(record), record.version]))
  const after = new Set(now.map(name))
  const added = now
    .filter((record) => !before.has(name(record)))
    .map((record) => ({ ...record, was: 'added' as const }))
  const changed = now
    .filter((record) => before.has(name(record)) && before.get(name(record)) !== record.version)
    .map((record) => ({ ...record, was: 'changed' as const }))
  const gone = then
    .filter((record) => !after.has(name(record)))
    .map((record) => ({ ...record, was: 'gone' as const }))
  return [...added, ...changed, ...gone].map(({ source, id, was }) => ({ source, id, was }))
}

/** The JSON of formats: the keys other programs read. */
export function asJson(edition: Edition) {
  return {
    year: yearName(edition.year),
    edition: edition.frozen ? 'frozen' : 'draft',
    digest: edition.frozen?.digest ?? digestOf(edition),
    figures: edition.figures.map(({ key, value, unit, definition, rows, hidden }) => ({
      key,
      value,
      unit,
      definition,
      rows,
      ...(hidden ? { hidden } : {}),
    })),
  }
}

export const csvColumns = ['key', 'figure', 'value', 'unit', 'definition', 'records']
export const asCsv = ({ figures }: Edition) =>
  figures.map(({ key, says, value, unit, definition, rows, hidden }) => [
    key,
    says,
    hidden ? 'hidden' : String(value ?? ''),
    unit,
    definition,
    String(rows),
  ])
