import { readdirSync } from 'node:fs'
import path from 'node:path'
import { importTermDates } from './calendars/term-dates.ts'
import { importYear } from './imports/actions.ts'
import type { Actor } from './platform/action.ts'
import { lastDay, yearTyped } from './platform/day.ts'
import { projectFolder } from './platform/project.ts'
import { filesAt, openPath } from './platform/sheet.ts'
import { type Fault, Report } from './platform/sheet-report.ts'
import { freeze } from './review/actions.ts'

const folder = path.join(projectFolder, 'demo')
const alliance = { name: 'Rivington Vale Learning Alliance', shortName: 'Rivington Vale' }

/** The demonstration's own files are wrong, which no user can mend. */
class FaultyDemonstration extends Error {
  constructor([first]: Fault[]) {
    super(`The demonstration cannot be loaded: ${first?.file}, row ${first?.row}: ${first?.wrong}`)
  }
}

/** Whether the demonstration may be loaded here: nothing has been recorded, or its loading was broken off. */
export async function takesDemonstration({ totals }: Actor): Promise<boolean> {
  const there = await totals.selectFrom('alliance').select('demonstration').executeTakeFirst()
  if (there) return there.demonstration
  return !(await totals.selectFrom('people').select('id').executeTakeFirst())
}

/**
 * Loads the demonstration alliance from the files of its office. What was loaded before is not loaded again,
 * so that a loading that was broken off goes on, and what people tried out since stays.
 * @returns whether anything was loaded.
 */
export async function loadDemonstration(by: Actor, tell: (says: string) => void): Promise<boolean> {
  if (!(await by.totals.selectFrom('alliance').select('only').executeTakeFirst())) await begin(by)
  const missing = await missingYears(by)
  for (const year of missing) {
    tell(`Loading ${year} of the demonstration`)
    const report = new Report()
    const files = await filesAt(path.join(folder, year), report)
    const { faults } = await importYear(by, { kind: 'year', name: year, files })
    if (faults.length > 0) throw new FaultyDemonstration(faults)
  }
  const undated = !(await by.totals.selectFrom('calendars').select('id').executeTakeFirst())
  if (undated) await loadTermDates(by)
  for (const year of missing) await publish(by, year)
  return missing.length > 0 || undated
}

/** A year that is over has its review published; the year in progress has a draft. */
async function publish(by: Actor, name: string) {
  const year = yearTyped(name)
  if (year !== undefined && lastDay(year) < by.today) await freeze(by, year)
}

const begin = (by: Actor) =>
  by.act({ did: 'began the demonstration', subject: 'alliance' }, (tx) =>
    tx
      .insertInto('alliance')
      .values({ ...alliance, demonstration: true })
      .execute(),
  )

async function missingYears({ totals }: Actor): Promise<string[]> {
  const rows = await totals
    .selectFrom('imports')
    .select('source')
    .where('state', 'in', ['applied', 'undone'])
    .execute()
  const there = new Set(rows.map(({ source }) => source))
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !there.has(entry.name))
    .map(({ name }) => name)
    .sort()
}

async function loadTermDates(by: Actor) {
  const report = new Report()
  await importTermDates(by, await openPath(path.join(folder, 'term-dates.csv'), report), report)
  if (report.faultCount > 0) throw new FaultyDemonstration(report.faults)
}
