import type { Found } from './queries.ts'

/** What the database sets around the words it found: signs that no text typed here holds. */
export const MARK = { begin: '\u0002', end: '\u0003' } as const

export type Piece = { text: string; found: boolean }

/** A snippet in its pieces, so that what was found can be marked and everything still be escaped. */
export function piecesOf(snippet: string): Piece[] {
  return snippet
    .split(MARK.begin)
    .flatMap((part, i) => {
      if (i === 0) return [{ text: part, found: false }]
      const [found = '', ...rest] = part.split(MARK.end)
      return [
        { text: found, found: true },
        { text: rest.join(''), found: false },
      ]
    })
    .filter(({ text }) => text !== '')
}

/** A snippet as plain text. */
export const plainly = (snippet: string) =>
  piecesOf(snippet)
    .map(({ text }) => text)
    .join('')

/** Where what was found stands in full. */
export function addressOf({
  source,
  rowId,
  meetingId,
  itemId,
}: Pick<Found, 'source' | 'rowId' | 'meetingId' | 'itemId'>) {
  const at = `/meetings/${meetingId}`
  if (source === 'paper') return `${at}/papers/${rowId}`
  if (source === 'decision') return `/meetings/decisions/${rowId}`
  if (source === 'action') return `/meetings/actions/${rowId}`
  if (source === 'ballot') return `/ballots/${rowId}`
  if (source === 'minute') return `${at}/minutes`
  if (source === 'feedback') return at
  return `${at}/items/${itemId}`
}
