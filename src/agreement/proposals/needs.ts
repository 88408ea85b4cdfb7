import type { Need, Needs } from '../../platform/need.ts'
import { openCount, reviewed, unspokenTo } from './queries.ts'
import { isReviewNear, mayDecide, newSince, speaksFor, titleOf } from './rules.ts'

/** The office: what is undecided when the review is near. Heads and chairs: new proposals they said nothing to. */
export const needs: Needs = async (by) => [
  ...(mayDecide(by.who) ? await undecided(by) : []),
  ...(speaksFor(by.who).length > 0 ? await unread(by) : []),
]

async function undecided({ db, today }: Parameters<Needs>[0]): Promise<Need[]> {
  const about = await reviewed(db, today)
  const on = about?.version.reviewOn ?? null
  if (!isReviewNear(on, today)) return []
  const count = await openCount(db)
  if (count === 0) return []
  return [
    {
      href: '/agreement/proposals?state=open',
      says: `Decide ${count === 1 ? 'one proposal' : `${count} proposals`} to change the agreement`,
      why: 'The day of the review is near: write down what the heads decided.',
      on,
    },
  ]
}

async function unread({ db, today, who }: Parameters<Needs>[0]): Promise<Need[]> {
  const found = await unspokenTo(db, who.personId ?? 0, newSince(today))
  return found.map((proposal) => ({
    href: `/agreement/proposals/${proposal.id}`,
    says: `Say what you think: ${titleOf(proposal)}`,
    why: 'Proposed in the last two weeks. It is decided at the yearly review.',
    on: null,
  }))
}
