import { isOffice, type Role, type Who } from '../../platform/who.ts'

/** What is known of the signatures in a file: of when each was set, somebody independent says so with B-T. */
export const levels = {
  'B-B': 'PAdES B-B',
  'B-T': 'PAdES B-T, with time stamps',
} as const
export type Level = keyof typeof levels

const ofSchool: Role[] = ['head', 'deputy', 'chair', 'governor']

/** The schools whose signed documents this person may have: those they lead or govern. */
export const schoolsOf = (who: Who): number[] =>
  who.held.flatMap(({ role, membershipId }) =>
    membershipId !== null && ofSchool.includes(role) ? [membershipId] : [],
  )

export const maySeeEveryDocument = (who: Who) => isOffice(who)

/** Two sign for a school. */
export const isComplete = (acts: { length: number }) => acts.length === 2

/** How much of a file is as another is: the bytes they share at the beginning, and how many of the rest differ. */
export function compared(given: Buffer, held: Buffer): { shared: number; differing: number } {
  const both = Math.min(given.length, held.length)
  let differing = 0
  let shared = both
  for (let at = 0; at < both; at += 1) {
    if (given[at] === held[at]) continue
    if (differing === 0) shared = at
    differing += 1
  }
  return { shared, differing }
}
