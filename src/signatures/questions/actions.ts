import { sql } from 'kysely'
import { clausesOf } from '../../agreement/queries.ts'
import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { postMail } from '../../platform/mail.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct, Stale } from '../../platform/revision.ts'
import { versionToSign } from '../queries.ts'
import { type Question, question, schoolsSignedFor, signedBy } from './queries.ts'
import { mayAnswer, mayCorrect, mayTakeAsRead, reservationRefusal } from './rules.ts'
import type { QuestionKind } from './tables.ts'

export type Asking = { clauseId: number; membershipId: number | null; kind: QuestionKind; words: string }

/** Asks a question or makes a reservation for a school, on a clause of the version that is being signed. */
export async function ask(by: Actor, given: Asking): Promise<number> {
  const schools = (await schoolsSignedFor(by)).map(([id]) => id)
  permit(schools.length > 0)
  const did = given.kind === 'question' ? 'asked about a clause' : 'made a reservation on a clause'
  return by.act({ did, subject: (id: number) => `agreement/questions/${id}` }, async (tx) => {
    const membershipId = schoolOf(given, schools)
    const personId = by.who.personId as number
    const versionId = await askable(tx, by, given.clauseId)
    const late = reservationRefusal(given.kind, await signedBy(tx, versionId, membershipId, personId))
    if (late) throw notPossible(late, 'kind')
    const { id } = await tx
      .insertInto('clauseQuestions')
      .values({ ...given, ...unanswered, membershipId, personId })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  })
}

const unanswered = { answer: null, answeredBy: null, answeredAt: null, readAt: null }

function schoolOf({ membershipId }: Asking, schools: number[]): number {
  const school = membershipId ?? (schools.length === 1 ? schools[0] : undefined)
  if (school === undefined || !schools.includes(school))
    throw notPossible('Select a school that you sign for', 'membershipId')
  return school
}

async function askable(tx: Writer, { today }: Actor, clauseId: number): Promise<number> {
  const version = await versionToSign(tx, today)
  if (!version)
    throw notPossible('No version of the agreement is published yet: there is nothing to ask about')
  const clauses = await clausesOf(tx, version.id)
  if (!clauses.some(({ id }) => id === clauseId))
    throw notPossible(
      `Version ${version.number} is the one to sign now: select one of its clauses`,
      'clauseId',
    )
  return version.id
}

type Row = { id: number; version: number }

/** Puts one’s own words right, for as long as nobody has answered them. */
export async function reword(by: Actor, row: Row, words: string) {
  await by.act({ did: 'corrected a question', subject: `agreement/questions/${row.id}` }, async (tx, by) => {
    permit(mayCorrect(by.who, await question(tx, row.id)))
    await correct(tx, by, 'clauseQuestions', row, { words })
  })
}

/**
 * Answers, or corrects the answer and keeps what it said before. Whoever asked is sent it either way.
 * `site` is where this alliance's pages are on the web.
 */
export async function answer(by: Actor, row: Row, words: string, site: string) {
  permit(mayAnswer(by.who))
  const subject = `agreement/questions/${row.id}`
  await by.act({ did: 'answered a question on a clause', subject }, async (tx, by) => {
    const before = await question(tx, row.id)
    const changed = before.answer === null ? await first(tx, by, row, words) : await again(tx, by, row, words)
    if (changed) await tell(tx, before, words, site)
  })
}

async function first(tx: Writer, by: Actor, { id, version }: Row, words: string) {
  const done = await tx
    .updateTable('clauseQuestions')
    .set({ answer: words, answeredBy: by.who.personId, answeredAt: sql<Date>`now()`, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('answer', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!done) throw new Stale()
  return true
}

/** An answer that was put right has to be read again. */
const again = (tx: Writer, by: Actor, row: Row, words: string) =>
  correct(tx, by, 'clauseQuestions', row, { answer: words, readAt: null })

async function tell(tx: Writer, about: Question, words: string, site: string) {
  const asker = await tx
    .selectFrom('people')
    .select('email')
    .where('id', '=', about.personId)
    .executeTakeFirstOrThrow()
  if (asker.email === null) return
  const first = about.answer === null
  await postMail(tx, {
    to: asker.email,
    subject: `Your ${about.kind} on clause ${about.number}: ${first ? 'answered' : 'the answer was corrected'}`,
    text: [
      `For ${about.school} you wrote on clause ${about.number} of the agreement:`,
      about.words,
      first ? 'The answer:' : 'The answer, as it was corrected:',
      words,
      `Both stand here for all members: ${site}/agreement/questions/${about.id}`,
    ].join('\n\n'),
  })
}

/** Says that one has read the answer, so that it no longer waits for one. */
export async function takeAsRead(by: Actor, id: number) {
  await by.act({ did: 'read the answer to a question', subject: `agreement/questions/${id}` }, async (tx) => {
    permit(mayTakeAsRead(by.who, await question(tx, id)))
    await tx.updateTable('clauseQuestions').set({ readAt: sql<Date>`now()` }).where('id', '=', id).execute()
  })
}
