/** Words that many schools and trusts have, and that tell none of them from another. */
const COMMON = new Set(
  (
    'the and for of academy academies academic acad school schools high secondary college sixth form trust trusts multi mat ' +
    'learning education educational foundation federation group council county borough ltd limited plc account payments payment ' +
    'subs subscription invoice bacs fps ref community church england catholic roman girls boys saint'
  ).split(' '),
)

const SHORTEST_WORD = 3

const wordsOf = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[’'\p{M}]/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(({ length }) => length >= SHORTEST_WORD)

const telling = (text: string) => wordsOf(text).filter((word) => !COMMON.has(word))

/** A bank cuts names off, at 18 characters as a rule: the start of a word is taken for it. */
const same = (one: string, other: string) => one.startsWith(other) || other.startsWith(one)

const within = (few: readonly string[], many: readonly string[]) =>
  few.length > 0 && few.every((word) => many.some((other) => same(word, other)))

/**
 * Whether a bank’s name for a payer may be this school, payer or trust: every telling word of the one is among those of
 * the other. `inWords`, where the text holds more than a name, every telling word of the name must be in it.
 */
export function nameAlike(text: string, name: string, inWords = false): boolean {
  const [given, known] = [telling(text), telling(name)]
  return within(known, given) || (!inWords && within(given, known))
}
