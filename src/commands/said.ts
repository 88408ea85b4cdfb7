import path from 'node:path'
import type { Fault, Remark } from '../platform/sheet-report.ts'

/** npm runs commands in the project's folder and says where they were typed. */
export const typedIn = () =>
  (process.env.npm_lifecycle_event === 'endeavour' && process.env.INIT_CWD) || process.cwd()

/** A path as it was meant where the command was typed. */
export const inFolder = (file: string) => path.resolve(typedIn(), file)

/** The command was used wrongly: exit status 2. */
export class UsedWrongly extends Error {}
/** What was given has faults, which have been told: exit status 1. */
export class Faulty extends Error {}

export const say = (...lines: string[]) => {
  for (const line of lines) process.stdout.write(`${line}\n`)
}

/** A fault as one line: where, what is there, what is wrong with it and what would be right. */
function faultInWords({ file, row, column, value, wrong, right }: Fault): string {
  const where = [file, row && `row ${row}`, column].filter(Boolean).join(', ')
  const there = value ? ` “${value}”:` : ''
  return `${where}:${there} ${wrong}${right ? `. ${right}` : ''}`
}

/** @throws Faulty when there were any faults, having told each. */
export function tellFaults({
  faults,
  faultCount,
  remarks,
}: {
  faults: Fault[]
  faultCount: number
  remarks: Remark[]
}) {
  for (const { file, says } of remarks) say(`${file}: ${says}`)
  say(...faults.map(faultInWords))
  if (faultCount > faults.length) say(`and ${faultCount - faults.length} more faults`)
  if (faultCount > 0)
    throw new Faulty(
      `${faultCount === 1 ? 'There is 1 fault' : `There are ${faultCount} faults`}. Nothing was brought in.`,
    )
}
