import type { Book, Sheet } from '../platform/sheet.ts'
import { type Limits, type Report, Unreadable, usualLimits } from '../platform/sheet-report.ts'
import { isBlank, type Line, rowsOf as rowsByHeading } from '../platform/sheet-rows.ts'
import { establishmentColumns } from './rules.ts'

/** The whole public file is about 60 MB and 50,000 rows, and grows. */
export const registerLimits: Limits = { ...usualLimits, fileBytes: 150 * 1024 * 1024, rows: 400_000 }

export const registerFiles = {
  establishments: 'Establishments (edubasealldata)',
  links: 'Links between establishments (links_edubasealldata)',
  groups: 'Groups (allgroupsdata)',
  'group members': 'Schools of groups (alllinksdata)',
} as const
export type RegisterFile = keyof typeof registerFiles

const groupColumns = ['Group UID', 'Group Name', 'Group Type (code)', 'Group Type', 'Closed Date'] as const
const columnsOf = {
  establishments: establishmentColumns,
  links: ['URN', 'LinkURN', 'LinkName', 'LinkType', 'LinkEstablishedDate'],
  groups: groupColumns,
  'group members': ['URN', ...groupColumns],
} as const
const requiredOf = {
  establishments: ['URN', 'EstablishmentName'],
  links: ['URN', 'LinkURN', 'LinkType'],
  groups: ['Group UID', 'Group Name'],
  'group members': ['URN', 'Group UID', 'Group Name'],
} as const satisfies Record<RegisterFile, readonly string[]>

/** The file of group members repeats columns of the other two, so it is looked for before them. */
const inOrder = ['links', 'group members', 'establishments', 'groups'] as const

/** A file of the register, with the URNs whose rows in it must be whole. */
export type Known = { kind: RegisterFile; sheet: Sheet; urns: ReadonlySet<number>; report: Report }

const plain = (heading: string) => heading.toLowerCase().replaceAll(/[\s_-]+/g, '')

/** Which file each sheet is, by its columns; one that is none is a fault. */
export async function recognised(book: Book, urns: ReadonlySet<number>, report: Report): Promise<Known[]> {
  const known: Known[] = []
  for (const sheet of book.sheets) {
    const headings = await headingsOf(sheet, report)
    const has = (kind: RegisterFile) => requiredOf[kind].every((column) => headings?.has(plain(column)))
    const kind = headings && inOrder.find(has)
    if (kind) known.push({ kind, sheet, urns, report })
    else if (headings) report.fault(notOurs(sheet.file))
  }
  if (known.length === 0 && report.faultCount === 0) report.fault(notOurs('What was given'))
  return known
}

const notOurs = (file: string) => ({
  file,
  wrong: 'Its columns are not those of a file of the national register',
  right: `Give one of: ${Object.values(registerFiles).join('; ')}`,
})

/** The headings of a sheet, or nothing when it cannot be read, which is then reported. */
async function headingsOf(sheet: Sheet, report: Report): Promise<Set<string> | null> {
  try {
    for await (const { cells } of sheet.lines()) {
      const texts = cells.map((cell) => (typeof cell === 'string' ? plain(cell.trim()) : ''))
      if (texts.some(Boolean)) return new Set(texts)
    }
    return new Set()
  } catch (error) {
    unreadable(error, sheet, report)
    return null
  }
}

function unreadable(error: unknown, { file }: Sheet, report: Report) {
  if (!(error instanceof Unreadable)) throw error
  report.fault({ file, row: error.row, wrong: error.message, right: error.right })
}

/** The rows of a file, without those of other schools that do not fit its headings. */
export async function* rowsOf(known: Known) {
  const { kind, sheet, report } = known
  const wanted = { columns: columnsOf[kind] as readonly string[], required: requiredOf[kind] }
  try {
    yield* rowsByHeading(fitting(known), wanted, { file: sheet.file, limits: registerLimits, report })
  } catch (error) {
    unreadable(error, sheet, report)
  }
}

/**
 * The register’s own samples hold rows with more cells than headings, whose values stand under the wrong ones.
 * Such a row of a school known here goes on to be a fault; of another it is left out, and counted.
 */
async function* fitting({ sheet, urns, report }: Known): AsyncGenerator<Line> {
  let width = 0
  let urnAt = -1
  let leftOut = 0
  for await (const line of sheet.lines()) {
    if (width === 0) {
      width = line.cells.findLastIndex((cell) => !isBlank(cell)) + 1
      urnAt = line.cells.findIndex((cell) => typeof cell === 'string' && plain(cell.trim()) === 'urn')
    }
    const fits = line.cells.length <= width || line.cells.slice(width).every(isBlank)
    if (fits || urns.has(Number(line.cells[urnAt]))) yield line
    else leftOut++
  }
  if (leftOut > 0)
    report.remark(
      sheet.file,
      `Left out, because they hold more cells than there are headings: ${leftOut} rows of other schools`,
    )
}

/** Rows with the URN of each; a file with a URN that is none is not a whole one. */
export async function* rowsWithUrn(known: Known) {
  for await (const { number, cells } of rowsOf(known)) {
    const urn = urnIn(cells.URN ?? '')
    if (urn) yield { number, urn, cells }
    else known.report.fault(notAUrn(known.sheet.file, number, 'URN', cells.URN ?? ''))
  }
}

export const urnIn = (text: string) => (/^[1-9]\d{5}$/.test(text) ? Number(text) : null)

export const notAUrn = (file: string, row: number, column: string, value: string) => ({
  file,
  row,
  column,
  value,
  wrong: 'This is not a URN',
  right: 'A URN has six figures. Download the file again',
})
