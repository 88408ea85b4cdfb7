import { createHash } from 'node:crypto'

/** What is promised of the seed when the vote opens, and kept when it is told: its SHA-256, in hexadecimal. */
export const promiseOf = (seed: Uint8Array): string => createHash('sha256').update(seed).digest('hex')

/** A lot once it is drawn: the seed in hexadecimal and the words that were said in the room. */
export type Drawn = { seed: string; words: string }

/** What anybody hashes for the candidate who stands at this place of the ballot. */
const drawnFor = ({ seed, words }: Drawn, position: number) => `${seed}\n${words}\n${position}`

export const digestFor = (drawn: Drawn, position: number): string =>
  createHash('sha256').update(drawnFor(drawn, position), 'utf8').digest('hex')

export type Standing = { position: number; digest: string }

/** The candidates’ places on the ballot in the order of the lot: the smallest digest first, and first is best. */
export const lotOrder = (drawn: Drawn, positions: number[]): Standing[] =>
  positions
    .map((position) => ({ position, digest: digestFor(drawn, position) }))
    .sort((one, other) => (one.digest < other.digest ? -1 : 1))

/** Fewest and most characters of what is said aloud for a lot. */
export const WORDS = { fewest: 2, most: 200 } as const

/**
 * Words as they are kept and hashed: spaces and line ends become one space, and letters that can be written in two ways
 * are written in one, so that whoever types them from the page gets the same digest.
 */
export const spoken = (words: string) => words.normalize('NFC').replace(/\s+/g, ' ').trim()

/** Between single quotes a shell takes everything as it stands, but for the quote itself. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** The command by which anybody works out a candidate’s digest. */
export const commandFor = ({ seed, words }: Drawn, position: number): string =>
  `printf '%s\\n%s\\n%s' ${seed} ${quoted(words)} ${position} | sha256sum`

/** The command by which anybody sees that the seed is the one that was promised. */
export const commandForPromise = ({ seed }: Pick<Drawn, 'seed'>): string =>
  `printf "$(echo ${seed} | sed 's/../\\\\x&/g')" | sha256sum`
