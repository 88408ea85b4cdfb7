/**
 * Words that say how good something was rather than what was seen. A word-match is help for the observer and never a
 * verdict: whoever reports what was said in the room may keep it.
 */
export const judgingWords = [
  'good',
  'very good',
  'better',
  'best',
  'great',
  'excellent',
  'outstanding',
  'exemplary',
  'superb',
  'brilliant',
  'fantastic',
  'wonderful',
  'amazing',
  'impressive',
  'perfect',
  'nice',
  'nicely',
  'lovely',
  'pleasing',
  'effective',
  'effectively',
  'ineffective',
  'ineffectively',
  'strong',
  'stronger',
  'weak',
  'weaker',
  'weakness',
  'weaknesses',
  'strength',
  'strengths',
  'poor',
  'poorly',
  'bad',
  'badly',
  'worse',
  'worst',
  'inadequate',
  'inadequately',
  'adequate',
  'satisfactory',
  'unsatisfactory',
  'requires improvement',
  'disappointing',
  'disappointingly',
  'mediocre',
  'appropriate',
  'appropriately',
  'inappropriate',
  'inappropriately',
  'successful',
  'successfully',
  'unsuccessful',
  'engaging',
  'boring',
  'dull',
  'lazy',
  'naughty',
  'chaotic',
  'well behaved',
  'badly behaved',
  'well managed',
  'well organised',
  'well planned',
  'well paced',
  'well structured',
  'worked well',
  'works well',
  'working well',
  'went well',
  'should',
  'shouldn’t',
  'should’ve',
  'ought',
  'needs to',
  'need to improve',
  'fails to',
  'failed to',
  'unfortunately',
  'lacked',
  'lacking',
] as const

/** What somebody said in the room stands between quotation marks and is no judgement of the observer’s. */
const QUOTED = [
  /“[^”\n]*”/gu,
  /"[^"\n]*"/gu,
  /(?<![\p{L}\p{N}])‘[^‘\n]*?’(?![\p{L}\p{N}])/gu,
  /(?<![\p{L}\p{N}])'(?=\S)[^'\n]*(?:'(?=[\p{L}\p{N}])[^'\n]*)*'(?![\p{L}\p{N}])/gu,
]

/** Between the words of a phrase anything may stand that a line break or a hyphen makes of a space. */
const pattern = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${[...judgingWords]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(' ', '[\\s\\-‐‑–]+').replaceAll('’', "['’]"))
    .join('|')})(?![\\p{L}\\p{N}])`,
  'giu',
)

/** The judging words of a text outside quotation marks, as they were typed, each once, in their order. */
export function judgingIn(text: string): string[] {
  const plain = QUOTED.reduce(
    (left, quoted) => left.replace(quoted, (said) => ' . '.padEnd(said.length)),
    text.normalize('NFKC'),
  )
  const found = [...plain.matchAll(pattern)].map(([word]) => word.replace(/\s+/g, ' '))
  return found.filter((word, i) => found.findIndex((one) => one.toLowerCase() === word.toLowerCase()) === i)
}

const MOST_SAID = 5

/** What is pointed out beside the words; none where nothing in them judges. */
export function judgingInWords(text: string): string | null {
  const found = judgingIn(text)
  if (found.length === 0) return null
  const listed = found.slice(0, MOST_SAID).map((word) => `“${word}”`)
  const last = listed.pop()
  const said = listed.length > 0 ? `${listed.join(', ')} and ${last}` : last
  return `${said} ${found.length === 1 ? 'judges' : 'judge'}. Say what you saw or heard: who did or said what, and how many of them`
}
