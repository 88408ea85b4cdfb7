import { bodyOf, inParts } from '../case-studies/rules.ts'
import { audienceInWords } from '../learning/rules.ts'
import { type AcademicYear, firstDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import {
  type Audience,
  type Changed,
  type Content,
  changedSince,
  type Edition,
  forAudience,
} from './edition.ts'
import { firstWords, type SectionName, sections } from './narrative.ts'
import {
  alliance,
  caseStudiesTold,
  draftTexts,
  frozen,
  growth,
  monthsTold,
  packagesTold,
  recordsOf,
  resourcesTold,
  schemesTold,
  yearFacts,
} from './queries.ts'
import { courseKey, figuresOf, type YearFacts } from './rules.ts'

/** The review of a year as its records stand now. Asked of a reader of totals. */
export async function composed(db: Reader, year: AcademicYear): Promise<Content> {
  const [facts, name, grown, months, schemes, resources, packages, caseStudies, texts, records] =
    await Promise.all([
      yearFacts(db, year),
      alliance(db),
      growth(db, year),
      monthsTold(db, year),
      schemesTold(db, year),
      resourcesTold(db, year),
      packagesTold(db, year),
      caseStudiesTold(db, year),
      draftTexts(db, year),
      recordsOf(db, year),
    ])
  return {
    year,
    alliance: name,
    figures: figuresOf(facts),
    narrative: narrative(
      firstWords(
        facts,
        grown.find(({ members }) => members > 0),
      ),
      texts,
    ),
    growth: grown,
    months,
    programmes: programmes(facts),
    schemes,
    resources,
    packages: packages.map(({ partner, title, subsidised }) => ({ partner, title, subsidised })),
    caseStudies: caseStudies.map(({ publishedOn: _, ...study }) => ({
      ...study,
      body: untitled(study.body),
    })),
    gains: facts.cohorts.map(({ cohort, gains }) => ({ cohort, months: gains })),
    records,
  }
}

/** The office's words where it has written some; the first words elsewhere. */
function narrative(
  first: Record<SectionName, string>,
  own: { section: string; body: string }[],
): Record<SectionName, string> {
  const words = (section: SectionName) => own.find((one) => one.section === section)?.body ?? first[section]
  return Object.fromEntries(
    (Object.keys(sections) as SectionName[]).map((section) => [section, words(section)]),
  ) as Record<SectionName, string>
}

/** A study’s own title goes from its text, since it stands above it. */
function untitled(body: string): string {
  const told = inParts(body)
  return [told.before, bodyOf(told)].filter(Boolean).join('\n\n')
}

const programmes = ({ courses }: YearFacts): Content['programmes'] =>
  courses.map((course) => ({
    key: courseKey(course),
    title: course.title,
    kind: course.kind,
    subject: course.subject,
    audience: audienceInWords(course.audience),
    everyMember: course.everyMember,
    href: `/learning/${course.courseId}`,
  }))

export type Told = { edition: Edition; changed: Changed[] }
export type Wanted = { audience: Audience; draft?: boolean; number?: number }

/**
 * A year as this audience may read it: its latest frozen edition, or the draft where there is none or the
 * draft was asked for; and which records have changed since it was frozen.
 */
export async function reviewOf(
  db: Reader,
  year: AcademicYear,
  { audience, draft, number }: Wanted,
): Promise<Told> {
  const kept = draft ? undefined : await frozen(db, year, number)
  if (!kept) return { edition: forAudience(await composed(db, year), audience), changed: [] }
  const changed = changedSince(kept.records, await recordsOf(db, year))
  return { edition: forAudience(kept, audience), changed }
}

/** Whether a year has begun by this day: a year to come has no review. */
export const hasBegun = (year: AcademicYear, today: string) => firstDay(year) <= today
