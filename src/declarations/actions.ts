import { sql } from 'kysely'
import { membershipOn } from '../members/queries.ts'
import { isMemberOn, spellInWords } from '../members/rules.ts'
import type { Actor } from '../platform/action.ts'
import { inWords, yearName } from '../platform/day.ts'
import type { Writer } from '../platform/db.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct, forget, Stale } from '../platform/revision.ts'
import { clausesToDeclare, declarationsOf, type OfYear, preparationsOf } from './queries.ts'
import { type Answer, addressOf, faultsIn, isOpen, mayDeclare, mayPrepare } from './rules.ts'

/** How often the answers of a year were given or corrected, at which a form is opened. */
export const changesIn = (rows: { version: number }[]) => rows.reduce((sum, { version }) => sum + version, 0)

/** One act for the year: what the head attests now, in whole or in part, beside what was declared before. */
export async function declare(by: Actor, school: OfYear, answers: Answer[], changes: number): Promise<void> {
  permit(mayDeclare(by.who, school.membershipId))
  const details = { clauses: answers.filter(({ kept }) => kept !== null).length }
  await by.act({ did: 'declared for the year', subject: subjectOf(school), details }, async (tx, by) => {
    await assertOpen(tx, by, school)
    await locked(tx, school)
    const there = await declarationsOf(tx, school)
    if (changesIn(there) !== changes) throw new Stale()
    const declared = new Map(there.map((row) => [row.promiseId, row]))
    await assertAnswerable(tx, by, school, answers, new Set(declared.keys()))
    for (const { kept, ...answer } of answers)
      if (kept !== null) await say(tx, by, school, { kept, ...answer }, declared.get(answer.promiseId))
  })
}

const subjectOf = ({ membershipId, year }: OfYear) => addressOf(membershipId, year).slice(1)

type Said = Answer & { kept: boolean }
type Standing = Said & { id: number; version: number }

/** Whoever corrects an answer gives their own word for it; one that is left as it was stays the word of its giver. */
async function say(tx: Writer, by: Actor, school: OfYear, said: Said, row: Standing | undefined) {
  const { promiseId, ...says } = said
  const word = { ...says, declaredBy: Number(by.who.personId), declaredOn: by.today }
  await unprepare(tx, school, promiseId)
  if (!row)
    await tx
      .insertInto('declarations')
      .values({ ...school, promiseId, ...word })
      .execute()
  else if (!isSame(row, said)) {
    await correct(tx, by, 'declarations', row, word)
    await tx
      .updateTable('declarations')
      .set({ declaredAt: sql<Date>`now()` })
      .where('id', '=', row.id)
      .execute()
  }
}

const isSame = (one: Answer, other: Answer) =>
  one.kept === other.kept && one.pointsTo === other.pointsTo && one.link === other.link

const unprepare = (tx: Writer, { membershipId, year }: OfYear, promiseId: number) =>
  tx
    .deleteFrom('declarationPreparations')
    .where('membershipId', '=', membershipId)
    .where('year', '=', year)
    .where('promiseId', '=', promiseId)
    .execute()

/** What a deputy makes ready for the head; it declares nothing, and takes the place of what was ready before. */
export async function prepare(by: Actor, school: OfYear, answers: Answer[], changes: number): Promise<void> {
  permit(mayPrepare(by.who, school.membershipId))
  await by.act({ did: 'prepared the declarations', subject: subjectOf(school) }, async (tx, by) => {
    await assertOpen(tx, by, school)
    await locked(tx, school)
    const declared = new Set((await declarationsOf(tx, school)).map(({ promiseId }) => promiseId))
    const ready = (await preparationsOf(tx, school)).filter(({ promiseId }) => !declared.has(promiseId))
    if (changesIn(ready) !== changes) throw new Stale()
    await assertAnswerable(tx, by, school, answers, new Set())
    const there = new Map(ready.map((row) => [row.promiseId, row]))
    for (const answer of answers.filter(({ promiseId }) => !declared.has(promiseId)))
      await makeReady(tx, by, school, answer, there.get(answer.promiseId))
  })
}

async function makeReady(
  tx: Writer,
  by: Actor,
  school: OfYear,
  { promiseId, ...says }: Answer,
  row: { id: number; version: number } | undefined,
) {
  const values = { ...says, preparedBy: Number(by.who.personId) }
  if (row) await correct(tx, by, 'declarationPreparations', row, values)
  else if (says.kept !== null)
    await tx
      .insertInto('declarationPreparations')
      .values({ ...school, promiseId, ...values })
      .execute()
}

const locked = (tx: Writer, { membershipId, year }: OfYear) =>
  sql`select pg_advisory_xact_lock(hashtext(${`declarations ${membershipId} ${year}`}))`.execute(tx)

async function assertOpen(tx: Writer, { today }: Actor, { membershipId, year }: OfYear) {
  if (!isOpen(year, today))
    throw notPossible(`${yearName(year)} is not the present year: what was declared for it stands`)
  const member = await membershipOn(tx, membershipId, today)
  if (!isMemberOn(member, today))
    throw notPossible(`${member.name} is not a member on ${inWords(today)}: it was ${spellInWords(member)}`)
}

/** Refuses answers to clauses that are not declared, and those that say too little. */
async function assertAnswerable(
  tx: Writer,
  { today }: Actor,
  { year }: OfYear,
  answers: Answer[],
  declared: Set<number>,
) {
  const clauses = await clausesToDeclare(tx, year, today)
  const known = new Set(clauses.map(({ promiseId }) => promiseId))
  if (answers.some(({ promiseId }) => !known.has(promiseId)))
    throw notPossible('One of these clauses is no longer declared. Open the page again')
  const [fault] = faultsIn(answers, clauses, declared)
  if (fault) throw notPossible(fault.says, `${fault.about}${fault.promiseId}`)
}

/** Lets go of what was made ready more than a year ago, for a head who never declared it. */
export const forgetPreparations = (tx: Writer) =>
  forget(tx, 'declarationPreparations', sql`prepared_at < now() - interval '1 year'`)
