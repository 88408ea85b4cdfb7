import { membershipOn } from '../../members/queries.ts'
import { isMemberOn, spellInWords } from '../../members/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import { type Day, inWords } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct, remove, restore } from '../../platform/revision.ts'
import { looksLikeUpn, mayKeepReading, readingAgeTyped } from '../rules.ts'

export type TestFilled = {
  cohort: string
  membershipId: number
  pupil: string
  bornOn: Day | null
  test: string
  testedOn: Day
  /** As typed, years and months: `8:05`. */
  readingAge: string | null
}

const twice: Refusals = {
  reading_tests_membership_id_cohort_pupil_test_tested_on_key: {
    says: 'This pupil already has a result of this test on that day: correct that one instead',
    field: 'testedOn',
  },
}

/** Records one test of one pupil, who is known here by the school’s own pseudonym alone. */
export async function recordTest(by: Actor, filled: TestFilled): Promise<number> {
  permit(mayKeepReading(by.who))
  const subject = (id: number) => `reading/tests/${id}`
  return by.act({ did: 'recorded a reading test', subject }, async (tx, by) => {
    const values = { ...(await checked(tx, by, filled)), importId: null }
    const { id } = await refusing(twice, () =>
      tx.insertInto('readingTests').values(values).returning('id').executeTakeFirstOrThrow(),
    )
    return id
  })
}

type Row = { id: number; version: number }

/** Corrects a test as it stood at this version, keeping what stood before. */
export async function correctTest(by: Actor, row: Row, filled: TestFilled) {
  permit(mayKeepReading(by.who))
  await by.act({ did: 'corrected a reading test', subject: `reading/tests/${row.id}` }, async (tx, by) => {
    const changes = await checked(tx, by, filled)
    await refusing(twice, () => correct(tx, by, 'readingTests', row, changes))
  })
}

/** Takes a test away as it stood at this version; what it said is kept. */
export async function removeTest(by: Actor, row: Row) {
  permit(mayKeepReading(by.who))
  await by.act({ did: 'removed a reading test', subject: `reading/tests/${row.id}` }, (tx, by) =>
    remove(tx, by, 'readingTests', row),
  )
}

/** Puts back a test that was taken away, as it last stood. */
export async function restoreTest(by: Actor, id: number) {
  permit(mayKeepReading(by.who))
  await by.act({ did: 'put back a reading test', subject: `reading/tests/${id}` }, (tx) =>
    refusing(twice, () => restore(tx, 'readingTests', id)),
  )
}

/** Runs what reads pupils one by one, and writes down that they were opened. */
export const opening = <Result>(by: Actor, subject: string, read: (db: Reader) => Promise<Result>) =>
  by.act({ did: 'opened reading results', subject }, (_tx, by) => read(by.db))

async function checked(db: Reader, by: Actor, { readingAge, ...filled }: TestFilled) {
  if (looksLikeUpn(filled.pupil))
    throw notPossible(
      'Pupil looks like a UPN, which says who the pupil is: use the school’s own pseudonym, like R01',
      'pupil',
    )
  datesFit(by.today, filled)
  await schoolFits(db, filled)
  return { ...filled, readingAge: readingAge === null ? null : monthsOf(readingAge) }
}

function datesFit(today: Day, { bornOn, testedOn }: Pick<TestFilled, 'bornOn' | 'testedOn'>) {
  if (testedOn > today) throw notPossible('Date of the test must be today or earlier', 'testedOn')
  if (bornOn && bornOn >= testedOn)
    throw notPossible('Date of birth must be before the date of the test', 'bornOn')
}

async function schoolFits(
  db: Reader,
  { membershipId, testedOn }: Pick<TestFilled, 'membershipId' | 'testedOn'>,
) {
  const school = await membershipOn(db, membershipId, testedOn)
  if (!isMemberOn(school, testedOn))
    throw notPossible(
      `${school.name} was not a member on ${inWords(testedOn)}: it was ${spellInWords(school)}`,
      'membershipId',
    )
}

function monthsOf(typed: string): number {
  const read = readingAgeTyped(typed)
  if ('wrong' in read) throw notPossible(read.wrong, 'readingAge')
  return read.months
}
