import { createHmac, timingSafeEqual } from 'node:crypto'

/** What else is sealed with the installation’s secret is sealed for another purpose, and stops no digest. */
const PURPOSE = 'stop the daily digest of person'

const seal = (secret: string, personId: number) =>
  createHmac('sha256', secret).update(`${PURPOSE}\n${personId}`).digest()

/** Lets whoever holds it stop the digest of this person, and nothing else; it stands for as long as the secret. */
export const stopToken = (secret: string, personId: number) =>
  `${personId}.${seal(secret, personId).toString('base64url')}`

/** Whose digest a token stops; nobody’s, where it is not exactly one that we made. */
export function personOfToken(secret: string, token: string): number | undefined {
  const [, id = '', given = ''] = /^([1-9]\d{0,14})\.([\w-]{43})$/.exec(token) ?? []
  const expected = seal(secret, Number(id))
  const bytes = Buffer.from(given, 'base64url')
  const ours = bytes.length === expected.length && timingSafeEqual(bytes, expected)
  return ours && bytes.toString('base64url') === given ? Number(id) : undefined
}
