import { sql } from 'kysely'
import type { Actor } from '../platform/action.ts'
import { type Refusals, refusing } from '../platform/constraint.ts'
import type { Day } from '../platform/day.ts'
import type { Reader, Writer } from '../platform/db.ts'
import { notPossible, permit, Refusal } from '../platform/refusal.ts'
import { remove } from '../platform/revision.ts'
import { moment } from '../platform/signature/authority.ts'
import type { Sealing } from '../platform/signature/seal.ts'
import { sendCode, spendProof } from '../proofs/actions.ts'
import type { ProofFilled } from '../proofs/form.ts'
import { hasPasskey } from '../proofs/queries.ts'
import { askForDocument } from './documents/asking.ts'
import { type Place, type SigningFound, signingOf } from './queries.ts'
import { asWhom, isFree, isSignatory, minuteRefusal, signingRefusal, titleOf } from './rules.ts'
import { purposeOf, statementOf } from './statement.ts'

/** What somebody is about to sign: which words, for which school, in which capacity, by which minute. */
export type SigningAsked = Place & { minute: string | null; minuteOn: Day | null }

const NOT_YOURS = 'You are not asked to sign this'

/** The signing as it stands for whoever is at work, refused in a sentence where it cannot be done. */
async function allowedSigning(db: Reader, by: Actor, place: Place) {
  const { personId } = by.who
  permit(personId !== null)
  const signing = await signingOf(db, place, personId, by.today)
  const refusal = signingRefusal(signing, by.today)
  if (!isSignatory(signing)) throw new Refusal('not allowed', refusal ?? NOT_YOURS)
  if (refusal) throw notPossible(refusal)
  const { digest, publishedOn, number, title } = signing.version
  if (digest === null || publishedOn === null || number === null) throw notPossible(NOT_YOURS)
  return { ...signing, personId, words: { digest, number, title, publishedOn } }
}
type Allowed = Awaited<ReturnType<typeof allowedSigning>>

/** The same with its minute. */
export async function checkedSigning(db: Reader, by: Actor, asked: SigningAsked): Promise<Allowed> {
  const signing = await allowedSigning(db, by, asked)
  if (asked.capacity === 'leadership') return signing
  const refusal = minuteRefusal(asked, signing.words.publishedOn, by.today)
  if (refusal) throw notPossible(refusal.says, refusal.field)
  return signing
}

/**
 * The first step: looks at all that could be refused, and mails a code to whoever has no passkey. Nothing of the
 * signing itself is kept until it is confirmed.
 * @returns whether a code was sent.
 */
export async function beginSigning(by: Actor, asked: SigningAsked): Promise<boolean> {
  const signing = await checkedSigning(by.db, by, asked)
  if (await hasPasskey(by.db, by.who.personId)) return false
  await sendSigningCode(by, asked, signing)
  return true
}

/** Mails the code that confirms this signing and no other. */
export async function askForCode(by: Actor, asked: SigningAsked): Promise<void> {
  await sendSigningCode(by, asked, await checkedSigning(by.db, by, asked))
}

const sendSigningCode = (by: Actor, asked: SigningAsked, { words, school }: Allowed) =>
  sendCode(
    by,
    purposeOf(asked, words.digest),
    `sign version ${words.number} of the agreement ${asWhom(asked.capacity, school.name)}`,
  )

const once: Refusals = {
  signatures_once: { says: 'Somebody else has signed in this capacity at the same moment' },
}

/**
 * Signs for one school in one capacity: looks at everything once more under locks, spends the proof, and seals
 * what is declared with the signatory's own key. All of it stands, or none.
 */
export async function sign(
  by: Actor,
  sealing: Sealing,
  asked: SigningAsked,
  proof: ProofFilled,
): Promise<void> {
  const subject = `agreement/register/${asked.membershipId}`
  const { capacity, versionId } = asked
  await by.act(
    { did: 'signed the agreement', subject, details: { capacity, version: versionId } },
    async (tx, by) => {
      await settle(tx, asked.membershipId)
      const signing = await checkedSigning(tx, by, asked)
      const how = await spendProof(tx, by, purposeOf(asked, signing.words.digest), proof)
      await freePlace(tx, by, signing)
      const said = await declared(tx, by, asked, signing)
      const { name, title, schoolName: organisation } = said.values
      const sealed = await sealing.act(tx, { name, title, organisation }, said.statement)
      await refusing(once, () =>
        tx
          .insertInto('signatures')
          .values({ ...said.values, ...sealed, statement: said.statement, how: 'electronic', proof: how })
          .execute(),
      )
      await askForDocument(tx, versionId, asked.membershipId)
    },
  )
}

/** Holds back a publication, and whoever else signs for this school, until this is done. */
async function settle(tx: Writer, membershipId: number) {
  await sql`select pg_advisory_xact_lock_shared(hashtext('publish the agreement'))`.execute(tx)
  await tx.selectFrom('memberships').select('id').where('id', '=', membershipId).forUpdate().execute()
}

/** What one person had signed twice on paper makes room for the second person, and is kept among the revisions. */
async function freePlace(tx: Writer, by: Actor, signing: SigningFound) {
  const there = signing.signed.find(({ capacity }) => capacity === signing.capacity)
  if (there && isFree(signing)) await remove(tx, by, 'signatures', there)
}

async function declared(tx: Writer, by: Actor, asked: SigningAsked, signing: Allowed) {
  const { school, words, substituteReason } = signing
  const governs = asked.capacity === 'governance'
  const values = {
    versionId: asked.versionId,
    membershipId: asked.membershipId,
    capacity: asked.capacity,
    personId: signing.personId,
    name: by.who.name,
    title: titleOf(asked.capacity, signing.posts, school, by.today),
    legalBody: governs ? school.legalBody : null,
    schoolName: school.name,
    urn: school.urn,
    minute: governs ? asked.minute : null,
    minuteOn: governs ? asked.minuteOn : null,
    substituteReason,
    signedOn: by.today,
    signedAt: await moment(tx),
    digest: words.digest,
    recordedBy: null,
  }
  return { values, statement: statementOf(values, words) }
}

/** Says no for one school and why; it is not final, and whoever declined may still sign. */
export async function decline(by: Actor, place: Place, reason: string): Promise<void> {
  const subject = `agreement/register/${place.membershipId}`
  const { capacity, versionId, membershipId } = place
  const deed = { did: 'declined to sign the agreement', subject, details: { capacity, version: versionId } }
  await by.act(deed, async (tx, by) => {
    await settle(tx, membershipId)
    const { personId } = await allowedSigning(tx, by, place)
    await tx
      .insertInto('signingDeclined')
      .values({ versionId, membershipId, capacity, personId, reason })
      .execute()
  })
}
