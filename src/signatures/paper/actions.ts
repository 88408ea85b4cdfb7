import { version } from '../../agreement/queries.ts'
import { membershipOn, urnsBorne } from '../../members/queries.ts'
import { person } from '../../people/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import type { Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct, remove, restore } from '../../platform/revision.ts'
import { askForDocument } from '../documents/asking.ts'
import { postsThere, schoolSigning } from '../queries.ts'
import { mayKeepSignatures, titleOf } from '../rules.ts'
import type { Capacity } from '../tables.ts'
import { paperRefusal } from './rules.ts'

export type PaperFilled = {
  versionId: number
  capacity: Capacity
  personId: number
  signedOn: Day
  minute: string | null
  minuteOn: Day | null
}
type Row = { id: number; version: number; membershipId: number }

const once: Refusals = {
  signatures_once: {
    says: 'A signature of this school to this version is already recorded in that capacity',
    field: 'capacity',
  },
}

/**
 * Records a signature that was made on paper, as it was made: of the same person in both boxes, or to a version
 * no longer current, it is kept all the same, and said not to count.
 */
export async function recordPaper(by: Actor, membershipId: number, filled: PaperFilled): Promise<number> {
  permit(mayKeepSignatures(by.who))
  const deed = { did: 'recorded a signature on paper', subject: `agreement/register/${membershipId}` }
  return by.act({ ...deed, details: (id: number) => ({ signature: id }) }, async (tx, by) => {
    const values = { ...filled, membershipId, ...(await asItStood(tx, by, membershipId, filled)) }
    const { id } = await refusing(once, () =>
      tx
        .insertInto('signatures')
        .values({ ...values, ...onPaper, recordedBy: by.who.personId })
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
    await renewDocument(tx, filled.versionId, membershipId)
    return id
  })
}

/** A document that somebody signed here tells of the signature on paper beside theirs too. */
async function renewDocument(tx: Writer, versionId: number, membershipId: number) {
  const signedHere = await tx
    .selectFrom('signatures')
    .select('id')
    .where('versionId', '=', versionId)
    .where('membershipId', '=', membershipId)
    .where('how', '=', 'electronic')
    .executeTakeFirst()
  if (signedHere) await askForDocument(tx, versionId, membershipId)
}

const onPaper = {
  how: 'paper',
  proof: null,
  substituteReason: null,
  statement: null,
  seal: null,
  certificate: null,
  sealedKey: null,
} as const

/** Corrects what was recorded of a signature on paper, keeping what stood before. */
export async function correctPaper(by: Actor, row: Row, filled: PaperFilled) {
  permit(mayKeepSignatures(by.who))
  const subject = `agreement/register/${row.membershipId}`
  await by.act(
    { did: 'corrected a signature on paper', subject, details: { signature: row.id } },
    async (tx, by) => {
      const changes = { ...filled, ...(await asItStood(tx, by, row.membershipId, filled)) }
      await refusing(once, () => correct(tx, by, 'signatures', row, changes))
      await renewDocument(tx, filled.versionId, row.membershipId)
    },
  )
}

/** Takes a signature on paper off the register, where it can be put back. */
export async function removePaper(by: Actor, row: Row) {
  permit(mayKeepSignatures(by.who))
  const subject = `agreement/register/${row.membershipId}`
  await by.act({ did: 'removed a signature on paper', subject, details: { signature: row.id } }, (tx, by) =>
    remove(tx, by, 'signatures', row),
  )
}

/** Puts back what was removed, unless somebody has signed there since. */
export async function restorePaper(by: Actor, membershipId: number, id: number) {
  permit(mayKeepSignatures(by.who))
  const subject = `agreement/register/${membershipId}`
  await by.act({ did: 'put back a signature on paper', subject, details: { signature: id } }, (tx) =>
    refusing(once, () => restore(tx, 'signatures', id)),
  )
}

/** The name, title, school and words as they stood on the day of signing. */
async function asItStood(tx: Writer, by: Actor, membershipId: number, filled: PaperFilled) {
  const read = await version(tx, filled.versionId)
  const refusal = paperRefusal(filled, read, by.today)
  if (refusal) throw notPossible(refusal.says, refusal.field)
  if (read.digest === null) throw notFound()
  const { name } = await person(tx, filled.personId)
  const { urn } = await membershipOn(tx, membershipId, filled.signedOn)
  const borne = (await urnsBorne(tx, membershipId)).find((one) => one.urn === urn)
  const school = await schoolSigning(tx, membershipId, filled.signedOn)
  const held = await postsThere(tx, filled.personId, membershipId)
  return {
    name,
    title: titleOf(filled.capacity, held, school, filled.signedOn),
    legalBody: filled.capacity === 'governance' ? school.legalBody : null,
    schoolName: borne?.name ?? school.name,
    urn,
    digest: read.digest,
  }
}
