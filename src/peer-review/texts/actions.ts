import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { permit } from '../../platform/refusal.ts'
import { correct, Stale } from '../../platform/revision.ts'
import { locked } from '../reviews/actions.ts'
import type { Estimate, Part, Section } from '../tables.ts'
import { textOf } from './queries.ts'
import { writesPart } from './rules.ts'

export type TextFilled = { words: string; estimate: Estimate | null }

/**
 * Writes one section as it stood at this version (none: it was not begun). Of two who write it at once the second sees
 * both. The audit log says which section, and never what it says.
 * @throws Stale when somebody else wrote it meanwhile.
 */
export async function writeText(
  by: Actor,
  { reviewId, part, section }: { reviewId: number; part: Part; section: Section },
  version: number,
  { words, estimate }: TextFilled,
): Promise<void> {
  const deed = {
    did: 'wrote in a peer review',
    subject: `peer-review/${reviewId}`,
    details: { part, section },
  }
  await by.act(deed, async (tx, by) => {
    const { found, standing } = await locked(tx, by, reviewId)
    permit(writesPart(standing, part, found))
    const stands = await textOf(tx, reviewId, part, section)
    const written = { writtenBy: by.who.personId }
    if (stands) {
      const changed = await correct(
        tx,
        by,
        'peerReviewTexts',
        { id: stands.id, version },
        { words, estimate },
      )
      if (changed)
        await tx
          .updateTable('peerReviewTexts')
          .set({ ...written, writtenAt: sql<Date>`now()` })
          .where('id', '=', stands.id)
          .execute()
      return
    }
    if (version !== 0) throw new Stale()
    await tx
      .insertInto('peerReviewTexts')
      .values({ reviewId, part, section, words, estimate, ...written })
      .execute()
  })
}

/** Writes down that somebody who is not the host head opened a report that was handed over, before it is shown. */
export const openingWritten = (by: Actor, reviewId: number, as: 'page' | 'pdf'): Promise<void> =>
  by.act(
    { did: 'opened a peer review report', subject: `peer-review/${reviewId}`, details: { as } },
    async () => {},
  )
