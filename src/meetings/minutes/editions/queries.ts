import type { Reader } from '../../../platform/db.ts'
import { notFound } from '../../../platform/refusal.ts'
import { kindsIn, type Sealed } from './rules.ts'
import { type Audience, audiences, type PartKind, usuallyWithheld } from './tables.ts'

const editions = (db: Reader) =>
  db
    .selectFrom('minuteEditions')
    .leftJoin('people', 'people.id', 'minuteEditions.madeBy')
    .leftJoin('minuteSignatures', 'minuteSignatures.editionId', 'minuteEditions.id')
    .selectAll('minuteEditions')
    .select(['people.name as maker', 'minuteSignatures.name as signedBy', 'minuteSignatures.proof'])
    .select(['minuteSignatures.signedAt', 'minuteSignatures.digest as signedDigest'])

export type EditionRow = Awaited<ReturnType<ReturnType<typeof editions>['executeTakeFirstOrThrow']>>

export async function edition(db: Reader, meetingId: number, number: number) {
  const found = (await editionsOf(db, meetingId)).find((one) => one.number === number)
  if (!found) throw notFound()
  return found
}

/** Every edition of a meeting’s minutes, the latest first. */
export const editionsOf = (db: Reader, meetingId: number): Promise<EditionRow[]> =>
  editions(db).where('meetingId', '=', meetingId).orderBy('number', 'desc').execute()

/** `partB`: the item is confidential now, whatever it was when the minutes were approved. */
export type PartRow = Sealed & { itemId: number | null; partB: boolean }

/** The parts of an edition in their order; of those that these eyes may not read there is the digest alone. */
export async function partsIn(db: Reader, editionId: number): Promise<PartRow[]> {
  const rows = await db
    .selectFrom('minuteEditionParts')
    .leftJoin('minuteEditionTexts', 'minuteEditionTexts.partId', 'minuteEditionParts.id')
    .leftJoin('agendaItems', 'agendaItems.id', 'minuteEditionTexts.itemId')
    .select(['minuteEditionParts.kind', 'digest', 'itemId', 'nonce', 'content', 'partB'])
    .where('editionId', '=', editionId)
    .orderBy('minuteEditionParts.position')
    .execute()
  return rows.map(({ kind, digest, itemId, partB, nonce, content }) => ({
    ...{ kind, digest, itemId, partB: kind === 'part b' || partB === true },
    text: nonce !== null && content !== null ? { nonce, content } : null,
  }))
}

/** What is left out for each audience, and how often that was changed. */
export async function redactions(db: Reader) {
  const rows = await db.selectFrom('minuteRedactions').selectAll().execute()
  return (Object.keys(audiences) as Audience[]).map((audience) => {
    const said = rows.find((row) => row.audience === audience)
    const kinds = said ? kindsIn(said.withheld) : usuallyWithheld[audience]
    return { audience, kinds, version: said?.version ?? 1 }
  })
}

export const withheldFrom = async (db: Reader, audience: Audience): Promise<PartKind[]> =>
  (await redactions(db)).find((row) => row.audience === audience)?.kinds ?? []
