import { inWords } from '../platform/day.ts'
import type { Block, Document } from '../platform/pdf.ts'
import type { Published } from './queries.ts'
import { type Clause, forceRule, partsOf, type Words } from './rules.ts'

/** What Markdown would take for more than itself stands behind a backslash. */
const marked = (text: string) =>
  text
    .replace(/[\\*_`#|<>[\]~]/g, '\\$&')
    .replace(/^([([]?[\p{L}\p{N}]{1,14}(?:[.(][\p{L}\p{N}]{1,9}\)?)*)([.):\]])/u, '$1\\$2')
    .replace(
      /^((?:\p{L}{1,12}\s+)?[\p{L}\p{N}]{1,9})(\s*[:.–—-])(?=\s|$)/u,
      (_, start: string, mark: string) => start + mark.replace(/\S/, '\\$&'),
    )
    .replace(/^([-–—•+=])/, '\\$1')

const INDENT = '   '
const BULLET = /^• /

/** A line of words; one that was a bullet stays one. */
const line = (text: string) => (BULLET.test(text) ? `• ${marked(text.replace(BULLET, ''))}` : marked(text))

/** The text as Markdown, from which a reading gives back the same words. */
export function markdownOf({ title, opening, clauses }: Words): string {
  const lines = [`# ${marked(title)}`, '']
  for (const words of opening.split('\n')) lines.push(line(words), '')
  for (const { part, clauses: inPart } of partsOf(clauses)) {
    if (part !== '' || clauses[0]?.part !== '') lines.push(`## ${marked(part)}`.trimEnd(), '')
    lines.push(...inPart.flatMap(markdownClause))
  }
  return `${lines.join('\n').trimEnd()}\n`
}

function markdownClause({ number, words }: Clause): string[] {
  const [first = '', ...more] = words.split('\n')
  return [`${number}. ${marked(first)}`, ...more.flatMap((words) => ['', INDENT + line(words)]), '']
}

/** The text for any program that shows letters. */
export function plainTextOf({ title, opening, clauses }: Words): string {
  const parts = partsOf(clauses).flatMap(({ part, clauses }) => [
    ...(part === '' ? [] : [part, '']),
    ...clauses.flatMap(({ number, words }) => [`${number}. ${words.replaceAll('\n', `\n${INDENT}`)}`, '']),
  ])
  return `${[title, '', ...(opening === '' ? [] : [opening.replaceAll('\n', '\n\n'), '']), ...parts].join('\n').trimEnd()}\n`
}

/** A published version as a document, with what its signatories sign by: the digest. */
export function documentOf(version: Published, clauses: Clause[], alliance: string): Document {
  const { title, number, publishedOn, opening, digest } = version
  return {
    title,
    subtitle: `Version ${number}`,
    author: alliance,
    date: publishedOn,
    sections: [
      { kind: 'paragraph', text: `Published on ${inWords(publishedOn)}. It ${forceRule(version)}.` },
      ...paragraphs(opening),
      ...partsOf(clauses).flatMap(({ part, clauses }): Block[] => [
        { kind: 'heading', level: 1, text: part },
        ...clauses.flatMap(printedClause),
      ]),
      { kind: 'note', text: `Digest of these words (SHA-256): ${digest}` },
    ],
  }
}

const paragraphs = (text: string): Block[] =>
  text
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => ({ kind: 'paragraph', text }))

function printedClause({ number, words }: Clause): Block[] {
  const [first = '', ...more] = words.split('\n')
  return [
    { kind: 'paragraph', text: [{ text: `${number}.`, bold: true }, ` ${first}`] },
    ...paragraphs(more.join('\n')),
  ]
}
