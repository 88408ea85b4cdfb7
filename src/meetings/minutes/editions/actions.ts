import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Actor } from '../../../platform/action.ts'
import type { Writer } from '../../../platform/db.ts'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { correct } from '../../../platform/revision.ts'
import { spendProof } from '../../../proofs/actions.ts'
import type { ProofFilled } from '../../../proofs/form.ts'
import { meeting } from '../../queries.ts'
import { handIn, minutesOf } from '../queries.ts'
import { isApproved, mayMove } from '../rules.ts'
import { withEveryRow } from '../whole.ts'
import { composed } from './compose.ts'
import { editionsOf, partsIn } from './queries.ts'
import { digestOfEdition, mayKeepRedactions, sealed } from './rules.ts'
import { type Audience, type PartKind, usuallyWithheld } from './tables.ts'

/**
 * Freezes the minutes as everything recorded of the meeting stands now, as the next edition; what is confidential
 * too, whether or not whoever is at work may read it. Earlier editions stay as they were.
 * @returns whether there is a new edition: where all stands as in the latest there is none.
 */
export async function freeze(
  tx: Writer,
  by: Actor,
  meetingId: number,
  reason: string | null,
): Promise<boolean> {
  return withEveryRow(tx, async () => {
    const [found, minutes, before] = [
      await meeting(tx, meetingId, 'all'),
      await minutesOf(tx, meetingId),
      await editionsOf(tx, meetingId),
    ]
    const parts = (await composed(tx, found, minutes, by.today)).map((part) => ({ ...part, ...sealed(part) }))
    const contents = parts.map(({ text }) => text.content)
    if (before[0] && isDeepStrictEqual(await contentsIn(tx, before[0].id), contents)) return false
    const number = (before[0]?.number ?? 0) + 1
    const digest = digestOfEdition(parts.map((part) => part.digest))
    const { id } = await tx
      .insertInto('minuteEditions')
      .values({ meetingId, number, reason, digest, madeBy: by.who.personId })
      .returning('id')
      .executeTakeFirstOrThrow()
    for (const [position, { itemId, kind, digest, text }] of parts.entries()) {
      const part = await tx
        .insertInto('minuteEditionParts')
        .values({ editionId: id, position, kind, digest })
        .returning('id')
        .executeTakeFirstOrThrow()
      await tx
        .insertInto('minuteEditionTexts')
        .values({ partId: part.id, itemId, ...text })
        .execute()
    }
    return true
  })
}

/** What each part of an edition says, in order; the digests differ each time by their random numbers. */
const contentsIn = async (tx: Writer, editionId: number) =>
  (await partsIn(tx, editionId)).map(({ text }) => text?.content)

export const REASON_FIRST = 'Enter what is corrected and why: the minutes of this meeting are approved'

/**
 * After what minutes tell of was changed: approved minutes become a new edition, for which a reason is asked; it is
 * signed by itself. Minutes that nobody has approved yet are left as they are, and so is an edition that says the same.
 */
export async function amended(
  tx: Writer,
  by: Actor,
  meetingId: number,
  reason: string | null,
): Promise<void> {
  // Whoever approves them at this moment freezes what stands: the second of the two waits, and sees what the first did.
  await sql`select id from minutes where meeting_id = ${meetingId} for update`.execute(tx)
  const minutes = await minutesOf(tx, meetingId)
  if (minutes.id === null || !isApproved(minutes.state)) return
  if (!reason) throw notPossible(REASON_FIRST, 'reason')
  if (!(await freeze(tx, by, meetingId, reason))) return
  const row = { id: minutes.id, version: minutes.version }
  await correct(tx, by, 'minutes', row, { state: 'approved', movedOn: by.today })
}

/** What a proof of signing is for: this edition of these minutes and no other. */
export const signingPurpose = (meetingId: number, digest: string) =>
  `sign the minutes of meeting ${meetingId} with digest ${digest}`

/** The chair signs the latest edition by its digest, and proves at that moment who they are. */
export async function signMinutes(by: Actor, meetingId: number, digest: string, proof: ProofFilled) {
  await by.act({ did: 'signed minutes', subject: `meetings/${meetingId}` }, async (tx, by) => {
    const found = await meeting(tx, meetingId, 'all')
    await sql`select id from minutes where meeting_id = ${meetingId} for update`.execute(tx)
    const minutes = await minutesOf(tx, meetingId)
    permit(mayMove(await handIn(tx, by.who, found, minutes), minutes.state, 'sign'))
    const [latest] = await editionsOf(tx, meetingId)
    if (!latest || latest.digest !== digest)
      throw notPossible('The minutes were corrected meanwhile: open them again and read them before you sign')
    const how = await spendProof(tx, by, signingPurpose(meetingId, digest), proof)
    await tx
      .insertInto('minuteSignatures')
      .values({
        ...{ editionId: latest.id, personId: by.who.personId as number, name: by.who.name },
        ...{ digest, proof: how, signedOn: by.today },
      })
      .execute()
    const row = { id: minutes.id as number, version: minutes.version }
    await correct(tx, by, 'minutes', row, { state: 'signed', movedOn: by.today })
  })
}

/** Says what an edition leaves out for an audience, from then on and of every edition. */
export async function sayWithheld(
  by: Actor,
  { audience, version }: { audience: Audience; version: number },
  kinds: PartKind[],
): Promise<void> {
  permit(mayKeepRedactions(by.who))
  const deed = {
    did: 'said what editions leave out',
    subject: 'meetings',
    details: { audience, kinds },
  }
  await by.act(deed, async (tx, by) => {
    await tx
      .insertInto('minuteRedactions')
      .values({ audience, withheld: usuallyWithheld[audience].join(' ') })
      .onConflict((row) => row.doNothing())
      .execute()
    const { id } = await tx
      .selectFrom('minuteRedactions')
      .select('id')
      .where('audience', '=', audience)
      .executeTakeFirstOrThrow()
    await correct(tx, by, 'minuteRedactions', { id, version }, { withheld: kinds.join(' ') })
  })
}
