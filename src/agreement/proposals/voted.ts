import type { Child } from 'hono/jsx'
import type { Actor } from '../../platform/action.ts'

/** What the votes of the schools say of a proposal, as far as whoever asks may know. */
export type Voted = {
  /** The votes on it, as its page shows them. */
  shown: Child
  /** By which decision and what vote it was agreed or not, as the reason written down with it. */
  carried: string | null
  lost: string | null
  /** Whether it waits for a vote, or is being voted on. */
  before: boolean
}

/** Votes stand above the agreement, which knows none of them: whoever puts the two together hands this in. */
export type VotesOn = (by: Actor, proposalId: number) => Promise<Voted>
