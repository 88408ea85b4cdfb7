import { holds, isHeadOf, isOffice, isSignedIn, leadsOrAdvises, type Who } from '../platform/who.ts'
import type { May, ReviewState } from './tables.ts'

/** Everybody in the alliance knows how many reviews were done; a partner comes for what is public. */
export const maySeePeerReview = (who: Who) =>
  isSignedIn(who) && who.held.some(({ role }) => role !== 'partner')

/** The office and SSIG draft the clusters and begin them. */
export const keepsClusters = (who: Who) => isOffice(who) || holds(who, 'ssig')

/** Which clusters there are, and who reviews whom when, is for those who lead, govern or advise; never what was found. */
export const maySeeClusters = (who: Who) => maySeePeerReview(who) && leadsOrAdvises(who)

export type ReviewerSeen = { id: number; leads: boolean; declaredAt: Date | null; interested: boolean }

/** What one person is to one review; they may be several things. */
export type Standing = {
  keeper: boolean
  hostHead: boolean
  /** Their place among the reviewers, while they were not replaced. */
  reviewer: ReviewerSeen | null
  /** What the host head lets them do with the texts. */
  reader: May | null
  champion: boolean
  /** The leader of the host school who is alongside the reviewers. */
  alongside: boolean
}

type Of = { hostMembershipId: number; championId: number | null; leaderId: number | null }

export function standingIn(
  who: Who,
  of: Of,
  { reviewer, reader }: Pick<Standing, 'reviewer' | 'reader'>,
): Standing {
  const me = (id: number | null) => id !== null && id === who.personId
  const ofHost = who.held.some(({ membershipId }) => membershipId === of.hostMembershipId)
  return {
    keeper: keepsClusters(who),
    // A head, and nobody in their place: the texts of a review are the host head’s own.
    hostHead: isHeadOf(who, of.hostMembershipId),
    reviewer,
    reader: ofHost ? reader : onlyReads(reader),
    champion: me(of.championId),
    alongside: me(of.leaderId),
  }
}

/** Whoever works somewhere else by now no longer helps the school write. */
const onlyReads = (may: May | null) => (may === null || may === 'write' ? null : 'read')

/** Whoever knows the clusters sees that a review takes place; a teacher sees those that they take part in. */
export const maySeeReview = (who: Who, { hostHead, reviewer, reader, champion, alongside }: Standing) =>
  maySeeClusters(who) || hostHead || reviewer !== null || reader !== null || champion || alongside

/** While reviewers can be named and replaced, and the visit moved. */
export const isBeforeVisit = (state: ReviewState) => state === 'planned' || state === 'self-reviewed'

/** A review is done once its visit has taken place; a cancelled one never was. */
export const isDone = (state: ReviewState) => !isBeforeVisit(state) && state !== 'cancelled'

/** The focus, the dates, the leader alongside and the reviewers: settled by the host head with the office and SSIG. */
export const mayPlan = ({ keeper, hostHead }: Standing) => keeper || hostHead

/** What stands in a reviewer’s way is for the host head, SSIG and the office. */
export const maySeeInterests = ({ keeper, hostHead }: Standing) => keeper || hostHead

/** Whether somebody may know who has declared, and that a reviewer has to be replaced. */
export const maySeeDeclarations = (standing: Standing) => mayPlan(standing) || standing.reviewer !== null

export const mayDeclare = ({ reviewer }: Standing, state: ReviewState) =>
  reviewer !== null && !reviewer.interested && isBeforeVisit(state)

/** A reviewer who has declared that nothing stands in the way. */
export const isClear = (reviewer: Pick<ReviewerSeen, 'declaredAt' | 'interested'>) =>
  reviewer.declaredAt !== null && !reviewer.interested
