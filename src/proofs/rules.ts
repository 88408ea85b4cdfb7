import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

export const CODE_LASTS_MINUTES = 10
export const MOST_TRIES = 5

/** Six digits, each as likely as any other. */
export const newCode = () => String(randomInt(1_000_000)).padStart(6, '0')

/** As it stands in a mail: in two halves, which are easier to carry over. */
export const codeInMail = (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`

const digested = (salt: string, code: string) => createHash('sha256').update(`${salt} ${code}`).digest()

/** What is kept of a code, with a salt of its own. */
export function digestOf(code: string, salt = randomBytes(16).toString('hex')): string {
  return `${salt}.${digested(salt, code).toString('hex')}`
}

/** Whether this is the code of which that was kept, in a time that tells nothing. */
export function isCode(kept: string, code: string): boolean {
  const [salt = '', digest = ''] = kept.split('.')
  const expected = Buffer.from(digest, 'hex')
  const given = digested(salt, code)
  return expected.length === given.length && timingSafeEqual(expected, given)
}

export type CodeKept = { codeDigest: string; attempts: number; live: boolean; used: boolean }
export type Tried = 'right' | 'wrong' | 'none' | 'over' | 'exhausted'

/**
 * What a try comes to. A code that was used is right for whoever sends the same form twice, and opens nothing
 * again; so that guessing at one tells nothing, any other is as if there were none.
 */
export function tried(kept: CodeKept | undefined, code: string): Tried {
  if (!kept) return 'none'
  if (kept.used) return isCode(kept.codeDigest, code) ? 'right' : 'none'
  if (!kept.live) return 'over'
  if (kept.attempts >= MOST_TRIES) return 'exhausted'
  return isCode(kept.codeDigest, code) ? 'right' : 'wrong'
}

const ANEW = 'Ask for a new one'

/** Why a code is not taken, to whoever typed it. `left` is how often they may still try. */
export function notTaken(outcome: Exclude<Tried, 'right'>, left: number): string {
  if (outcome === 'none') return 'No code waits for you here. Ask for one first'
  if (outcome === 'over') return `That code is more than ${CODE_LASTS_MINUTES} minutes old. ${ANEW}`
  if (outcome === 'exhausted' || left === 0)
    return `That code was typed wrongly ${MOST_TRIES} times and does not work any more. ${ANEW}`
  return `That is not the code we sent last. You can try ${left === 1 ? 'once' : `${left} times`} more`
}
