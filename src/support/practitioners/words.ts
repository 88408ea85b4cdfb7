/** What each unwanted word belongs to, as it is pointed out, and how it is known. */
const unwanted: [says: string, pattern: RegExp][] = [
  ['appraisal', /\bapprais(?:al|als|e|ed|er|ers|ing)\b/iu],
  [
    'performance management',
    /\bperformance[\s-]+(?:management|managed|manager|reviews?|related[\s-]+pay)\b/iu,
  ],
  ['capability', /\bcapability\b/iu],
  ['pay progression', /\b(?:pay|salary)[\s-]+(?:progression|points?|scales?|rises?|reviews?|decisions?)\b/iu],
  ['upper pay range', /\bupper[\s-]+pay[\s-]+(?:range|scale|spine)\b/iu],
  ['lesson grades', /\b(?:observation|lesson)[\s-]+(?:grades?|gradings?|judgements?)\b/iu],
  ['disciplinary matters', /\bdisciplinary\b/iu],
  ['grievance', /\bgrievances?\b/iu],
  ['sickness', /\bsick(?:ness(?:[\s-]+absence)?|[\s-]+leave)\b/iu],
  ['a pupil’s number', /\bUPN\b/u],
]

/** “a pupil called Ann”, “pupil Ann Other”: a name, as far as it can be told from a word at the start of one. */
const called = /\b(?:pupil|student|child|boy|girl)s?,?\s+(?:called|named)\s+\p{Lu}/u
const fullName =
  /\b(?:pupil|student|child|boy|girl)s?,?\s+(?!Premium|Council|Voice|Leadership|Progress|Parliament|Support|Services|Referral|Finance)\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}+/u

/** Letters that look alike are made one, and signs that are not seen go. */
const plain = (text: string) => text.normalize('NFKC').replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/gu, '')

/**
 * What of a text does not belong in a record of practitioners, in the words to point it out by: performance
 * management of any kind, which clause 22 does not ask for and nobody here may hold, and names of pupils.
 */
export function unwantedIn(text: string): string[] {
  const read = plain(text)
  const found = unwanted.filter(([, pattern]) => pattern.test(read)).map(([says]) => `“${says}”`)
  return called.test(read) || fullName.test(read) ? [...found, 'a pupil’s name'] : found
}

/** The sentence that points it out; nothing where the text may stand. */
export function unwantedSays(text: string | null): string | undefined {
  const found = unwantedIn(text ?? '')
  if (found.length === 0) return undefined
  const last = found.at(-1)
  const list = found.length === 1 ? last : `${found.slice(0, -1).join(', ')} and ${last}`
  return `This speaks of ${list}. Nothing of appraisal, pay or conduct and no pupil’s name is kept here: say it in other words, of work that others can see`
}

/** Said on every form on which something is written of a practitioner. */
export const keptOut =
  'Nothing of appraisal, performance management, capability or pay belongs here, and no pupil’s name.'
