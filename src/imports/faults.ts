import type { Report } from '../platform/sheet-report.ts'
import { Wrong } from './cells.ts'
import { refKey, type SheetRead, sentence } from './records.ts'

/** Says what is wrong in one row of one sheet. */
export class RowFaults {
  readonly #report: Report
  readonly #file: string
  readonly #row: number

  constructor(report: Report, { file }: Pick<SheetRead, 'file'>, { row }: { row: number }) {
    this.#report = report
    this.#file = file
    this.#row = row
  }

  say(column: string, value: string | number | null, wrong: string, right?: string) {
    this.#report.fault({ file: this.#file, row: this.#row, column, value: String(value ?? ''), wrong, right })
  }

  remark(says: string) {
    this.#report.remark(this.#file, `Row ${this.#row}: ${says}`)
  }

  /** What was found, or nothing once it has been said why it was not. */
  found<Thing>(
    column: string,
    value: string | number | null,
    thing: Thing | Wrong | undefined,
  ): Thing | undefined {
    if (!(thing instanceof Wrong)) return thing
    this.say(column, value, sentence(thing.wrong), thing.right)
    return undefined
  }
}

/** Remembers where something was first said, so that a repetition can name it. */
export class Firsts<Said = unknown> {
  readonly #seen = new Map<string, { row: number; said: Said }>()

  /** What was said before under this key, or nothing when this is the first time. */
  before(key: string, row: number, said: Said): { row: number; said: Said } | undefined {
    const first = this.#seen.get(key)
    if (!first) this.#seen.set(key, { row, said })
    return first
  }
}

/** The records of a sheet whose refs are their own; each repeated ref is a fault that names the other row. */
export function onceEach<R extends { row: number; ref: string }>(
  sheet: { file: string; records: R[] },
  report: Report,
): R[] {
  const refs = new Firsts()
  return sheet.records.filter((record) => {
    const first = refs.before(refKey(record.ref), record.row, null)
    if (first)
      new RowFaults(report, sheet, record).say(
        'ref',
        record.ref,
        `Row ${first.row} has the same ref`,
        'Give each row a ref of its own, or delete one of the two',
      )
    return !first
  })
}

type Times = { starts: string | null; ends: string | null }

export function checkTimes(faults: RowFaults, { starts, ends }: Times) {
  if (starts && ends && ends <= starts)
    faults.say('ends', ends, `This is not after ${starts}, when it starts`, 'Correct one of the two times')
}

export function checkSpan(faults: RowFaults, column: string, from: string | null, to: string | null) {
  if (from && to && to < from)
    faults.say(column, to, `This is before ${from}, when it begins`, 'Correct one of the two dates')
}
