import { inShort } from '../../platform/day.ts'
import type { Needs } from '../../platform/need.ts'
import { recallsOf } from './queries.ts'

/** What waits for whoever had an item before it was marked as confidential: to delete it, and to say so. */
export const needs: Needs = async ({ who, db }) => {
  if (who.personId === null) return []
  const recalls = await recallsOf(db, who.personId)
  return recalls.map(({ meeting, heldOn }) => ({
    href: '/meetings/recalls',
    says: `Delete your copies of one item of ${meeting}, ${inShort(heldOn)}`,
    why: 'It was marked as confidential after papers had gone out (clause 34).',
    state: { says: 'Withdrawn', tone: 'bad' },
    on: null,
  }))
}
