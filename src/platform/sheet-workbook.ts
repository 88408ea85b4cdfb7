import { posix } from 'node:path'
import { meaningOf, type NumberMeaning, unescaped } from './sheet-cell.ts'
import { inFigures, type Limits, Unreadable } from './sheet-report.ts'
import { prefixed, readAllXml, type XmlReader } from './sheet-xml.ts'
import { Parts, SAVE_AGAIN } from './sheet-zip.ts'

/** An open workbook: its sheets, and what is needed to read their cells. */
export type Workbook = {
  parts: Parts
  sheets: { name: string; path: string; hidden: boolean }[]
  from1904: boolean
  /** By the style that a cell names. */
  meanings: NumberMeaning[]
  /** The texts that cells share, read when the first sheet is. */
  texts(): Promise<string[]>
}

type Relation = { type: string; path: string }

const SHEETS_AT_MOST = 250
const SHARED_CHARACTERS_AT_MOST = 60_000_000

export async function openWorkbook(content: Buffer, limits: Limits): Promise<Workbook> {
  const parts = await Parts.in(content, limits)
  const path = await workbookPart(parts)
  const relations = await relationsOf(parts, path)
  const { named, from1904 } = await contents(parts, path)
  const related = (type: string) => [...relations.values()].find((relation) => relation.type === type)?.path
  const [styles, shared] = [related('styles'), related('sharedStrings')]
  const sheets = named.flatMap(({ id, ...sheet }) => {
    const relation = relations.get(id)
    return relation?.type === 'worksheet' ? [{ ...sheet, path: relation.path }] : []
  })
  const meanings = styles && parts.has(styles) ? await numberMeanings(parts, styles) : []
  let texts: Promise<string[]> | undefined
  return { parts, sheets, from1904, meanings, texts: () => (texts ??= sharedTexts(parts, shared, limits)) }
}

async function workbookPart(parts: Parts): Promise<string> {
  const relations = parts.has('_rels/.rels') ? [...(await relationsOf(parts, '')).values()] : []
  const path = relations.find(({ type }) => type === 'officeDocument')?.path ?? ''
  if (path.endsWith('.bin'))
    throw new Unreadable('This is a binary workbook (.xlsb), which is not read', SAVE_AGAIN)
  if (parts.has('content.xml'))
    throw new Unreadable('This is an OpenDocument file, not an Excel workbook', SAVE_AGAIN)
  if (!parts.has(path)) throw new Unreadable('This is not an Excel workbook', SAVE_AGAIN)
  return path
}

/** What a part says it is made of; the address of each is relative to the part's own folder. */
async function relationsOf(parts: Parts, path: string): Promise<Map<string, Relation>> {
  const { dir, base } = posix.parse(path)
  const relations = new Map<string, Relation>()
  await readAllXml(parts.read(posix.join(dir, '_rels', `${base}.rels`)), {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return
      const found = Target.startsWith('/') ? Target.slice(1) : posix.join(dir, Target)
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), path: found })
    },
  })
  return relations
}

async function contents(parts: Parts, path: string) {
  const named: { name: string; id: string; hidden: boolean }[] = []
  let from1904 = false
  await readAllXml(parts.read(path), {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true|on)$/.test(attributes.date1904 ?? '')
      if (name !== 'sheet') return
      const hidden = /hidden/i.test(attributes.state ?? '')
      named.push({ name: attributes.name ?? '', id: prefixed(attributes, 'id') ?? '', hidden })
      if (named.length > SHEETS_AT_MOST)
        throw new Unreadable(`This workbook has more than ${inFigures(SHEETS_AT_MOST)} sheets`)
    },
  })
  return { named, from1904 }
}

async function numberMeanings(parts: Parts, path: string): Promise<NumberMeaning[]> {
  const codes = new Map<number, string>()
  const formats: number[] = []
  let within = ''
  await readAllXml(parts.read(path), {
    open(name, attributes) {
      if (name === 'cellXfs' || name === 'cellStyleXfs') within = name
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (name === 'xf' && within === 'cellXfs') formats.push(Number(attributes.numFmtId ?? 0))
    },
  })
  return formats.map((id) => meaningOf(id, codes.get(id)))
}

/**
 * Texts that cells share by number. Runs of rich text are joined; readings beside East Asian text
 * (`rPh`) are not part of it. Each is kept only as far as a cell may be long, and one letter more.
 */
async function sharedTexts(parts: Parts, path: string | undefined, limits: Limits): Promise<string[]> {
  const texts: string[] = []
  if (!path || !parts.has(path)) return texts
  let characters = 0
  const collect = collecting(limits, (text) => {
    characters += text.length
    if (characters > SHARED_CHARACTERS_AT_MOST)
      throw new Unreadable(
        'This workbook holds far too much text',
        'Split it, one academic year in each workbook',
      )
    texts.push(text)
  })
  await readAllXml(parts.read(path), collect)
  return texts
}

function collecting({ cellCharacters }: Limits, found: (text: string) => void): XmlReader {
  let text = ''
  let inText = false
  let beside = false
  return {
    open(name) {
      if (name === 'si') text = ''
      if (name === 't') inText = true
      if (name === 'rPh') beside = true
    },
    text(piece) {
      if (inText && !beside && text.length <= cellCharacters) text += piece.slice(0, cellCharacters + 1)
    },
    close(name) {
      if (name === 't') inText = false
      if (name === 'rPh') beside = false
      if (name === 'si') found(unescaped(text))
    },
  }
}
