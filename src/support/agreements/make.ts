import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { momentInWords } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { sendJob } from '../../platform/job.ts'
import { pdf } from '../../platform/pdf.ts'
import { LOCKED, moment } from '../../platform/signature/authority.ts'
import { checkPdf } from '../../platform/signature/check.ts'
import { issuerIn, sealStands } from '../../platform/signature/seal.ts'
import { keyOf, type Signing, setSignature } from '../../platform/signature/set.ts'
import { composed } from './compose.ts'
import { type Act, spent, toBeMade, unmade } from './queries.ts'
import { digestOf, isComplete } from './rules.ts'
import { parties } from './tables.ts'

/** What making the file needs of the installation. */
type Makes = { secret: string; url: string; timeStamps: string | undefined }
type Of = { deploymentId: number; round: number }

/** Whether a job of the queue “documents” asks for one of these. */
const isOfDeployment = (data: unknown): data is Of =>
  typeof data === 'object' && data !== null && 'deploymentId' in data && 'round' in data

/**
 * Makes the file that bears all three signatures, once; with it checked and kept, the signatories' keys are destroyed.
 * @throws NoTimeStamp when a time-stamping authority is set and gives no time stamp.
 */
export async function makeAgreementFile(by: Actor, of: Of, makes: Makes): Promise<void> {
  const found = await toBeMade(by.totals, of.deploymentId, of.round)
  const { kept, acts } = found
  if (!kept || kept.hasFile || !isComplete(acts) || acts.every(({ sealedKey }) => sealedKey === null)) return
  const ours = found.issuers.map(({ certificate }) => certificate)
  requireUnaltered(kept, acts, ours)
  const level = makes.timeStamps ? ('B-T' as const) : ('B-B' as const)
  const composing = { ...found, words: kept.words, digest: kept.digest, level, url: makes.url }
  let content: Buffer = Buffer.from(await pdf(composed(composing)))
  const at = await moment(by.totals)
  const signings = acts.flatMap((act) => signingOf(act, ours, makes.secret, at))
  for (const signing of signings) content = await setSignature(content, signing, makes.timeStamps)
  const checked = checkPdf(content, ours)
  if ('unreadable' in checked || !checked.whole || checked.signatures.length !== signings.length)
    throw new Error('A signed agreement does not stand up to its own check')
  await keep(by, of, { content, contentDigest: sha256(content), level })
}

/** What the queue “documents” makes of them. */
export const agreementFiles = { is: isOfDeployment, make: makeAgreementFile }

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

/** Nothing is signed again that is not word for word what was signed. */
function requireUnaltered({ words, digest }: { words: string; digest: string }, acts: Act[], ours: Buffer[]) {
  if (digestOf(words) !== digest) throw new Error('The words of a signed agreement are not what was signed')
  for (const act of acts)
    if (act.digest !== digest || !sealStands(act, ours))
      throw new Error(`Signature ${act.id} of a deployment is not what was signed`)
}

function signingOf(act: Act, ours: Buffer[], secret: string, at: Date): Signing[] {
  const { certificate, sealedKey, capacity, schoolName, title, signedAt, name } = act
  if (!sealedKey) return []
  const key = keyOf(secret, sealedKey, certificate)
  const authority = issuerIn(certificate, ours)
  if (!key || !authority) throw new Error(LOCKED)
  const reason = `Signed as ${parties[capacity].toLowerCase()}, ${title} of ${schoolName}, on ${momentInWords(signedAt)}`
  return [{ certificate, authority, key, at, reason, field: `Signature of ${name}, ${title}` }]
}

type Made = { content: Buffer; contentDigest: string; level: 'B-B' | 'B-T' }

/** Of two that made it at once the first one's is kept. */
const keep = (by: Actor, { deploymentId, round }: Of, made: Made) =>
  by.together(async (tx, by) => {
    const there = await tx
      .selectFrom('deploymentAgreements')
      .select('id')
      .where('deploymentId', '=', deploymentId)
      .where('round', '=', round)
      .where('content', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (!there) return
    const subject = `support/deployments/${deploymentId}`
    await by.act(
      { did: 'made a signed agreement', subject, details: { round, level: made.level } },
      async (tx) => {
        await tx
          .updateTable('deploymentAgreements')
          .set({ ...made, version: sql`version + 1` })
          .where('id', '=', there.id)
          .execute()
        const acts = await tx
          .selectFrom('deploymentSignatures')
          .select('id')
          .where('deploymentId', '=', deploymentId)
          .where('round', '=', round)
          .execute()
        await destroyKeys(tx, acts)
      },
    )
  })

const destroyKeys = (tx: Writer, acts: { id: number }[]) =>
  tx
    .updateTable('deploymentSignatures')
    .set({ sealedKey: null })
    .where(
      'id',
      'in',
      acts.map(({ id }) => id),
    )
    .where('sealedKey', 'is not', null)
    .execute()

/** Once a night: asks again for files that are still to be made, and destroys keys that are of no more use. */
export async function keepAgreements(by: Actor): Promise<void> {
  const missing = await unmade(by.totals)
  await by.together(async (tx) => {
    for (const { deploymentId, round } of missing) await sendJob(tx, 'documents', { deploymentId, round })
  })
  const over = await spent(by.totals)
  if (over.length === 0) return
  const details = { signatures: over.map(({ id }) => id) }
  await by.act(
    { did: 'destroyed keys of signing that is over', subject: 'support/deployments', details },
    (tx) => destroyKeys(tx, over),
  )
}

/**
 * After another signing authority was begun: destroys keys that wait for a file and do not open under this secret.
 * @returns how many.
 */
export const dropLostKeys = (by: Actor, secret: string): Promise<number> =>
  by.act({ did: 'looked for lost keys of signing', subject: 'support/deployments' }, async (tx) => {
    const waiting = await tx
      .selectFrom('deploymentSignatures')
      .select(['id', 'certificate', 'sealedKey'])
      .where('sealedKey', 'is not', null)
      .$narrowType<{ sealedKey: Buffer }>()
      .execute()
    const lost = waiting.filter(({ certificate, sealedKey }) => !keyOf(secret, sealedKey, certificate))
    if (lost.length > 0) await destroyKeys(tx, lost)
    return lost.length
  })
