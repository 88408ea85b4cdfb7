import { constants, createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** A published list of a secret vote, made from docs/secret-ballots.md alone: nothing here asks the product. */
export type Papers = {
  format: string
  ballot: number
  alliance: string
  question: string
  asks: string
  counting: string | null
  majority: string | null
  abstentionsCast: boolean
  electors: { all: number; present: number }
  quorum: number | null
  options: { choice: string; says: string; position: number }[]
  took: string[]
  named: { school: string; choice: string }[]
  key: string
  papers: Paper[]
  lot: { promise: string; seed: string | null; words: string | null } | null
  closedAt: string
  digest: string
  result: { outcome: string; elected: string | null; says: string }
}
export type Paper = { receipt: string; token: string; signature: string; choice: string; proof: string }

const FORMAT = 'endeavour-secret-ballot-1'
const hex = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex')
const spki = (key: KeyObject) => key.export({ format: 'der', type: 'spki' })

export const rsa = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits })
const keys = rsa(2048)
export const signingKey = keys.privateKey
export const otherKeys = rsa(2048)
export const KEY = spki(keys.publicKey).toString('base64')

/** Crockford's base32 of the first 100 bits, by arithmetic on one large number. */
export function receiptOf(token: Uint8Array): string {
  let rest = BigInt(`0x${hex(token)}`) >> 156n
  let receipt = ''
  for (let nth = 0; nth < 20; nth += 1) {
    receipt = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.charAt(Number(rest % 32n)) + receipt
    rest /= 32n
  }
  return receipt
}

/** Blind signing ends in just such a signature; here nobody needs to be blind. */
export const signedBy = (key: KeyObject, token: Uint8Array, saltLength = 48) =>
  sign('sha384', token, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })

const coordinate = (text: string | undefined) => Buffer.from(text ?? '', 'base64url')

/** A paper not yet filled in, and the key used once. */
export function blank(signing = keys.privateKey) {
  const once = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = once.publicKey.export({ format: 'jwk' })
  const token = Buffer.concat([randomBytes(32), Buffer.of(4), coordinate(x), coordinate(y)])
  return { token, signature: signedBy(signing, token), once: once.privateKey }
}
export type Blank = ReturnType<typeof blank>

export function filledIn({ token, signature, once }: Blank, choice: string, ballot = 7, key = KEY): Paper {
  const says = `${FORMAT}\n${ballot}\n${hex(Buffer.from(key, 'base64'))}\n${choice}`
  const proof = sign('sha256', Buffer.from(says), { key: once, dsaEncoding: 'ieee-p1363' })
  return {
    receipt: receiptOf(token),
    token: token.toString('base64'),
    signature: signature.toString('base64'),
    choice,
    proof: proof.toString('base64'),
  }
}

/** Papers are made once for all tests: each costs a signature or two. */
const blanks = new Map<number, Blank>()
const filledBefore = new Map<string, Paper>()
function filled(nth: number, choice: string): Paper {
  const empty = blanks.get(nth) ?? blank()
  blanks.set(nth, empty)
  const paper = filledBefore.get(`${nth} ${choice}`) ?? filledIn(empty, choice)
  filledBefore.set(`${nth} ${choice}`, paper)
  return paper
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Puts all in order and says the digest, as an honest publisher does, and a forger who knows how. */
export function sealed(file: Papers): Papers {
  file.took.sort(byBytes)
  file.named.sort((a, b) => byBytes(a.school, b.school))
  file.papers.sort((a, b) => byBytes(a.receipt, b.receipt))
  const lines = [FORMAT, `${file.ballot}`, hex(Buffer.from(file.key, 'base64'))]
  lines.push(`asks ${file.asks}`, `counting ${file.counting ?? '-'}`, `majority ${file.majority ?? '-'}`)
  lines.push(`abstentions ${file.abstentionsCast ? 'yes' : 'no'}`)
  lines.push(`electors ${file.electors.all} ${file.electors.present}`, `quorum ${file.quorum ?? '-'}`)
  lines.push(`lot ${file.lot?.promise ?? '-'}`)
  for (const { choice, position, says } of [...file.options].sort((a, b) => a.position - b.position))
    lines.push(['option', choice, position, says].join(' '))
  lines.push(`question ${hex(file.question)}`)
  for (const school of file.took) lines.push(`took ${school}`)
  for (const { school, choice } of file.named) lines.push(`named ${school} ${choice}`)
  for (const { receipt, token, signature, choice, proof } of file.papers)
    lines.push(['paper', receipt, token, signature, choice, proof].join(' '))
  file.digest = hex(lines.join('\n'))
  return file
}

const ANSWERS = ['for', 'against', 'abstain'].map((choice, nth) => ({
  choice,
  says: choice,
  position: nth + 1,
}))

/** The list of a vote in which these choices were made, on papers and by name; `kept` papers stayed out of the box. */
export function published(says: Partial<Papers>, choices: string[], named: string[] = [], kept = 0): Papers {
  const all = choices.length + named.length + kept
  return sealed({
    format: FORMAT,
    ballot: 7,
    alliance: 'Vale Learning Alliance',
    question: 'Shall clause 32 be changed?',
    asks: 'motion',
    counting: null,
    majority: 'simple',
    abstentionsCast: false,
    electors: { all, present: all },
    quorum: null,
    options: ANSWERS.map((answer) => ({ ...answer })),
    took: Array.from({ length: choices.length + kept }, (_, nth) => `School ${nth} of St Aldhelm’s`),
    named: named.map((choice, nth) => ({ school: `Élm ${nth}`, choice })),
    key: KEY,
    papers: choices.map((choice, nth) => ({ ...filled(nth, choice) })),
    lot: null,
    closedAt: '2027-05-06T16:20:00.000Z',
    digest: '',
    result: { outcome: 'carried', elected: null, says: 'The motion is carried.' },
    ...says,
  })
}

/** An election among so many candidates: their numbers are 11, 12, …, their positions 1, 2, …. */
export const election = (counting: string, candidates: number): Partial<Papers> => ({
  ...{ asks: 'election', counting, majority: null },
  options: Array.from({ length: candidates }, (_, nth) => ({
    ...{ choice: `${11 + nth}`, says: `Candidate ${nth + 1}`, position: nth + 1 },
  })),
})

export const elects = (elected: string | null, outcome = elected ? 'elected' : 'nobody elected') => ({
  result: { outcome, elected, says: '' },
})

export function lotOf(words: string, seed = '5eed'.repeat(16)) {
  return { promise: hex(Buffer.from(seed, 'hex')), seed, words }
}

/** Positions from the one that this lot places best. */
export function orderBy({ seed, words }: { seed: string; words: string }, positions: number): number[] {
  const drawn = Array.from(
    { length: positions },
    (_, nth) => [hex(`${seed}\n${words}\n${nth + 1}`), nth + 1] as const,
  )
  return drawn.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, position]) => position)
}
