import { inShort } from '../../platform/day.ts'
import type { Needs } from '../../platform/need.ts'
import { dueDays, visitsBy } from './queries.ts'
import { isLate, owedInWords } from './rules.ts'

export const noteHref = (visitId: number) => `/support/visits/${visitId}/note`

/** Whoever made a visit that is not noted yet. */
export const needs: Needs = async ({ who, db, today }) => {
  if (who.personId === null) return []
  const visits = (await visitsBy(db, who.personId, today)).filter(
    ({ noted, visitedOn }) => !noted && visitedOn <= today,
  )
  if (visits.length === 0) return []
  const due = await dueDays(db)
  return Promise.all(
    visits.map(async ({ id, toSchool, visitedOn }) => {
      const on = await due(visitedOn)
      return {
        href: noteHref(id),
        says:
          visitedOn === today
            ? `Note today’s visit to ${toSchool}`
            : `Note your visit to ${toSchool} of ${inShort(visitedOn)}`,
        why: `Two minutes: what was done, and what comes next. ${owedInWords(on, today)}`,
        ...(isLate(on, today)
          ? { state: { says: 'Late', tone: 'bad' as const } }
          : { state: { says: 'Due', tone: 'due' as const } }),
        on,
      }
    }),
  )
}
