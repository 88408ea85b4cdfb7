import type { Book } from '../platform/sheet.ts'
import type { Report } from '../platform/sheet-report.ts'
import { type Known, notAUrn, type RegisterFile, recognised, rowsOf, rowsWithUrn, urnIn } from './files.ts'
import {
  type EstablishmentCells,
  entryOf,
  followed,
  isCandidate,
  isPrecedence,
  isSuccession,
  type LinkRow,
  miscounted,
  registerDay,
} from './rules.ts'
import type { Entry } from './tables.ts'

const MOST_KEPT = 5_000

type Group = { uid: string; name: string }
export type Establishment = { urn: number; entry: Entry }

/** What the files say that bears on the alliance; everything else was only counted. */
export type RegisterRead = {
  files: { file: string; kind: RegisterFile; rows: number; kept: number }[]
  establishments: Establishment[]
  candidates: Establishment[]
  successors: LinkRow[]
  predecessors: LinkRow[]
  groups: Group[]
  trusts: { urn: number; group: Group }[]
  notInFile: number[]
}

/** The URNs to look for, and the authority whose other secondaries are wanted. */
export type Sought = { urns: ReadonlySet<number>; authority: string | null }

/** Reads whatever register files are given, links first, so that the schools they lead to are looked for too. */
export async function readRegister(book: Book, sought: Sought, report: Report): Promise<RegisterRead> {
  const read: RegisterRead = {
    files: [],
    establishments: [],
    candidates: [],
    successors: [],
    predecessors: [],
    groups: [],
    trusts: [],
    notInFile: [],
  }
  const known = await recognised(book, sought.urns, report)
  for (const kind of ['links', 'establishments', 'groups', 'group members'] as const)
    for (const one of known.filter((given) => given.kind === kind)) await readers[kind](one, sought, read)
  return read
}

async function readEstablishments(known: Known, sought: Sought, read: RegisterRead) {
  const { sheet, report } = known
  const wanted = new Set([
    ...sought.urns,
    ...[...read.successors, ...read.predecessors].map((link) => link.linkUrn),
  ])
  const seen = new Map<number, number>()
  const count = { file: sheet.file, kind: known.kind, rows: 0, kept: 0 }
  for await (const { number, urn, cells } of rowsWithUrn(known)) {
    count.rows++
    const other = seen.get(urn)
    if (other) report.fault(repeated(sheet.file, number, urn, other))
    seen.set(urn, number)
    const establishment = { urn, entry: entryOf(cells as EstablishmentCells) }
    const candidate = !wanted.has(urn) && ofAuthority(cells, sought) && isCandidate(establishment.entry)
    if ((!wanted.has(urn) && !candidate) || count.kept >= MOST_KEPT) continue
    count.kept++
    if (miscounted(cells as EstablishmentCells))
      report.remark(
        sheet.file,
        `${establishment.entry.name ?? urn} has more boys or girls than pupils, so its number of pupils was not read`,
      )
    ;(candidate ? read.candidates : read.establishments).push(establishment)
  }
  read.files.push(count)
  read.notInFile = [...sought.urns].filter((urn) => !seen.has(urn))
}

const repeated = (file: string, row: number, urn: number, other: number) => ({
  file,
  row,
  column: 'URN',
  value: String(urn),
  wrong: `This URN stands in row ${other} already`,
  right: 'Download the file again: each school has one row',
})

const ofAuthority = (cells: Record<string, string>, { authority }: Sought) =>
  authority !== null && Number(cells['LA (code)']) === Number(authority)

async function readLinks(known: Known, sought: Sought, read: RegisterRead) {
  const links: LinkRow[] = []
  let rows = 0
  for await (const { number, urn, cells } of rowsWithUrn(known)) {
    rows++
    const linkUrn = urnIn(cells.LinkURN ?? '')
    if (!linkUrn) known.report.fault(notAUrn(known.sheet.file, number, 'LinkURN', cells.LinkURN ?? ''))
    else if (linkUrn !== urn)
      links.push({
        urn,
        linkUrn,
        name: cells.LinkName ?? '',
        type: cells.LinkType ?? '',
        establishedOn: registerDay(cells.LinkEstablishedDate ?? '') ?? null,
      })
  }
  read.successors = followed([...links, ...turned(links)], sought.urns, isSuccession)
  read.predecessors = followed(links, sought.urns, isPrecedence)
  const kept = read.successors.length + read.predecessors.length
  read.files.push({ file: known.sheet.file, kind: known.kind, rows, kept })
}

/** Some successions stand only with the school that came after, as its predecessor. */
function turned(links: LinkRow[]): LinkRow[] {
  const pair = (a: number, b: number) => `${a} ${b}`
  const there = new Set(links.filter(isSuccession).map(({ urn, linkUrn }) => pair(urn, linkUrn)))
  return links
    .filter((link) => isPrecedence(link) && !there.has(pair(link.linkUrn, link.urn)))
    .map(({ urn, linkUrn, establishedOn }) => ({
      urn: linkUrn,
      linkUrn: urn,
      name: '',
      type: 'Successor',
      establishedOn,
    }))
}

/** Academy trusts of one school (10) or of several (6); the code is written `06` and `6`. */
const isTrust = (cells: Record<string, string>) =>
  /academy trust/i.test(cells['Group Type'] ?? '') || [6, 10].includes(Number(cells['Group Type (code)']))

const groupIn = (cells: Record<string, string>): Group | null =>
  cells['Group UID'] && cells['Group Name'] ? { uid: cells['Group UID'], name: cells['Group Name'] } : null

async function readGroups(known: Known, _sought: Sought, read: RegisterRead) {
  let rows = 0
  for await (const { cells } of rowsOf(known)) {
    rows++
    const group = groupIn(cells)
    if (group && isTrust(cells) && !registerDay(cells['Closed Date'] ?? '')) read.groups.push(group)
  }
  read.files.push({ file: known.sheet.file, kind: known.kind, rows, kept: read.groups.length })
}

async function readGroupMembers(known: Known, sought: Sought, read: RegisterRead) {
  let rows = 0
  for await (const { urn, cells } of rowsWithUrn(known)) {
    rows++
    const group = groupIn(cells)
    if (group && isTrust(cells) && sought.urns.has(urn)) read.trusts.push({ urn, group })
  }
  read.files.push({ file: known.sheet.file, kind: known.kind, rows, kept: read.trusts.length })
}

const readers: Record<RegisterFile, (known: Known, sought: Sought, read: RegisterRead) => Promise<void>> = {
  links: readLinks,
  establishments: readEstablishments,
  groups: readGroups,
  'group members': readGroupMembers,
}
