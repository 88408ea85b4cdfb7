import { type AcademicYear, yearName } from '../../platform/day.ts'
import { isOffice, type Who } from '../../platform/who.ts'
import { type Count, type Counts, countInWords, SMALLEST_TOLD, sides, type Told, toldOf } from '../totals.ts'
import type { Compared, Counted } from './rules.ts'

/** A clause as it may be told to somebody: how many schools stand where, and where they would, where that may be told. */
export type ComparedTold = Pick<Compared, 'clause'> & { was: Told; becomes: Told | null }

const sided = ({ kept, notYet, atRisk, broken }: Counted): Counts => ({
  kept,
  'not yet': notYet,
  'at risk': atRisk,
  broken,
})

const exact = (schools: number): Count => ({ is: 'exact', schools })

const counted = (of: Counted): Told => {
  const { kept, 'not yet': notYet, 'at risk': risk, broken } = sided(of)
  const counts = {
    kept: exact(kept),
    'not yet': exact(notYet),
    'at risk': exact(risk),
    broken: exact(broken),
  }
  return { of: of.schools, counts }
}

/** For those who see every school. */
export const exactly = ({ clause, was, becomes }: Compared): ComparedTold => ({
  clause,
  was: counted(was),
  becomes: counted(becomes),
})

/**
 * For those who do not see the schools. Where the numbers before and after would show that 1 to 4 schools moved, those
 * after are not told; whether they do hangs on nothing but what is told, so that leaving them out gives nothing away.
 */
export function asTold({ clause, was, becomes }: Compared): ComparedTold {
  const [before, after] = [toldOf(sided(was)), toldOf(sided(becomes))]
  return { clause, was: before, becomes: showsSmallMove(before, after) ? null : after }
}

const isSmall = (difference: number) => difference !== 0 && Math.abs(difference) < SMALLEST_TOLD

function showsSmallMove(before: Told, after: Told): boolean {
  if (isSmall(after.of - before.of)) return true
  return sides.some((side) => {
    const [was, becomes] = [before.counts?.[side], after.counts?.[side]]
    return was?.is === 'exact' && becomes?.is === 'exact' && isSmall(becomes.schools - was.schools)
  })
}

/** Only the office sees every school. */
export const tellTo = (who: Who) => (isOffice(who) ? exactly : asTold)

const NOT_TOLD = 'not told'

/** How many schools a clause was judged of, as it may be told; the office’s few are exact. */
export const schoolsTold = (told: Told | null): string =>
  told === null
    ? NOT_TOLD
    : told.counts === null && told.of > 0 && told.of < SMALLEST_TOLD
      ? `fewer than ${SMALLEST_TOLD}`
      : `${told.of}`

/** How many of them stand on one side. */
export const sideTold = (told: Told | null, side: (typeof sides)[number]): string =>
  told?.counts ? countInWords(told.counts[side]) : NOT_TOLD

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const ofSchools = ({ of }: Told) => `of ${of} ${of === 1 ? 'school' : 'schools'}`
const begins = (text: string) => (text === '0' ? 'None' : capital(text))

/** “More than 15 of 24 schools would have met clause 21 in 2017-18 instead of fewer than 5.” */
export function saidOf({ clause, was, becomes }: ComparedTold, year: AcademicYear): string {
  const where = `clause ${clause.number} in ${yearName(year)}`
  const met = was.counts?.kept
  const would = becomes?.counts?.kept
  if (!met && !would)
    return `So few schools stood apart on ${where}, or were judged on it, that their number is not told.`
  if (becomes === null)
    return `${begins(sideTold(was, 'kept'))} ${ofSchools(was)} met ${where}. How many would have is not told: it would show a move of fewer than ${SMALLEST_TOLD}.`
  if (!would)
    return `${begins(sideTold(was, 'kept'))} ${ofSchools(was)} met ${where}. How many would have is not told.`
  return `${begins(countInWords(would))} ${ofSchools(becomes)} would have met ${where}${instead(met, would)}.`
}

function instead(met: Count | undefined, would: Count): string {
  if (!met) return '; how many did is not told'
  const [did, instead] = [countInWords(met), countInWords(would)]
  if (did !== instead) return ` instead of ${did}`
  return met.is === 'exact' ? ', as many as did' : `, as ${did} did`
}
