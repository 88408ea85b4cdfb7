import { randomBytes } from 'node:crypto'
import type { Writer } from '../../platform/db.ts'
import type { Ballot } from '../queries.ts'
import { makeKeys } from './actions.ts'
import { withTheCount } from './count.ts'
import { proofWords } from './paper.ts'
import { digestOfKey, type KeyPair, paperFrom, proofBy, SEED_BYTES } from './signing.ts'

/** The papers of a secret vote that was taken elsewhere: what they chose, and which schools took one, unconnected. */
export async function bringPapers(
  tx: Writer,
  ballot: Ballot,
  { choices, took }: { choices: string[]; took: number[] },
): Promise<void> {
  await makeKeys(tx, ballot.id)
  await withTheCount(tx, async () => {
    const keys = await tx
      .selectFrom('ballotKeys')
      .select(['publicKey', 'privateKey'])
      .where('ballotId', '=', ballot.id)
      .executeTakeFirstOrThrow()
    const none = { took: 'paper' as const, personId: null, blinded: null }
    await tx
      .insertInto('ballotPapers')
      .values(took.map((membershipId) => ({ ...none, ballotId: ballot.id, membershipId })))
      .execute()
    await tx
      .insertInto('ballotBox')
      .values(choices.map((choice) => paperOf(ballot.id, keys as KeyPair, choice)))
      .execute()
  })
}

function paperOf(ballotId: number, keys: KeyPair, choice: string) {
  const { token, signature, key } = paperFrom(randomBytes(SEED_BYTES), keys)
  const proof = proofBy(key, proofWords(ballotId, digestOfKey(keys.publicKey), choice))
  return { ballotId, token, signature, choice, proof }
}
