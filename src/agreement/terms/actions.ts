import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { type AcademicYear, academicYearOf } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct, remove, restore, Stale } from '../../platform/revision.ts'
import { agreedTerms, changesTo, termsTakenBack } from './queries.ts'
import { mayAgreeTerms, mayStillChange, type TermName, wrongWith, yearsToAgree } from './rules.ts'

export type TermAgreed = {
  name: TermName
  value: number
  /** The first year in which it holds. */
  year: AcademicYear
  /** Where it was decided, such as a minute of the board. */
  decision: string
}

/**
 * Writes down a number that the heads agreed, from an academic year on, in place of one agreed for that year.
 * Numbers agreed for years after it stay. `changes` is what `changesTo` gave when the form was opened.
 */
export async function agreeTerm(by: Actor, agreed: TermAgreed, changes: number): Promise<void> {
  permit(mayAgreeTerms(by.who))
  assertPossible(agreed, academicYearOf(by.today))
  const { name, year, value, decision } = agreed
  const details = { year, value }
  await by.act(
    { did: 'set an agreed number', subject: `standing/terms/${name}`, details },
    async (tx, by) => {
      await lockUnchanged(tx, name, changes)
      const there = await rowOf(tx, agreed)
      const says = { value, decision, setBy: by.who.personId }
      if (there) await correct(tx, by, 'agreedTerms', there, says)
      else
        await tx
          .insertInto('agreedTerms')
          .values({ name, year, ...says })
          .execute()
    },
  )
}

function assertPossible({ name, value, year, decision }: TermAgreed, now: AcademicYear) {
  const wrong = wrongWith(name, value)
  if (wrong) throw notPossible(wrong, 'value')
  if (!yearsToAgree(now).includes(year)) throw notPossible('Select a year from the list', 'year')
  if (decision.trim() === '') throw notPossible('Enter where it was decided', 'decision')
}

/** Of two who change one number, the second waits here. */
const lock = (tx: Writer, name: TermName) =>
  sql`select pg_advisory_xact_lock(hashtext(${`agreed number ${name}`}))`.execute(tx)

/** And is told, where what they saw has changed. */
async function lockUnchanged(tx: Writer, name: TermName, changes: number) {
  await lock(tx, name)
  if ((await changesTo(tx, name)) !== changes) throw new Stale()
}

type TermRow = { id: number; name: TermName }

/** Takes a number back that was set by mistake, where it can be put back: what held before it holds again. */
export async function takeBackTerm(by: Actor, { id, name }: TermRow, changes: number): Promise<void> {
  permit(mayAgreeTerms(by.who))
  const deed = { did: 'took back an agreed number', subject: `standing/terms/${name}`, details: { id } }
  await by.act(deed, async (tx, by) => {
    await lockUnchanged(tx, name, changes)
    const row = (await agreedTerms(tx, name)).find((one) => one.id === id)
    if (!row) throw notFound()
    assertOpen(row.year, by)
    await remove(tx, by, 'agreedTerms', row)
  })
}

/** Puts back a number that was taken back, unless another was agreed for its year since. */
export async function putBackTerm(by: Actor, { id, name }: TermRow): Promise<void> {
  permit(mayAgreeTerms(by.who))
  const deed = { did: 'put back an agreed number', subject: `standing/terms/${name}`, details: { id } }
  await by.act(deed, async (tx, by) => {
    await lock(tx, name)
    const row = (await termsTakenBack(tx, name)).find((one) => one.id === id)
    if (!row) throw notFound()
    assertOpen(row.year, by)
    if (!row.free) throw notPossible('Another number was set for that year since. Take that one back first')
    await restore(tx, 'agreedTerms', id)
  })
}

function assertOpen(year: AcademicYear, { today }: Actor) {
  if (!mayStillChange(year, academicYearOf(today)))
    throw notPossible('What was agreed so long ago has been judged by since, and stays as it is')
}

const rowOf = (tx: Writer, { name, year }: TermAgreed) =>
  tx
    .selectFrom('agreedTerms')
    .select(['id', 'version'])
    .where('name', '=', name)
    .where('year', '=', year)
    .executeTakeFirst()
