/** One thing wrong in what was given, in words for the person who has to put it right. */
export type Fault = {
  file: string
  /** As the spreadsheet numbers it: the first row is 1, blank rows count. */
  row?: number | undefined
  column?: string | undefined
  value?: string | undefined
  wrong: string
  right?: string | undefined
}

/** Something worth saying that stops nothing, such as a column that is not read. */
export type Remark = { file: string; says: string }

/** A person puts the first faults right and tries again; listing a million of them helps nobody. */
export const MOST_FAULTS_LISTED = 1_000
const LONGEST_VALUE_SHOWN = 80

/** Collects what is wrong, counting every fault but keeping only the first of very many. */
export class Report {
  readonly faults: Fault[]
  readonly remarks: Remark[]
  faultCount: number

  /** Begins where another left off, which stays as it is. */
  constructor(before?: Report) {
    this.faults = [...(before?.faults ?? [])]
    this.remarks = [...(before?.remarks ?? [])]
    this.faultCount = before?.faultCount ?? 0
  }

  fault(fault: Fault) {
    this.faultCount++
    if (this.faults.length >= MOST_FAULTS_LISTED) return
    this.faults.push(fault.value === undefined ? fault : { ...fault, value: shown(fault.value) })
  }

  remark(file: string, says: string) {
    const known = this.remarks.some((remark) => remark.file === file && remark.says === says)
    if (!known && this.remarks.length < MOST_FAULTS_LISTED) this.remarks.push({ file, says })
  }
}

const shown = (value: string) =>
  value.length > LONGEST_VALUE_SHOWN ? `${value.slice(0, LONGEST_VALUE_SHOWN)}…` : value

/** Thrown where reading a file cannot go on; whoever reads the file turns it into its one fault. */
export class Unreadable extends Error {
  readonly right: string | undefined
  readonly row: number | undefined

  constructor(wrong: string, right?: string, row?: number) {
    super(wrong)
    this.right = right
    this.row = row
  }
}

const MEGABYTE = 1024 * 1024

/** What one file may hold. Beyond it reading stops with one fault, before memory is spent on it. */
export const usualLimits = {
  fileBytes: 60 * MEGABYTE,
  rows: 200_000,
  columns: 200,
  cellCharacters: 20_000,
  /** Of a workbook: its parts unpacked, taken together. */
  unpackedBytes: 200 * MEGABYTE,
  zipEntries: 1_000,
}
export type Limits = typeof usualLimits

const figure = new Intl.NumberFormat('en-GB')
export const inFigures = (count: number) => figure.format(count)
export const inMegabytes = (bytes: number) => `${inFigures(Math.round(bytes / MEGABYTE))} MB`
