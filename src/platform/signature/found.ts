/**
 * A signature in a file: it signs all up to `until` but what is between `gapFrom` and `gapTo`, where its contents
 * stand as hexadecimal digits. `until` may lie beyond the end of a file that was cut short.
 */
export type Found = { gapFrom: number; gapTo: number; until: number; contents: Buffer }

const MARK = '/ByteRange'
const RANGE = /^\s{0,10}\[\s{0,10}(\d{1,10})\s{1,12}(\d{1,10})\s{1,12}(\d{1,10})\s{1,12}(\d{1,10})\s{0,12}\]/
const LONGEST_RANGE = 120
const LONGEST_CONTENTS = 200_000
/** More than any document here bears; of a file made to waste time no more is looked at. */
const MOST = 12
const MOST_MARKS = 1_000

/**
 * Every signature a file says it bears, in their order. The file may be anybody's, so it is not understood as a PDF,
 * with all that can be hidden in one: each signature says which bytes it signs, and those bytes are what counts.
 */
export function signaturesIn(file: Buffer): Found[] {
  const found: Found[] = []
  let from = file.indexOf(MARK)
  for (let marks = 0; from >= 0 && marks < MOST_MARKS && found.length < MOST; marks += 1) {
    from += MARK.length
    const range = RANGE.exec(file.toString('latin1', from, from + LONGEST_RANGE))
    const one = range && placed(file, range.slice(1).map(Number))
    if (one) found.push(one)
    from = file.indexOf(MARK, from)
  }
  return found
}

/** Nothing where the bytes it names cannot be what a signature signs, and what it leaves out no signature. */
function placed(file: Buffer, [start = 0, gapFrom = 0, gapTo = 0, rest = 0]: number[]): Found | undefined {
  const gap = gapTo - gapFrom
  if (start !== 0 || gap < 4 || gap > LONGEST_CONTENTS) return undefined
  const contents = file.toString('latin1', gapFrom, gapTo)
  if (!/^<[0-9a-fA-F]*>$/.test(contents)) return undefined
  return { gapFrom, gapTo, until: gapTo + rest, contents: file.subarray(gapFrom + 1, gapTo - 1) }
}
