import { isOffice, type Who } from '../platform/who.ts'

/** The office sees what was sent. In the demonstration anybody does: links to sign in are read there. */
export const mayReadMails = (who: Who, demonstration: boolean) => demonstration || isOffice(who)

export type Piece = { text: string; to?: string }

const ADDRESS = /https?:\/\/[^\s<>"]+/g

/** A one-time code stands in a paragraph of its own. */
const CODE = /^\d{3} \d{3}$/

/**
 * The paragraphs of a mail, in pieces of which addresses on our own site become links. A link that signs
 * somebody in, or a code that proves who they are, is theirs alone: it is left out wherever it is `secret`, so
 * that nobody in the office can use it.
 */
export const paragraphsOf = (body: string, site: string, secret: boolean): Piece[][] =>
  body.split(/\n{2,}/).map((paragraph) => piecesOf(paragraph, site, secret))

function piecesOf(body: string, site: string, secret: boolean): Piece[] {
  if (secret && CODE.test(body)) return [{ text: '[a code that only they can use]' }]
  const pieces: Piece[] = []
  let at = 0
  for (const { 0: address, index } of body.matchAll(ADDRESS)) {
    pieces.push({ text: body.slice(at, index) }, linked(address, site, secret))
    at = index + address.length
  }
  return [...pieces, { text: body.slice(at) }].filter(({ text }) => text !== '')
}

function linked(address: string, site: string, secret: boolean): Piece {
  if (!URL.canParse(address) || new URL(address).origin !== site) return { text: address }
  const { pathname, search } = new URL(address)
  if (secret && new URLSearchParams(search).has('token')) return { text: '[a link that only they can use]' }
  return { text: address, to: pathname + search }
}
