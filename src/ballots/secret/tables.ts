import type { Generated } from 'kysely'

declare module '../../platform/db.ts' {
  interface Tables {
    ballotKeys: {
      ballotId: number
      publicKey: Buffer
      /** Nothing once the vote is closed. */
      privateKey: Buffer | null
      /** No file of a table holds what was deleted at the close any more. */
      swept: Generated<boolean>
    }
    ballotPapers: {
      ballotId: number
      membershipId: number
      took: Generated<'paper'>
      personId: number | null
      /** What was signed, by which a phone that asks again is known; nothing once the vote is closed. */
      blinded: Buffer | null
    }
    ballotBox: { ballotId: number; token: Buffer; signature: Buffer; choice: string; proof: Buffer }
    countedPapers: {
      ballotId: number
      /** Twenty characters, without hyphens. */
      receipt: string
      token: Buffer
      signature: Buffer
      choice: string
      proof: Buffer
    }
    publishedNames: { ballotId: number; membershipId: number; school: string }
  }
}
