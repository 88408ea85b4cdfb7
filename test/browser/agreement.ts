import { beginDraft, discard, removeClause } from '../../src/agreement/drafts/actions.ts'
import { comment, propose } from '../../src/agreement/proposals/actions.ts'
import { adopt, NEW_DRAFT } from '../../src/agreement/proposals/adopt.ts'
import { reviewed } from '../../src/agreement/proposals/queries.ts'
import { speaksFor } from '../../src/agreement/proposals/rules.ts'
import { clausesOf } from '../../src/agreement/queries.ts'
import { readText } from '../../src/agreement/readings/actions.ts'
import { agreeTerm } from '../../src/agreement/terms/actions.ts'
import { type Actor, actor } from '../../src/platform/action.ts'
import { academicYearOf, type Day } from '../../src/platform/day.ts'
import { type Database, everything } from '../../src/platform/db.ts'
import { headOf, type Role, type Who } from '../../src/platform/who.ts'
import { examples, personWithEmail } from '../../src/sign-in/queries.ts'
import { recordPaper, removePaper } from '../../src/signatures/paper/actions.ts'
import { answer, ask } from '../../src/signatures/questions/actions.ts'
import { nameSubstitute } from '../../src/signatures/substitutes/actions.ts'

const site = 'http://localhost'

/** Whoever readers of this role are in the tests. */
export async function readerOf(database: Database, role: Role, on: Day): Promise<Actor> {
  const db = database.reader(everything)
  const email = (await examples(db, on, 1)).find((one) => one.role === role)?.email ?? ''
  return actor(database, (await personWithEmail(db, email, on)) as Who, on)
}

/** Whoever reads as head in the tests, with their school; and those who head the other schools, in one order. */
export async function headsAmong(database: Database, on: Day) {
  const head = await readerOf(database, 'head', on)
  const [ashmere] = headOf(head.who)
  const others = await database
    .reader(everything)
    .selectFrom('posts')
    .innerJoin('members', 'members.id', 'posts.membershipId')
    .select(['personId', 'members.id as membershipId'])
    .where('post', '=', 'head')
    .where('toOn', 'is', null)
    .where('leftOn', 'is', null)
    .where('members.id', '<>', ashmere ?? 0)
    .orderBy('posts.id')
    .limit(2)
    .execute()
  const [other, third] = others
  if (!ashmere || !other || !third) throw new Error('The demonstration has too few heads')
  return { head: head.who.personId as number, ashmere, other, third }
}

/** What comes of an agreement in its first weeks: drafts, proposals, questions, and a signature on paper. */
export async function useAgreement(database: Database, today: Day) {
  const [office, head, chair] = await Promise.all(
    (['coordinator', 'head', 'chair'] as const).map((role) => readerOf(database, role, today)),
  )
  if (!office || !head || !chair) throw new Error('The demonstration has no office, head or chair')
  const about = await reviewed(office.db, today)
  if (!about) throw new Error('The demonstration has no agreement')
  await draft(office)
  await reviewing(office, head, chair, about.clauses.find(({ number }) => number === '21')?.id ?? 0)
  await givePasskey(database, office)
  const agreed = {
    name: 'hubMeetings',
    year: academicYearOf(today),
    value: 3,
    decision: 'Board, 1 July',
  } as const
  await agreeTerm(office, agreed, 0)
  await signOnPaper(office, head, about.version.id)
}

async function draft(office: Actor) {
  const id = await beginDraft(office)
  const [first] = await clausesOf(office.db, id)
  await removeClause(office, id, first?.id ?? 0)
  await discard(office, await beginDraft(office))
  await readText(office, new File(['Compact\n\n1. We share.\n2. We give.'], 'compact.txt'))
}

async function reviewing(office: Actor, head: Actor, chair: Actor, clauseId: number) {
  const words = 'In each academic year our school gives at least six days of staff time to SSIG.'
  const [ofHead, ofChair] = [head, chair].map(({ who }) => ({ membershipId: speaksFor(who)[0] ?? null }))
  if (!ofHead || !ofChair) throw new Error('The head and the chair speak for no school')
  const reword = { kind: 'reword', clauseId, words, reason: 'Six would be kept by all.' } as const
  const open = await propose(head, { ...reword, ...ofHead })
  await comment(chair, open, { words: 'Our governors would keep nine.', ...ofChair })
  const part = 'Operation'
  const added = { kind: 'add', part, words: 'We share supply teachers.', reason: 'It costs less.' } as const
  await adopt(office, await propose(chair, { ...added, ...ofChair }), NEW_DRAFT, site)
  const reserved = { clauseId, kind: 'reservation', words: 'Not in the year of an inspection.' } as const
  await ask(chair, { ...reserved, ...ofChair })
  const asked = { clauseId, kind: 'question', ...ofHead } as const
  const answered = await ask(head, { ...asked, words: 'Does moderation count?' })
  await ask(head, { ...asked, words: 'And peer review?' })
  await answer(office, { id: answered, version: 1 }, 'It does, up to two days.', site)
}

/** At another school the head signed on paper; the chair’s was recorded wrongly and removed, and a substitute named. */
async function signOnPaper(office: Actor, head: Actor, versionId: number) {
  const own = head.who.held.map(({ membershipId }) => membershipId ?? 0)
  const other = await office.db
    .selectFrom('posts as leads')
    .innerJoin('posts as chairs', 'chairs.membershipId', 'leads.membershipId')
    .innerJoin('members', 'members.id', 'leads.membershipId')
    .select(['members.id', 'leads.personId as head', 'chairs.personId as chair'])
    .where('leads.post', '=', 'head')
    .where('chairs.post', '=', 'chair of governors')
    .where('leads.toOn', 'is', null)
    .where('chairs.toOn', 'is', null)
    .where('leftOn', 'is', null)
    .where('members.id', 'not in', own)
    .where('members.id', 'not in', (eb) =>
      eb.selectFrom('signatures').select('membershipId').where('versionId', '=', versionId),
    )
    .orderBy('members.id', 'desc')
    .executeTakeFirstOrThrow()
  const paper = { versionId, signedOn: office.today, minute: null, minuteOn: null }
  await recordPaper(office, other.id, { ...paper, capacity: 'leadership', personId: other.head })
  const wrong = { ...paper, capacity: 'governance', personId: other.chair } as const
  const id = await recordPaper(office, other.id, wrong)
  await removePaper(office, { id, version: 1, membershipId: other.id })
  const named = { capacity: 'governance', personId: other.head, reason: 'The chair is abroad' } as const
  await nameSubstitute(office, other.id, named)
}

const unused = { counter: 0, transports: null, backedUp: false, usedAt: null }

/** A passkey that a device was given, for the page that tells of one. */
const givePasskey = (database: Database, { who }: Actor) =>
  database.transaction(everything, (tx) =>
    tx
      .insertInto('passkeys')
      .values({
        id: 'a-passkey',
        personId: who.personId ?? 0,
        name: 'Phone',
        publicKey: Buffer.from('key'),
        ...unused,
      })
      .execute(),
  )
