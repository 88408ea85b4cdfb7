import { establishmentTypes } from '../members/tables.ts'
import { type Day, dayTyped } from '../platform/day.ts'
import { isOffice, type Who } from '../platform/who.ts'
import { type Entry, type EntryField, entryFields } from './tables.ts'

export const mayKeepRegister = (who: Who) => isOffice(who)

export const establishmentColumns = [
  'URN',
  'LA (code)',
  'EstablishmentName',
  'TypeOfEstablishment (code)',
  'TypeOfEstablishment (name)',
  'EstablishmentStatus (name)',
  'OpenDate',
  'CloseDate',
  'PhaseOfEducation (code)',
  'PhaseOfEducation (name)',
  'StatutoryLowAge',
  'StatutoryHighAge',
  'ReligiousCharacter (name)',
  'NumberOfPupils',
  'NumberOfBoys',
  'NumberOfGirls',
  'TrustSchoolFlag (name)',
  'Trusts (name)',
  'Street',
  'Town',
  'Postcode',
  'SchoolWebsite',
  'TelephoneNum',
  'HeadTitle (name)',
  'HeadFirstName',
  'HeadLastName',
] as const
export type EstablishmentCells = Record<(typeof establishmentColumns)[number], string>

/** The register's own words for “we do not know”; “Not applicable” is an answer and stays. */
const UNKNOWN = /^(\.\.|-|not[ -]recorded|not collected|null|unknown|n\/a|see marker name)?$/i
const known = (text: string) => (UNKNOWN.test(text) ? undefined : text)

/** The phases by the codes of the public file; its own list elsewhere numbers them otherwise. */
const phases = [
  'Not applicable',
  'Nursery',
  'Primary',
  'Middle deemed primary',
  'Secondary',
  'Middle deemed secondary',
  '16 plus',
  'All-through',
]

/** A code is written `02` and `2`. */
const coded = <Value>(list: Record<number, Value>, code: string): Value | undefined =>
  /^\d{1,3}$/.test(code) ? list[Number(code)] : undefined

const wholeNumber = (text: string, most: number) =>
  /^\d{1,6}$/.test(text) && Number(text) <= most ? Number(text) : undefined

/** A day of the register, `dd-MM-yyyy` or `dd/MM/yyyy`; what is no day is not known. */
export const registerDay = (text: string): Day | undefined => dayTyped(text)

/** Sites are written with and without a scheme, in any case, with and without a slash at the end. */
function website(text: string): string | undefined {
  const address = known(text)
  if (!address || /\s/.test(address) || !address.includes('.')) return undefined
  const whole = /^https?:\/\//i.test(address) ? address : `http://${address.replace(/^[a-z]*:?\/\//i, '')}`
  return whole.replace(/^https?:\/\//i, (scheme) => scheme.toLowerCase())
}

/** A spreadsheet loses the nought that every telephone number here begins with. */
function telephone(text: string): string | undefined {
  const number = known(text)?.replaceAll(/[^\d+]/g, '')
  if (!number || number.length < 9) return undefined
  return /^[1-9]/.test(number) ? `0${number}` : number
}

const NO_TITLE = /^not[ -](applicable|recorded)$/i
function headOf(cells: EstablishmentCells): string | undefined {
  const [title, first, last] = [cells['HeadTitle (name)'], cells.HeadFirstName, cells.HeadLastName]
  if (!known(last) || NO_TITLE.test(last)) return undefined
  return [title, first, last].filter((part) => known(part) && !NO_TITLE.test(part)).join(' ')
}

/** A foundation trust supports a school without running it; only an academy trust is a school's trust here. */
function trustOf(cells: EstablishmentCells): string | undefined {
  const flag = cells['TrustSchoolFlag (name)']
  return /^supported by a trust$/i.test(flag) ? undefined : known(cells['Trusts (name)'])
}

/** More boys or girls than pupils: one of the numbers is wrong, and nobody can tell which. */
export function miscounted(cells: EstablishmentCells): boolean {
  const pupils = wholeNumber(cells.NumberOfPupils, 999_999)
  const most = Math.max(Number(cells.NumberOfBoys) || 0, Number(cells.NumberOfGirls) || 0)
  return pupils !== undefined && most > pupils
}

/** What a row of the register says of a school; what it does not know is left out. */
export function entryOf(cells: EstablishmentCells): Entry {
  const said: { [Field in EntryField]: Entry[Field] | undefined } = {
    name: known(cells.EstablishmentName),
    type:
      known(cells['TypeOfEstablishment (name)']) ??
      coded(establishmentTypes, cells['TypeOfEstablishment (code)']),
    phase: known(cells['PhaseOfEducation (name)']) ?? coded(phases, cells['PhaseOfEducation (code)']),
    status: known(cells['EstablishmentStatus (name)']),
    religiousCharacter: known(cells['ReligiousCharacter (name)']),
    lowAge: wholeNumber(cells.StatutoryLowAge, 99),
    highAge: wholeNumber(cells.StatutoryHighAge, 99),
    openedOn: registerDay(cells.OpenDate),
    closedOn: registerDay(cells.CloseDate),
    pupils: miscounted(cells) ? undefined : wholeNumber(cells.NumberOfPupils, 999_999),
    street: known(cells.Street),
    town: known(cells.Town),
    postcode: known(cells.Postcode)?.toUpperCase(),
    website: website(cells.SchoolWebsite),
    telephone: telephone(cells.TelephoneNum),
    headName: headOf(cells),
    trust: trustOf(cells),
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
}

/** The same thing written otherwise is no difference. */
const plain: Partial<Record<EntryField, (text: string) => string>> = {
  website: (text) =>
    text
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/\/+$/, ''),
  telephone: (text) => text.replaceAll(/\D/g, '').replace(/^440?/, '0'),
  postcode: (text) => text.toUpperCase().replaceAll(' ', ''),
  trust: (text) => text.toLowerCase(),
}
const written = (field: EntryField, value: unknown) =>
  (plain[field] ?? ((text: string) => text))(String(value ?? '').trim())

type Difference = { field: EntryField; was: string | null; becomes: string }

const asText = (value: unknown) => (value === null || value === undefined ? null : String(value))

/** Where the register says otherwise than we do. What it does not know takes nothing away. */
export function differences(
  here: Entry | { [Field in EntryField]?: unknown },
  register: Entry,
): Difference[] {
  return (Object.keys(entryFields) as EntryField[]).flatMap((field) => {
    const becomes = asText(register[field])
    if (becomes === null || written(field, becomes) === written(field, here[field])) return []
    return [{ field, was: asText(here[field]), becomes }]
  })
}

export type LinkRow = { urn: number; linkUrn: number; name: string; type: string; establishedOn: Day | null }

/** A link by which one school came after another; a sixth form centre or “other” is none. */
export const isSuccession = ({ type }: Pick<LinkRow, 'type'>) =>
  /^(successor|result of amalgamation)/i.test(type)
export const isPrecedence = ({ type }: Pick<LinkRow, 'type'>) => /^predecessor/i.test(type)

/** What came after these schools, however far: the register's links are a graph of many to many. */
export function followed(
  links: readonly LinkRow[],
  from: Iterable<number>,
  along: (link: LinkRow) => boolean,
) {
  const next = new Map<number, LinkRow[]>()
  for (const link of links) if (along(link)) next.set(link.urn, [...(next.get(link.urn) ?? []), link])
  const seen = new Set(from)
  const found: LinkRow[] = []
  for (const urn of seen)
    for (const link of next.get(urn) ?? []) {
      found.push(link)
      seen.add(link.linkUrn)
    }
  return found
}

/** Secondary, all-through and middle deemed secondary schools that are open: those an alliance might invite. */
export const isCandidate = ({ phase, status }: Entry) =>
  /^(secondary|all-through|middle deemed secondary)$/i.test(phase ?? '') && /^open/i.test(status ?? '')
