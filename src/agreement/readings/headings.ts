import { isForSigning } from './furniture.ts'
import { endsSentence, type Look } from './look.ts'
import type { Place } from './outline.ts'
import { nextOf, type Text } from './text.ts'

const LONGEST_HEADING = 70
const MOST_WORDS = 9
/** Who promises something speaks in these words; a heading does not. */
const PROMISES = /\b(we|will|shall|must|should|agree[sd]?|is|are|does|do|has|have)\b/i

const isShort = (text: string) =>
  text !== '' && text.length <= LONGEST_HEADING && text.split(' ').length <= MOST_WORDS
const isCapitals = (text: string) => /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text)
const mayBeTitle = (text: string) =>
  /^["“‘'(]?\p{Lu}/u.test(text) && (!endsSentence(text) || text.endsWith(':'))

/** Which lines without a number are headings: marked as such, or standing alone as one would. */
export function headingsOf(text: Text, out: boolean[]): boolean[] {
  const { looks, starts } = text
  const says = saysItself(text)
  return looks.map((look, i) => {
    if (out[i] || look.label) return false
    if (look.heading !== undefined) return true
    if (look.bullet || !starts[i] || !isShort(look.text) || isForSigning(look)) return false
    return says(look) ?? (mayBeTitle(look.text) && !PROMISES.test(look.text) && standsAlone(looks, out, i))
  })
}

/** What its own marks say of a line: it is a heading, or it is none; undefined where only its place can tell. */
function saysItself({ looks, explicit }: Text): (look: Look) => boolean | undefined {
  const styled = looks.some(({ style }) => style === 'heading')
  const levelled = looks.some(({ heading = 0 }) => heading > 1)
  const shouted =
    looks.filter(({ text }) => isCapitals(text)).length * 2 > looks.filter(({ blank }) => !blank).length
  return ({ text, strong }) => {
    if (explicit) return strong && !levelled
    if (strong || (isCapitals(text) && !shouted)) return mayBeTitle(text)
    return styled ? false : undefined
  }
}

/** Nothing goes on from it: what follows is a gap, a number or a bullet. */
function standsAlone(looks: Look[], out: boolean[], i: number): boolean {
  const next = looks[i + 1]
  const follows = nextOf(out, i)
  if (!next || follows === -1) return false
  const { label, bullet } = looks[follows] as Look
  return next.blank || !!label || bullet
}

/** Whether a numbered line heads a part: it says so, is marked so, or is a bare title with numbers beneath it. */
export function headsPart(
  { looks, explicit }: Text,
  out: boolean[],
  places: (Place | undefined)[],
  i: number,
) {
  const look = looks[i] as Look
  const place = places[i]
  if (look.heading !== undefined) return true
  if (!place || explicit || !look.label) return false
  if (look.label.heads && isShort(look.text)) return true
  if (!isShort(look.words) || !mayBeTitle(look.words) || PROMISES.test(look.words)) return false
  if (look.strong || isCapitals(look.words)) return true
  const next = nextOf(out, i)
  const below = next === -1 ? undefined : looks[next]
  if (!below) return false
  return (places[next]?.level ?? 0) > place.level || (below.bullet && !places[next])
}
