import { sql } from 'kysely'
import type { Actor } from '../platform/action.ts'
import type { AcademicYear } from '../platform/day.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { Stale } from '../platform/revision.ts'
import { isOffice } from '../platform/who.ts'
import { composed } from './compose.ts'
import { digestOf } from './edition.ts'
import { type SectionName, sections, unknownFigures } from './narrative.ts'
import { frozen } from './queries.ts'

/** Puts a section of a year's review into the office's own words; a figure stands in them by its name. */
export async function writeSection(
  by: Actor,
  year: AcademicYear,
  section: SectionName,
  body: string,
  version: number,
) {
  permit(isOffice(by.who))
  await by.act(
    { did: 'wrote a section of the review', subject: `review/${year}`, details: { section } },
    async (tx) => {
      const { figures } = await composed(tx, year)
      const [unknown] = unknownFigures(body, figures)
      if (unknown)
        throw notPossible(
          `There is no figure called ${unknown} in this year. Use a name from the list of figures`,
          'body',
        )
      const saved = await tx
        .insertInto('reviewDrafts')
        .values({ year, section, body })
        .onConflict((row) =>
          row
            .columns(['year', 'section'])
            .doUpdateSet({ body, version: sql`review_drafts.version + 1` })
            .where('reviewDrafts.version', '=', version),
        )
        .returning('version')
        .executeTakeFirst()
      if (!saved || (saved.version === 1 && version > 0)) throw new Stale()
    },
  )
}

/** Tables a review is counted from: nobody changes them while an edition is frozen. */
const counted = sql`memberships, support_visits, meetings, meeting_groups, courses, course_sessions, participants,
  schemes, scheme_members, resources, packages, case_studies, reading_tests, review_drafts`

/**
 * Freezes a year as it stands: every figure, word and the list of records behind them, under one digest.
 * @returns the number of the edition. Refuses when nothing is different from the latest one.
 */
export async function freeze(by: Actor, year: AcademicYear): Promise<number> {
  permit(isOffice(by.who))
  const subject = (number: number) => `review/${year}/editions/${number}`
  return by.act({ did: 'froze the review', subject }, async (tx) => {
    // Who freezes at the same time waits here, and then sees the edition that was made meanwhile.
    await sql`lock table review_editions in share row exclusive mode`.execute(tx)
    await sql`lock table ${counted} in share mode`.execute(tx)
    const content = await composed(tx, year)
    const digest = digestOf(content)
    const latest = await frozen(tx, year)
    if (latest?.frozen?.digest === digest)
      throw notPossible(`Nothing has changed since edition ${latest.frozen.number} was frozen`)
    const number = (latest?.frozen?.number ?? 0) + 1
    await tx
      .insertInto('reviewEditions')
      .values({ year, number, content: JSON.stringify(content), digest, frozenBy: by.who.personId })
      .execute()
    return number
  })
}

export const isSection = (name: string): name is SectionName => Object.hasOwn(sections, name)
