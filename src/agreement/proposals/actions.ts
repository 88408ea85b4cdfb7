import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Reader, Writer } from '../../platform/db.ts'
import { postMail } from '../../platform/mail.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import type { Who } from '../../platform/who.ts'
import type { ClauseRow } from '../queries.ts'
import { addressesOf, type Proposal, proposal, reviewed } from './queries.ts'
import { mayDecide, mayPropose, mayWithdraw, speaksFor, stateOf, titleOf } from './rules.ts'
import type { Outcome, ProposalKind } from './tables.ts'

/** Whoever signs for two schools says for which they speak; the office speaks for none. */
export type Spoken = { membershipId: number | null }

export type Proposed = Spoken & { reason: string } & (
    | { kind: 'reword'; clauseId: number; words: string }
    | { kind: 'remove'; clauseId: number }
    | { kind: 'add'; part: string | null; words: string }
  )

/** Proposes a change to the version that the yearly review is about; a former version is no longer changed. */
export async function propose(by: Actor, given: Proposed): Promise<number> {
  permit(mayPropose(by.who))
  const subject = (id: number) => `agreement/proposals/${id}`
  return by.act({ did: 'proposed a change to the agreement', subject }, async (tx) => {
    const values = { ...(await proposable(tx, by, given)), reason: given.reason }
    const { id } = await tx
      .insertInto('proposals')
      .values({ ...values, ...undecided, proposedBy: by.who.personId as number, ...schoolOf(by.who, given) })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  })
}

const undecided = { outcome: null, outcomeReason: null, decidedBy: null, decidedAt: null, draftId: null }

type Proposable = {
  versionId: number
  kind: ProposalKind
  clauseId: number | null
  part: string | null
  words: string | null
}

async function proposable(db: Reader, { today }: Actor, given: Proposed): Promise<Proposable> {
  const about = await reviewed(db, today)
  if (!about) throw notPossible('No version of the agreement is published yet: there is nothing to change')
  const versionId = about.version.id
  if (given.kind === 'add')
    return { versionId, kind: 'add', clauseId: null, part: given.part, words: given.words }
  const clause = about.clauses.find(({ id }) => id === given.clauseId)
  if (!clause)
    throw notPossible(`This clause is not in version ${about.version.number}. Propose a change to that one`)
  const words = given.kind === 'reword' ? given.words : null
  if (words !== null && isSame(words, clause))
    throw notPossible('Change the words: they are the same as now', 'words')
  return { versionId, kind: given.kind, clauseId: clause.id, part: null, words }
}

const isSame = (words: string, clause: ClauseRow) =>
  words.replace(/\s+/g, ' ') === clause.words.replace(/\s+/g, ' ')

function schoolOf(who: Who, { membershipId }: Spoken): Spoken {
  const schools = speaksFor(who)
  if (membershipId !== null && !schools.includes(membershipId))
    throw notPossible('Select a school that you lead or chair', 'membershipId')
  if (membershipId === null && schools.length > 1)
    throw notPossible('Select the school you speak for', 'membershipId')
  return { membershipId: membershipId ?? schools[0] ?? null }
}

/** Adds what somebody has to say; when it is decided, there is nothing more to say. */
export async function comment(by: Actor, id: number, given: Spoken & { words: string }) {
  permit(mayPropose(by.who))
  const subject = `agreement/proposals/${id}`
  await by.act({ did: 'commented on a proposal', subject }, async (tx) => {
    await openNow(tx, id)
    const said = { proposalId: id, personId: by.who.personId as number, words: given.words }
    await tx
      .insertInto('proposalComments')
      .values({ ...said, ...schoolOf(by.who, given) })
      .execute()
  })
}

/** Takes one’s own proposal back before it is decided. */
export async function withdraw(by: Actor, id: number, site: string) {
  await by.act({ did: 'withdrew a proposal', subject: `agreement/proposals/${id}` }, async (tx) => {
    const found = await openNow(tx, id)
    permit(mayWithdraw(by.who, found))
    await settle(tx, by, found, { outcome: 'withdrawn', outcomeReason: null, draftId: null }, site)
  })
}

/** Records that the heads did not take a proposal up, and why. */
export async function decline(by: Actor, id: number, reason: string, site: string) {
  permit(mayDecide(by.who))
  await by.act({ did: 'declined a proposal', subject: `agreement/proposals/${id}` }, async (tx) => {
    const found = await openNow(tx, id)
    await settle(tx, by, found, { outcome: 'declined', outcomeReason: reason, draftId: null }, site)
  })
}

/** The proposal, held until the transaction ends: of two who decide at once the second sees the first’s decision. */
export async function openNow(tx: Writer, id: number): Promise<Proposal> {
  await tx.selectFrom('proposals').select('id').where('id', '=', id).forUpdate().execute()
  const found = await proposal(tx, id)
  const state = stateOf(found)
  if (state !== 'open') throw notPossible(`This proposal was already ${state}`)
  return found
}

export type Settled = { outcome: Outcome; outcomeReason: string | null; draftId: number | null }

/**
 * Writes down the outcome, and tells everybody who proposed or commented, in one mail each. `site` is where
 * this alliance's pages are on the web.
 */
export async function settle(tx: Writer, by: Actor, about: Proposal, settled: Settled, site: string) {
  await tx
    .updateTable('proposals')
    .set({ ...settled, decidedBy: by.who.personId, decidedAt: sql<Date>`now()`, version: sql`version + 1` })
    .where('id', '=', about.id)
    .execute()
  for (const { email } of await addressesOf(tx, about.id))
    await postMail(tx, { to: email, ...letter(about, settled, site) })
}

const told: Record<Outcome, string> = {
  adopted:
    'The heads adopted it: it stands in the draft of the next version, which is signed once it is published.',
  declined: 'The heads did not adopt it.',
  withdrawn: 'It was withdrawn by whoever made it.',
}

function letter(about: Proposal, { outcome, outcomeReason }: Settled, site: string) {
  const title = titleOf(about)
  return {
    subject: `${title}: ${outcome}`,
    text: [
      `You proposed this change to the agreement, or commented on it: ${title}.`,
      told[outcome],
      ...(outcomeReason ? [`The reason: ${outcomeReason}`] : []),
      `It stands here with its comments: ${site}/agreement/proposals/${about.id}`,
    ].join('\n\n'),
  }
}
