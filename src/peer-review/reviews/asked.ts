import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, idOf } from '../../platform/web.tsx'
import { maySeePeerReview, maySeeReview, type Standing } from '../rules.ts'
import { type Review, review, standingOf } from './queries.ts'

/** The review that an address names and what whoever asks is to it; who may not know of it does not find it. */
export async function reviewAsked(c: Asked): Promise<{ found: Review; standing: Standing }> {
  const { by } = c.var
  permit(maySeePeerReview(by.who))
  const found = await review(by.db, idOf(c))
  const standing = await standingOf(by.db, by.who, found)
  if (!maySeeReview(by.who, standing)) throw notFound()
  return { found, standing }
}
