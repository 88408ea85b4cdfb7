import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Settings } from '../../platform/settings.ts'

/** Sealed with the installation’s secret for this alone: what is sealed for another purpose names no deputy. */
const PURPOSE = 'name a deputy'

/** The head who names, the school whose seat it is, and the meeting. */
export type Names = { meetingId: number; membershipId: number; personId: number }

const seal = (secret: string, { meetingId, membershipId, personId }: Names) =>
  createHmac('sha256', secret).update(`${PURPOSE}\n${meetingId}\n${membershipId}\n${personId}`).digest()

const tokenOf = (secret: string, names: Names) =>
  `${names.meetingId}.${names.membershipId}.${names.personId}.${seal(secret, names).toString('base64url')}`

/** What a token lets its bearer do; nothing, where it is not exactly one that we made. */
export function namesIn(secret: string, token: string): Names | undefined {
  const id = '([1-9]\\d{0,14})'
  const [, meeting, membership, person, given = ''] =
    new RegExp(`^${id}\\.${id}\\.${id}\\.([\\w-]{43})$`).exec(token) ?? []
  const names = { meetingId: Number(meeting), membershipId: Number(membership), personId: Number(person) }
  const expected = seal(secret, names)
  const bytes = Buffer.from(given, 'base64url')
  const ours = bytes.length === expected.length && timingSafeEqual(bytes, expected)
  return ours && bytes.toString('base64url') === given ? names : undefined
}

export const DEPUTY_PATH = '/meetings/deputy'

/**
 * The address that mail to a head carries: there they name who stands in for them, without signing in. It holds for
 * this head, school and meeting alone, for as long as they are head and the meeting is not over.
 */
export const deputyLink = ({ url, secret }: Pick<Settings, 'url' | 'secret'>, names: Names) =>
  `${url}${DEPUTY_PATH}?token=${tokenOf(secret, names)}`
