import { endsSentence, type Look } from './look.ts'
import type { Text } from './text.ts'

const PAGE_NUMBER = /^(?:page|p\.)?\s*[-–—|]?\s*\d{1,3}\s*(?:(?:of|\/)\s*\d{1,3})?\s*[-–—|]?$/i
const RULE = /^[-=_*.·…\s|:+]{3,}$/
/** Dots that lead the eye to a page number, or a line to write on. */
const LEADER = /_{3,}|\.{5,}|…{2,}|(?:\. ){4,}/
const FOOTNOTE = /^(?:[¹²³⁴-⁹]+|\[\d{1,2}\]:)/
/** Which version a text is, of which day and with which digest: told about it, not in it. */
const TOLD =
  /^(?:(?:draft )?version \d[\d.]*|\d{1,2} \p{L}+ \d{4}|published on .{1,60}comes into force .*|digest of these words.*|[0-9a-f]{20,})\.?$/iu
const REPEATED = 3
const LONGEST_REPEATED = 120

/** Which lines belong to the paper rather than to the text: page numbers, running heads, rules, notes, lists of contents. */
export function furnitureOf({ looks, explicit }: Text): boolean[] {
  // Markdown was written without pages: in it only gaps, rules and the heads of tables are none of the text.
  if (explicit)
    return looks.map((look, i) => look.blank || RULE.test(look.raw) || headsTable(look, looks[i + 1]))
  const again = repeatedIn(looks)
  const contents = contentsOf(looks)
  return looks.map(
    (look, i) =>
      look.blank || isMark(look) || headsTable(look, looks[i + 1]) || contents.has(i) || again.has(i),
  )
}

const isMark = ({ style, raw }: Look) =>
  style === 'small' || [PAGE_NUMBER, RULE, LEADER, FOOTNOTE, TOLD].some((mark) => mark.test(raw))

const COLUMN = /^(no|nr|ref|number|clause|item|protocol|#)\b\.?\s/i
/** The names of a table's columns. */
const headsTable = ({ style, label, text }: Look, next: Look | undefined) =>
  style === 'row' && !label && (/^[|:\s-]{5,}$/.test(next?.raw ?? '') || COLUMN.test(text))

/** Lines that stand again and again, as running heads do; the title stands once, wherever else it is set. */
function repeatedIn(looks: Look[]): Set<number> {
  const places = new Map<string, number[]>()
  for (const [i, { raw, blank, label, heading }] of looks.entries())
    if (!blank && !label && heading === undefined && raw.length <= LONGEST_REPEATED)
      places.set(raw, [...(places.get(raw) ?? []), i])
  const first = looks.find(({ blank }) => !blank)
  const again = [...places].flatMap(([raw, at]) =>
    raw === first?.raw ? at.slice(1) : at.length >= REPEATED ? at : [],
  )
  return new Set(again)
}

const CONTENTS = /^(?:table of )?contents:?$/i
const withoutPage = (text: string) => text.replace(/[\s.]*\d{1,3}$/, '')

/** A list of contents: from its heading on, the lines that stand again further down. */
function contentsOf(looks: Look[]): Set<number> {
  const found = new Set<number>()
  const start = looks.findIndex(({ text }) => CONTENTS.test(text))
  if (start === -1) return found
  found.add(start)
  for (let i = start + 1; i < looks.length; i++) {
    const look = looks[i] as Look
    if (look.blank) continue
    const title = withoutPage(look.words)
    if (!looks.slice(i + 1).some(({ words }) => words === title || words === look.words)) break
    found.add(i)
  }
  return found
}

const SIGNING =
  /\b(signed|signature|signatory|signatories|print(ed)? name|name of (the )?(school|academy|college)|on behalf of|dated?|chair of (the )?(governors|governing|trust|trustees|board)|head ?teacher|principal|agreement of schools|undersigned)\b/i
const LONGEST_SIGNING = 60

/** A line to be filled in by those who sign. */
export const isForSigning = ({ text, label, indent }: Look) =>
  !label && indent < 3 && text.length <= LONGEST_SIGNING && SIGNING.test(text) && !/[.;]$/.test(text)

const ACCEPTS = /\b(accepts?|agrees?|adopts?|undersigned|approved by)\b/i

/** What signatories declare above their names, where it stands between the last clause and them. */
export const isDeclared = ({ text, label, bullet, indent }: Look) =>
  !label && indent < 3 && !bullet && ACCEPTS.test(text) && endsSentence(text)
