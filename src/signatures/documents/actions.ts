import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { digestOf } from '../../agreement/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { momentInWords } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { pdf } from '../../platform/pdf.ts'
import { LOCKED, moment, replaceAuthority } from '../../platform/signature/authority.ts'
import { checkPdf } from '../../platform/signature/check.ts'
import { issuerIn, sealStands } from '../../platform/signature/seal.ts'
import { keyOf, type Signing, setSignature } from '../../platform/signature/set.ts'
import { type Reserved, reservationsOf } from '../questions/queries.ts'
import { asWhom } from '../rules.ts'
import { askForDocument } from './asking.ts'
import { composed } from './compose.ts'
import { type Act, actsOf, type SchoolVersion, spent, unmade, type WordsSigned, wordsOf } from './queries.ts'
import { isComplete, type Level } from './rules.ts'

/** What making documents needs of the installation. */
export type Makes = { secret: string; url: string; timeStamps: string | undefined }

/**
 * Makes the document of all who have signed for a school so far, once: every electronic signatory whose key is
 * there sets their signature in it. With both in a file that has been checked and stored, their keys are destroyed.
 * @throws NoTimeStamp when a time-stamping authority is set and gives no time stamp.
 */
export async function makeDocument(by: Actor, of: SchoolVersion, makes: Makes): Promise<void> {
  const { acts, named, made } = await actsOf(by.totals, of)
  if (made || !acts.some(({ sealedKey }) => sealedKey !== null)) return
  const words = await wordsOf(by.totals, of.versionId)
  requireUnaltered(words, acts)
  const level: Level = makes.timeStamps ? 'B-T' : 'B-B'
  const reservations = await reservationsOf(by.totals, of)
  const content = await signedFile(by, { words, acts, reservations, level }, makes)
  await keep(by, of, { acts: named, signatureCount: acts.length, content, digest: sha256(content), level })
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

/** Nothing is signed again that is not word for word what was signed. */
function requireUnaltered(words: WordsSigned, acts: Act[]) {
  const now = digestOf(words)
  if (now !== words.digest) throw new Error('The words of a published version are not what was published')
  const ours = words.authorities.map(({ certificate }) => certificate)
  for (const { id, digest, statement, seal, certificate } of acts) {
    const stands = seal === null || sealStands({ statement: statement ?? '', seal, certificate }, ours)
    if (digest !== now || !stands) throw new Error(`Signature ${id} is not what was signed`)
  }
}

type Told = { words: WordsSigned; acts: Act[]; reservations: Reserved[]; level: Level }

async function signedFile(
  by: Actor,
  { words, acts, reservations, level }: Told,
  makes: Makes,
): Promise<Buffer> {
  const { secret, url, timeStamps } = makes
  const at = await moment(by.totals)
  const signings = acts.flatMap((act) => signingOf(act, words, secret, at))
  const signedHere = new Set(signings.map(({ id }) => id))
  let file: Buffer = Buffer.from(await pdf(composed({ words, acts, reservations, level, signedHere, url })))
  for (const signing of signings) file = await setSignature(file, signing, timeStamps)
  const ours = words.authorities.map(({ certificate }) => certificate)
  const checked = checkPdf(file, ours)
  if ('unreadable' in checked || !checked.whole || checked.signatures.length !== signings.length)
    throw new Error('A signed document does not stand up to its own check')
  return file
}

function signingOf(act: Act, words: WordsSigned, secret: string, at: Date): (Signing & { id: number })[] {
  const { id, certificate, sealedKey, capacity, schoolName, title, signedAt, name } = act
  if (!certificate || !sealedKey) return []
  const key = keyOf(secret, sealedKey, certificate)
  const authority = issuerIn(
    certificate,
    words.authorities.map((one) => one.certificate),
  )
  if (!key || !authority) throw new Error(LOCKED)
  const reason = `Signed ${asWhom(capacity, schoolName)}, as ${title}, on ${momentInWords(signedAt)}`
  return [{ id, certificate, authority, key, at, reason, field: `Signature of ${name}, ${title}` }]
}

type Kept = { acts: string; signatureCount: number; content: Buffer; digest: string; level: Level }

/** Of two that made the same document at once the first one's is kept. */
const keep = (by: Actor, of: SchoolVersion, kept: Kept) =>
  by.together(async (tx, by) => {
    await sql`select pg_advisory_xact_lock(hashtext('signed document'), ${of.membershipId}::int)`.execute(tx)
    if (await isThere(tx, of, kept.acts)) return
    const { named, acts } = await actsOf(tx, of)
    const subject = (id: number) => `agreement/documents/${id}`
    const { versionId, membershipId } = of
    const details = { versionId, membershipId, level: kept.level }
    await by.act({ did: 'made a signed document', subject, details }, async (tx) => {
      const { id } = await tx
        .insertInto('signedDocuments')
        .values({ ...of, ...kept })
        .returning('id')
        .executeTakeFirstOrThrow()
      if (named === kept.acts && isComplete(acts)) await destroyKeys(tx, acts)
      return id
    })
  })

const isThere = (tx: Writer, of: SchoolVersion, acts: string) =>
  tx
    .selectFrom('signedDocuments')
    .select('id')
    .where('versionId', '=', of.versionId)
    .where('membershipId', '=', of.membershipId)
    .where('acts', '=', acts)
    .executeTakeFirst()

async function destroyKeys(tx: Writer, acts: { id: number }[]) {
  const ids = acts.map(({ id }) => id)
  await tx
    .updateTable('signatures')
    .set({ sealedKey: null })
    .where('id', 'in', ids)
    .where('sealedKey', 'is not', null)
    .execute()
}

/**
 * Once a night: asks again for documents that are still to be made, and destroys the keys of a signing that will
 * never be complete, because another version has taken its place or the school has left.
 */
export async function keepDocuments(by: Actor): Promise<void> {
  const missing = await unmade(by.totals)
  await by.together(async (tx) => {
    for (const { versionId, membershipId } of missing) await askForDocument(tx, versionId, membershipId)
  })
  const over = await spent(by.totals, by.today)
  if (over.length === 0) return
  const details = { signatures: over.map(({ id }) => id) }
  await by.act(
    { did: 'destroyed keys of signing that is over', subject: 'agreement/documents', details },
    (tx) => destroyKeys(tx, over),
  )
}

/**
 * Begins another signing authority. Keys that wait for their school's other signatory and do not open under this
 * secret are destroyed: those acts stand by their seals.
 * @returns how many were.
 */
export const renewAuthority = (by: Actor, secret: string): Promise<number> =>
  by.act({ did: 'began another signing authority', subject: 'agreement/authority' }, async (tx) => {
    await replaceAuthority(tx, secret)
    const waiting = await tx
      .selectFrom('signatures')
      .select(['id', 'certificate', 'sealedKey'])
      .where('sealedKey', 'is not', null)
      .where('certificate', 'is not', null)
      .$narrowType<{ certificate: Buffer; sealedKey: Buffer }>()
      .execute()
    const lost = waiting.filter(({ certificate, sealedKey }) => !keyOf(secret, sealedKey, certificate))
    if (lost.length > 0) await destroyKeys(tx, lost)
    return lost.length
  })
