import type { Child } from 'hono/jsx'
import type { Token, Tokens } from 'marked'
import { isLinkable, known, meant, piecesOf, tokensOf } from './markdown/tokens.ts'
import { Prose } from './parts.tsx'

export { markdownBlocks } from './markdown/printed.ts'

/** What is to be set in a text where it says `{{name}}`; undefined leaves the text as it was typed. */
export type Insert = (name: string) => Child | undefined

type MarkdownProps = {
  text: string
  insert?: Insert
  /** The level of the heading that the text stands beneath; its own headings are lower. */
  under?: 1 | 2 | 3
}

type Drawing = { insert: Insert; under: number; depth: number }

/** Deeper lists and quotations are shown as they were typed. */
const DEEPEST = 12

/**
 * Text that people wrote, in Markdown. Nothing in it becomes HTML but by our own elements: what looks like HTML
 * is shown as it was typed, pictures by their words, and links lead only to the web or to mail.
 */
export const Markdown = ({ text, insert = () => undefined, under = 2 }: MarkdownProps) => (
  <Prose>
    <Blocks tokens={tokensOf(text)} drawing={{ insert, under, depth: 0 }} />
  </Prose>
)

function Blocks({ tokens, drawing }: { tokens: Token[]; drawing: Drawing }) {
  if (drawing.depth > DEEPEST) return <>{tokens.map(({ raw }) => raw)}</>
  const deeper = { ...drawing, depth: drawing.depth + 1 }
  return (
    <>
      {tokens.map((token) => (
        <Block token={token} drawing={deeper} />
      ))}
    </>
  )
}

function Block({ token, drawing }: { token: Token; drawing: Drawing }): Child {
  const it = known(token)
  switch (it.type) {
    case 'heading':
      return <Heading of={it} drawing={drawing} />
    case 'paragraph':
      return (
        <p>
          <Words tokens={it.tokens} drawing={drawing} />
        </p>
      )
    case 'list':
      return <List of={it} drawing={drawing} />
    case 'blockquote':
      return (
        <blockquote>
          <Blocks tokens={it.tokens ?? []} drawing={drawing} />
        </blockquote>
      )
    case 'code':
      return <pre>{it.text}</pre>
    case 'hr':
      return <hr />
    case 'table':
      return <Rows of={it} drawing={drawing} />
    case 'html':
      return isComment(it.raw) ? null : <p>{it.raw.trim()}</p>
    case 'text':
      return <Words tokens={it.tokens ?? [it]} drawing={drawing} />
    default:
      return null
  }
}

const isComment = (html: string) => /^\s*<!--[\s\S]*-->\s*$/.test(html)

function Heading({ of: { depth, tokens }, drawing }: { of: Tokens.Heading; drawing: Drawing }) {
  const Level = `h${Math.min(6, Math.max(depth, drawing.under + 1))}` as 'h2' | 'h3' | 'h4'
  return (
    <Level>
      <Words tokens={tokens} drawing={drawing} />
    </Level>
  )
}

function List({ of, drawing }: { of: Tokens.List; drawing: Drawing }) {
  const items = of.items.map((item) => (
    <li>
      <Blocks tokens={item.tokens} drawing={drawing} />
    </li>
  ))
  if (!of.ordered) return <ul>{items}</ul>
  return <ol {...(of.start === 1 || of.start === '' ? {} : { start: of.start })}>{items}</ol>
}

function Rows({ of: { header, rows }, drawing }: { of: Tokens.Table; drawing: Drawing }) {
  const words = ({ tokens }: Tokens.TableCell) => <Words tokens={tokens} drawing={drawing} />
  return (
    <table>
      <thead>
        <tr>
          {header.map((cell) => (
            <th scope="col">{words(cell)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((cell) => (
              <td>{words(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Words({ tokens, drawing }: { tokens: Token[]; drawing: Drawing }) {
  if (drawing.depth > DEEPEST) return <>{tokens.map(({ raw }) => raw)}</>
  const deeper = { ...drawing, depth: drawing.depth + 1 }
  return (
    <>
      {tokens.map((token) => (
        <Word token={token} drawing={deeper} />
      ))}
    </>
  )
}

function Word({ token, drawing }: { token: Token; drawing: Drawing }): Child {
  const it = known(token)
  const inside = 'tokens' in it && it.tokens ? <Words tokens={it.tokens} drawing={drawing} /> : null
  switch (it.type) {
    case 'strong':
      return <strong>{inside}</strong>
    case 'em':
      return <em>{inside}</em>
    case 'del':
      return <s>{inside}</s>
    case 'codespan':
      return <code>{it.text}</code>
    case 'br':
      return <br />
    case 'link':
      return isLinkable(it.href) ? (
        <a href={it.href} class="govuk-link" rel="noreferrer">
          {inside}
        </a>
      ) : (
        inside
      )
    case 'image':
      return it.text
    case 'text':
      return inside ?? <Inserted text={it.text} insert={drawing.insert} />
    case 'html':
      return isComment(it.raw) ? null : it.raw
    case 'escape':
      return it.text
    default:
      return token.raw
  }
}

const Inserted = ({ text, insert }: { text: string; insert: Insert }) => (
  <>{piecesOf(text).map((piece, i) => (i % 2 === 0 ? meant(piece) : (insert(piece) ?? `{{${piece}}}`)))}</>
)
