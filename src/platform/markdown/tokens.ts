import { Marked, type Token, type Tokens } from 'marked'

/** Beyond this a text is shown as it stands: a parser can take very long over what nobody would write. */
const MOST_CHARACTERS = 40_000

// Addresses of mail are left as text: looking for them takes quadratic time over one long word.
const reader = new Marked({
  gfm: true,
  tokenizer: { url: (text) => (/^https?:\/\//i.test(text) ? false : undefined) },
})

/** The Markdown as marked reads it, or paragraphs of plain text where it is too long or too deep to be read. */
export function tokensOf(markdown: string): Token[] {
  if (markdown.length > MOST_CHARACTERS) return plainly(markdown)
  try {
    return reader.lexer(markdown)
  } catch (error) {
    if (error instanceof RangeError) return plainly(markdown)
    throw error
  }
}

const plainly = (text: string): Token[] =>
  text
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim())
    .map((paragraph) => {
      const said = { type: 'text', raw: paragraph, text: paragraph.trim(), escaped: false } as const
      return { type: 'paragraph', raw: paragraph, text: said.text, tokens: [said] }
    })

export type Known =
  | Tokens.Heading
  | Tokens.Paragraph
  | Tokens.Text
  | Tokens.List
  | Tokens.Blockquote
  | Tokens.Code
  | Tokens.Hr
  | Tokens.Table
  | Tokens.HTML
  | Tokens.Escape
  | Tokens.Strong
  | Tokens.Em
  | Tokens.Del
  | Tokens.Codespan
  | Tokens.Br
  | Tokens.Link
  | Tokens.Image
  | Tokens.Tag

/** Without extensions marked makes no other tokens than these, blank lines and definitions aside. */
export const known = (token: Token) => token as Known

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' }

/** Text as it was meant: `&amp;` is an ampersand. Escaping for a page is for whoever draws it. */
export const meant = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|nbsp);|&#39;/g, (_, name?: string) => (name ? (entities[name] ?? '') : "'"))

/** An address that may stand in a link: the web or mail, never a script. */
export const isLinkable = (address: string) => /^(https?:\/\/[^\s/]|mailto:[^\s@]+@)/i.test(address)

const INSERT = /\{\{\s*([^{}\n]+?)\s*\}\}/

/** A text's words and, at each odd place, the name of what is to be set among them: `{{support_days}}`. */
export const piecesOf = (text: string) => text.split(new RegExp(INSERT, 'g'))

/** The names of everything that is to be set in a text. */
export const insertsIn = (text: string) => piecesOf(text).filter((_, i) => i % 2 === 1)

/** `raw` is the heading as it was typed, with its level; the first part has none. */
export type Part = { heading: string | null; depth: number; raw: string; markdown: string }

/** A text cut at its headings of any level. What stands before the first is the first part, if there is any. */
export function partsOf(markdown: string): Part[] {
  const parts: Part[] = [{ heading: null, depth: 0, raw: '', markdown: '' }]
  for (const token of tokensOf(markdown)) {
    const last = parts.at(-1) as Part
    if (token.type !== 'heading') last.markdown += token.raw
    else parts.push({ heading: token.text, depth: token.depth, raw: token.raw, markdown: '' })
  }
  return parts.filter(({ heading, markdown }) => heading !== null || markdown.trim())
}
