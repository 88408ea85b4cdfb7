import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Settings } from '../../platform/settings.ts'

/** Sealed with the installation’s secret for this alone: what is sealed for another purpose casts no vote. */
const PURPOSE = 'vote for a school'

/** The ballot, the school that votes, and the head to whom the mail goes. */
export type Names = { ballotId: number; membershipId: number; personId: number }

const seal = (secret: string, { ballotId, membershipId, personId }: Names) =>
  createHmac('sha256', secret).update(`${PURPOSE}\n${ballotId}\n${membershipId}\n${personId}`).digest()

const tokenOf = (secret: string, names: Names) =>
  `${names.ballotId}.${names.membershipId}.${names.personId}.${seal(secret, names).toString('base64url')}`

/** What a token lets its bearer do; nothing, where it is not exactly one that we made. */
export function namesIn(secret: string, token: string): Names | undefined {
  const id = '([1-9]\\d{0,14})'
  const [, ballot, membership, person, given = ''] =
    new RegExp(`^${id}\\.${id}\\.${id}\\.([\\w-]{43})$`).exec(token) ?? []
  const names = { ballotId: Number(ballot), membershipId: Number(membership), personId: Number(person) }
  const expected = seal(secret, names)
  const bytes = Buffer.from(given, 'base64url')
  const ours = bytes.length === expected.length && timingSafeEqual(bytes, expected)
  return ours && bytes.toString('base64url') === given ? names : undefined
}

export const VOTE_PATH = '/ballots/vote'

/**
 * The address that mail to a head carries: there they confirm how their school votes, without signing in. It holds for
 * this head, school and ballot alone, while they are head and the ballot is open. `choice` is only what the page has
 * selected already: opening the address casts nothing.
 */
export const voteLink = (
  { url, secret }: Pick<Settings, 'url' | 'secret'>,
  names: Names,
  choice?: string,
) => {
  const chosen = choice === undefined ? '' : `&choice=${encodeURIComponent(choice)}`
  return `${url}${VOTE_PATH}?token=${tokenOf(secret, names)}${chosen}`
}
