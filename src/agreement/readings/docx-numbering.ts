import { prefixed, readAllXml } from '../../platform/sheet-xml.ts'
import type { Parts } from '../../platform/sheet-zip.ts'

/** The style of a paragraph: what it is called, and what it brings along. */
export type Style = {
  name: string
  basedOn?: string
  numId?: string
  level?: number
  outline?: number
  bold?: boolean
}

type Level = { start: number; format: string; text: string }
type List = { levels: Map<number, Level>; linkedTo?: string; link?: string }
type Instance = { list: string; starts: Map<number, number> }
type Definitions = { lists: Map<string, List>; instances: Map<string, Instance> }

type Attributes = Record<string, string>
/** What each element says, by its name; `value` is what most of them say. */
type Elements = Record<string, (value: string, attributes: Attributes) => void>

const reading = (elements: Elements, ends: Record<string, () => void>) => ({
  open: (name: string, attributes: Attributes) =>
    elements[name]?.(prefixed(attributes, 'val') ?? '', attributes),
  close: (name: string) => ends[name]?.(),
})

/** The styles of a document, by id. */
export async function stylesIn(parts: Parts): Promise<Map<string, Style>> {
  const styles = new Map<string, Style>()
  let style: Style = { name: '' }
  const forget = () => {
    style = { name: '' }
  }
  const elements: Elements = {
    style: (_, attributes) => {
      forget()
      styles.set(prefixed(attributes, 'styleId') ?? '', style)
    },
    name: (value) => Object.assign(style, { name: value }),
    basedOn: (value) => Object.assign(style, { basedOn: value }),
    numId: (value) => Object.assign(style, { numId: value }),
    ilvl: (value) => Object.assign(style, { level: Number(value) }),
    outlineLvl: (value) => Object.assign(style, { outline: Number(value) }),
    b: (value) => Object.assign(style, { bold: value !== '0' && value !== 'false' }),
  }
  if (parts.has('word/styles.xml'))
    await readAllXml(parts.read('word/styles.xml'), reading(elements, { style: forget }))
  return styles
}

const DEEPEST = 12

/** A style with what it takes over from those it is based on. */
export function styleOf(styles: Map<string, Style>, id: string | undefined): Style {
  let found: Style = { name: '' }
  let next = id
  for (let i = 0; i < DEEPEST && next !== undefined; i++) {
    const style = styles.get(next)
    if (!style) break
    found = { ...style, ...found, name: found.name || style.name }
    next = style.basedOn
  }
  return found
}

const noList = (): List => ({ levels: new Map() })
const noLevel = (): Level => ({ start: 1, format: 'decimal', text: '' })
const noInstance = (): Instance => ({ list: '', starts: new Map() })

/** How the document's own lists count: the numbers that Word shows are not in its text. */
export async function definitionsIn(parts: Parts): Promise<Definitions> {
  const found: Definitions = { lists: new Map(), instances: new Map() }
  let [list, level, instance, overridden] = [noList(), noLevel(), noInstance(), 0]
  const elements: Elements = {
    abstractNum: (_, attributes) => {
      list = noList()
      found.lists.set(prefixed(attributes, 'abstractNumId') ?? '', list)
    },
    lvl: (_, attributes) => {
      level = noLevel()
      list.levels.set(Number(prefixed(attributes, 'ilvl') ?? 0), level)
    },
    start: (value) => Object.assign(level, { start: Number(value) }),
    numFmt: (value) => Object.assign(level, { format: value }),
    lvlText: (value) => Object.assign(level, { text: value }),
    numStyleLink: (value) => Object.assign(list, { linkedTo: value }),
    styleLink: (value) => Object.assign(list, { link: value }),
    num: (_, attributes) => {
      list = noList()
      instance = noInstance()
      found.instances.set(prefixed(attributes, 'numId') ?? '', instance)
    },
    abstractNumId: (value) => Object.assign(instance, { list: value }),
    lvlOverride: (_, attributes) => {
      overridden = Number(prefixed(attributes, 'ilvl') ?? 0)
    },
    startOverride: (value) => instance.starts.set(overridden, Number(value)),
  }
  if (parts.has('word/numbering.xml'))
    await readAllXml(parts.read('word/numbering.xml'), reading(elements, {}))
  return found
}

const MOST_LEVELS = 9

/** Counts through a document, paragraph by paragraph, and says the number of each as Word shows it. */
export function counting({ lists, instances }: Definitions) {
  const counts = new Map<string, (number | undefined)[]>()
  const started = new Set<string>()
  const linked = (list: List | undefined) =>
    list?.linkedTo === undefined ? list : [...lists.values()].find(({ link }) => link === list.linkedTo)

  return (numId: string, at: number): string => {
    const instance = instances.get(numId)
    const list = linked(lists.get(instance?.list ?? ''))
    const level = list?.levels.get(at)
    if (!instance || !list || !level || !(at >= 0 && at < MOST_LEVELS)) return ''
    const count = counts.get(instance.list) ?? []
    counts.set(instance.list, count)
    const override = started.has(`${numId}/${at}`) ? undefined : instance.starts.get(at)
    started.add(`${numId}/${at}`)
    count[at] = override ?? (count[at] ?? level.start - 1) + 1
    count.length = at + 1
    return shown(level, list, count)
  }
}

function shown(level: Level, { levels }: List, count: (number | undefined)[]): string {
  if (level.format === 'bullet') return '•'
  if (level.format === 'none') return ''
  return level.text.slice(0, 40).replace(/%([1-9])/g, (_, digit: string) => {
    const at = Number(digit) - 1
    const { start = 1, format = 'decimal' } = levels.get(at) ?? {}
    return inFormat(count[at] ?? start, format)
  })
}

const LETTERS = 26
const ROMAN: [number, string][] = [
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]

function inFormat(count: number, format: string): string {
  if (!(count > 0 && count < 400)) return String(count)
  if (/Letter$/.test(format))
    return cased(String.fromCharCode(97 + ((count - 1) % LETTERS)).repeat(Math.ceil(count / LETTERS)), format)
  if (/Roman$/.test(format)) return cased(roman(count), format)
  return format === 'decimalZero' && count < 10 ? `0${count}` : String(count)
}

const cased = (text: string, format: string) => (format.startsWith('upper') ? text.toUpperCase() : text)

function roman(count: number): string {
  const [value, says] = ROMAN.find(([value]) => value <= count) ?? [0, '']
  return value === 0 ? '' : says + roman(count - value)
}
