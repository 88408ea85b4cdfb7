import path from 'node:path'
import { importYear } from '../imports/actions.ts'
import type { ImportKind, Summary } from '../imports/bring.ts'
import { filesAt } from '../platform/sheet.ts'
import { Report } from '../platform/sheet-report.ts'
import { importRegister, registerInWords } from '../register/actions.ts'
import { withRecords } from './records.ts'
import { inFolder, say, tellFaults, UsedWrongly } from './said.ts'

/** How far it has come, for somebody who watches. */
function progress(says: string) {
  if (process.stderr.isTTY) process.stderr.write(`${says}\n`)
}

type Options = { dryRun?: boolean }

/** Brings in a year from its folder or workbook, or people from their file. */
export function bringIn(kind: ImportKind, given: string, { dryRun = false }: Options) {
  return withRecords(async ({ by }) => {
    const place = inFolder(given)
    const report = new Report()
    const files = await filesAt(place, report)
    tellFaults(report)
    const source = { kind, name: path.basename(place), files }
    const summary = await importYear(by, source, { dryRun, tell: progress })
    tellFaults(summary)
    tell(summary, dryRun)
  })
}

function tell({ already, told }: Summary, dryRun: boolean) {
  if (already) return say('These very files were brought in before. Nothing was changed.')
  say(dryRun ? 'Would be brought in:' : 'Brought in:')
  for (const { file, what, added, changed, same } of told)
    say(`  ${file} (${what}): ${added} added, ${changed} changed, ${same} as they were`)
}

/** Reads files of the national register and proposes what they change. */
export function readRegister(given: string, options: { authority?: string; approve?: boolean }) {
  const { authority } = options
  if (authority !== undefined && !/^\d{3}$/.test(authority))
    throw new UsedWrongly(
      `“${authority}” is not the code of an authority, which has three figures, like 350.`,
    )
  return withRecords(async ({ by }) => {
    const done = await importRegister(by, inFolder(given), options)
    tellFaults({ ...done, remarks: [] })
    say(...registerInWords(done))
    if (Object.keys(done.proposed).length > 0 && !options.approve)
      say('Approve or leave each on the page Register, or run the command again with --approve.')
  })
}
