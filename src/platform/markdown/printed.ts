import type { Token, Tokens } from 'marked'
import type { Block, Text } from '../pdf/document.ts'
import { isLinkable, type Known, known, meant, piecesOf, tokensOf } from './tokens.ts'

type Insert = (name: string) => string | undefined
type Run = Exclude<Text, string>[number]
type Said = { bold?: boolean; link?: string }

/** Deeper than this nobody reads on, and a typesetter need not. */
const DEEPEST = 12

/** The same text as `Markdown` shows on a page, as a document prints it. */
export const markdownBlocks = (markdown: string, insert: Insert = () => undefined): Block[] =>
  tokensOf(markdown).flatMap((token) => blocksOf(token, insert, 0))

function blocksOf(token: Token, insert: Insert, depth: number): Block[] {
  const it = known(token)
  const words = (tokens: Token[]) => runsOf(tokens, insert, {}, depth + 1)
  if (depth > DEEPEST) return [{ kind: 'paragraph', text: token.raw }]
  switch (it.type) {
    case 'heading':
      return [{ kind: 'heading', level: 3, text: textOf(words(it.tokens)) }]
    case 'paragraph':
      return [{ kind: 'paragraph', text: words(it.tokens) }]
    case 'text':
      return [{ kind: 'paragraph', text: words(it.tokens ?? [it]) }]
    case 'list':
      return [{ kind: 'list', numbered: it.ordered, items: itemsOf(it, insert, depth) }]
    case 'blockquote':
      return (it.tokens ?? []).flatMap((inner) => blocksOf(inner, insert, depth + 1))
    case 'code':
    case 'html':
      return [{ kind: 'paragraph', text: it.text.trim() }]
    case 'table':
      return [tableOf(it, words)]
    default:
      return []
  }
}

/** Lists within lists are printed as one, in the order they are read. */
function itemsOf({ items }: Tokens.List, insert: Insert, depth: number): Text[] {
  return items.flatMap((item) =>
    item.tokens
      .flatMap((token) => blocksOf(token, insert, depth + 1))
      .flatMap((block): Text[] =>
        block.kind === 'list' ? [...block.items] : block.kind === 'paragraph' ? [block.text] : [],
      ),
  )
}

function tableOf({ header, rows }: Tokens.Table, words: (tokens: Token[]) => Text): Block {
  const columns = header.map(({ tokens }) => ({ header: textOf(words(tokens)) }))
  return {
    kind: 'table',
    caption: columns.map(({ header }) => header).join(', '),
    columns,
    rows: rows.map((row) => row.map(({ tokens }) => words(tokens))),
  }
}

const textOf = (text: Text) =>
  typeof text === 'string' ? text : text.map((run) => (typeof run === 'string' ? run : run.text)).join('')

function runsOf(tokens: Token[], insert: Insert, said: Said, depth: number): Run[] {
  if (depth > DEEPEST) return [runSaying(tokens.map(({ raw }) => raw).join(''), said)]
  return tokens.flatMap((token) => {
    const it = known(token)
    const inner = 'tokens' in it && it.tokens
    return inner ? runsOf(inner, insert, { ...said, ...saidBy(it) }, depth + 1) : [wordOf(it, insert, said)]
  })
}

function saidBy(it: Known): Said {
  if (it.type === 'strong') return { bold: true }
  return it.type === 'link' && isLinkable(it.href) ? { link: it.href } : {}
}

function wordOf(it: Known, insert: Insert, said: Said): Run {
  if (it.type === 'text') return runSaying(inserted(it.text, insert), said)
  return runSaying('text' in it ? it.text : it.type === 'br' ? ' ' : it.raw, said)
}

const inserted = (text: string, insert: Insert) =>
  piecesOf(text)
    .map((piece, i) => (i % 2 === 0 ? meant(piece) : (insert(piece) ?? `{{${piece}}}`)))
    .join('')

const runSaying = (text: string, said: Said): Run => (said.bold || said.link ? { text, ...said } : text)
