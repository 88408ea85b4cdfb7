import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { keepDraft, publish } from './agreement/actions.ts'
import { clausesOf } from './agreement/queries.ts'
import { recognise } from './agreement/readings/recognise.ts'
import type { Publication } from './agreement/rules.ts'
import { importTermDates } from './calendars/term-dates.ts'
import { importDeclarations } from './declarations/import.ts'
import { importYear } from './imports/actions.ts'
import { bringMeetings } from './meetings/bring/actions.ts'
import type { Actor } from './platform/action.ts'
import { day, lastDay, yearTyped } from './platform/day.ts'
import { projectFolder } from './platform/project.ts'
import { filesAt, openPath } from './platform/sheet.ts'
import { type Fault, Report } from './platform/sheet-report.ts'
import { freeze } from './review/actions.ts'
import { bringPapers } from './signatures/paper/bring.ts'
import { type ShippedClause, shipped } from './standing/shipped.ts'
import { bringStatement, fileOf } from './subscriptions/bank/actions.ts'
import { bringMoney } from './subscriptions/bring/actions.ts'
import { bringSupport } from './support/bring/actions.ts'

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

/** A part of the demonstration, loaded whole or not at all. */
type Part = { is: string; isThere: (by: Actor) => Promise<boolean>; load: (by: Actor) => Promise<unknown> }

/**
 * Loads the demonstration alliance from the files of its office. What was loaded before is not loaded again,
 * so that a loading that was broken off goes on, and what people tried out since stays.
 * @returns whether anything was loaded.
 */
export async function loadDemonstration(by: Actor, tell: (says: string) => void): Promise<boolean> {
  if (!(await by.totals.selectFrom('alliance').select('only').executeTakeFirst())) await begin(by)
  const parts = [...years.map(recordsOf), ...beside, ...years.flatMap((year) => reviewOf(year, by))]
  let loaded = false
  for (const { is, isThere, load } of parts) {
    if (await isThere(by)) continue
    tell(`Loading ${is} of the demonstration`)
    await load(by)
    loaded = true
  }
  return loaded
}

const begin = (by: Actor) =>
  by.act({ did: 'began the demonstration', subject: 'alliance' }, (tx) =>
    tx
      .insertInto('alliance')
      .values({ ...alliance, demonstration: true })
      .execute(),
  )

const years = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && yearTyped(entry.name) !== undefined)
  .map(({ name }) => name)
  .sort()

const recordsOf = (name: string): Part => ({
  is: name,
  isThere: ({ totals }) =>
    isAny(
      totals
        .selectFrom('imports')
        .select('id')
        .where('source', '=', name)
        .where('state', 'in', ['applied', 'undone']),
    ),
  load: (by) => loadYear(by, name),
})

/** A year that is over has its review published; the year in progress has a draft. */
function reviewOf(name: string, { today }: Actor): Part[] {
  const year = yearTyped(name)
  if (year === undefined || lastDay(year) >= today) return []
  const isThere: Part['isThere'] = ({ totals }) =>
    isAny(totals.selectFrom('reviewEditions').select('number').where('year', '=', year))
  return [{ is: `the review of ${name}`, isThere, load: (by) => freeze(by, year) }]
}

/** What the office keeps beside the records of its years. */
const beside: Part[] = [
  {
    is: 'the term dates',
    isThere: ({ totals }) => isAny(totals.selectFrom('calendars').select('id')),
    load: loadTermDates,
  },
  {
    is: 'the agreement',
    isThere: ({ totals }) => isAny(totals.selectFrom('agreementVersions').select('id')),
    load: (by) => by.together((_, by) => loadAgreement(by)),
  },
  { is: 'the signatures', isThere: wasDone('recorded a signature on paper'), load: loadSignatures },
  { is: 'the declarations', isThere: wasDone('brought in declarations'), load: loadDeclarations },
  {
    is: 'the agendas and minutes',
    isThere: wasDone('brought in agendas and minutes'),
    load: loadAgendasAndMinutes,
  },
  {
    is: 'the support between schools',
    isThere: wasDone('brought in support between schools'),
    load: loadSupport,
  },
  {
    is: 'the subscriptions',
    isThere: wasDone('brought in subscriptions and payments'),
    load: loadMoney,
  },
]

/** By the log: what people added since, or took away again, makes no difference to it. */
function wasDone(did: string): Part['isThere'] {
  return ({ totals }) =>
    isAny(totals.selectFrom('auditLog').select('did').where('who', '=', 'system').where('did', '=', did))
}

const isAny = async (rows: { executeTakeFirst: () => Promise<unknown> }) =>
  (await rows.executeTakeFirst()) !== undefined

async function loadYear(by: Actor, name: string) {
  const report = new Report()
  const files = await filesAt(path.join(folder, name), report)
  const { faults } = await importYear(by, { kind: 'year', name, files })
  if (faults.length > 0) throw new FaultyDemonstration(faults)
}

async function loadTermDates(by: Actor) {
  const report = new Report()
  await importTermDates(by, await openPath(path.join(folder, 'term-dates.csv'), report), report)
  if (report.faultCount > 0) throw new FaultyDemonstration(report.faults)
}

async function loadSignatures(by: Actor) {
  const report = new Report()
  await bringPapers(by, await openPath(path.join(folder, 'agreement', 'signatures.csv'), report), report)
  if (report.faultCount > 0) throw new FaultyDemonstration(report.faults)
}

async function loadDeclarations(by: Actor) {
  const report = new Report()
  const book = await openPath(path.join(folder, 'agreement', 'declarations.csv'), report)
  await importDeclarations(by, book, report)
  if (report.faultCount > 0) throw new FaultyDemonstration(report.faults)
}

async function loadAgendasAndMinutes(by: Actor) {
  const report = new Report()
  await bringMeetings(by, await openPath(path.join(folder, 'meetings'), report), report)
  if (report.faultCount > 0) throw new FaultyDemonstration(report.faults)
}

async function loadSupport(by: Actor) {
  const report = new Report()
  await bringSupport(by, await openPath(path.join(folder, 'support'), report), report)
  if (report.faultCount > 0) throw new FaultyDemonstration(report.faults)
}

async function loadMoney(by: Actor) {
  const report = new Report()
  const book = await openPath(path.join(folder, 'subscriptions'), report)
  const statement = '2026-11.xml'
  const content = readFileSync(path.join(folder, 'subscriptions', 'bank', statement))
  await by.together(async (_, by) => {
    await bringMoney(by, book, report)
    if (report.faultCount > 0) throw new FaultyDemonstration(report.faults)
    await bringStatement(by, fileOf({ name: statement, content }))
  })
}

const published: Record<string, Publication> = {
  '1.md': {
    publishedOn: day('2015-09-01'),
    inForceOn: day('2015-09-01'),
    inForceSigned: null,
    signBy: null,
    reviewOn: day('2016-07-01'),
  },
  '2.md': {
    publishedOn: day('2026-09-01'),
    inForceOn: null,
    inForceSigned: 20,
    signBy: day('2026-12-18'),
    reviewOn: day('2027-07-01'),
  },
}

/** Each wording of the working protocols in turn, bound as the 48 are shipped. */
async function loadAgreement(by: Actor) {
  let basedOn: number | null = null
  const promises = new Map<string, number>()
  for (const [name, publication] of Object.entries(published)) {
    const { clauses, ...words } = recognise(
      readFileSync(path.join(folder, 'agreement', name), 'utf8').split('\n'),
    )
    const bound = clauses.map((clause) => ({
      ...clause,
      binding: shipped[clause.number as ShippedClause],
      ...(promises.has(clause.number) ? { promiseId: promises.get(clause.number) as number } : {}),
    }))
    const id: number = await keepDraft(by, { ...words, clauses: bound, basedOn, sourceName: name })
    await publish(by, id, publication)
    for (const { number, promiseId } of await clausesOf(by.db, id)) promises.set(number, promiseId)
    basedOn = id
  }
}
