import type { Actor } from '../../platform/action.ts'
import { type Day, dayTyped } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { permit } from '../../platform/refusal.ts'
import type { Book } from '../../platform/sheet.ts'
import type { Report } from '../../platform/sheet-report.ts'
import type { Row } from '../../platform/sheet-rows.ts'
import { publishedVersions } from '../queries.ts'
import { mayKeepSignatures } from '../rules.ts'
import { capacities } from '../tables.ts'
import { type PaperFilled, recordPaper } from './actions.ts'

const columns = ['version', 'urn', 'capacity', 'person', 'signed_on', 'minute', 'minute_on'] as const
const wanted = { columns, required: ['version', 'urn', 'capacity', 'person', 'signed_on'] as const }
type Cells = Row<(typeof columns)[number]>['cells']
type Read = { membershipId: number; paper: PaperFilled }

/**
 * Records the signatures on paper of a file, all of them or, where one cannot be understood, none. A day that has
 * not come yet is left out, so that the file of the demonstration may hold a whole autumn.
 */
export async function bringPapers(by: Actor, book: Book, report: Report): Promise<void> {
  permit(mayKeepSignatures(by.who))
  const known = await knownTo(by.db)
  const read: Read[] = []
  for (const { name, file } of book.sheets)
    for await (const { number, cells } of book.rows(name, wanted)) {
      const found = readRow(cells, known)
      if ('wrong' in found) report.fault({ file, row: number, ...found })
      else if (found.paper.signedOn <= by.today) read.push(found)
    }
  if (report.faultCount > 0) return
  await by.together(async (_, by) => {
    for (const { membershipId, paper } of read) await recordPaper(by, membershipId, paper)
  })
}

type Known = Awaited<ReturnType<typeof knownTo>>

async function knownTo(db: Reader) {
  const [versions, people, borne] = await Promise.all([
    publishedVersions(db),
    db.selectFrom('people').select(['id', 'ref']).where('ref', 'is not', null).execute(),
    db.selectFrom('membershipSchools').select(['membershipId', 'urn', 'fromOn', 'toOn']).execute(),
  ])
  return {
    versions: new Map(versions.map(({ id, number }) => [String(number), id])),
    people: new Map(people.map(({ id, ref }) => [ref, id])),
    membership: (urn: string, on: Day) =>
      borne.find(
        (one) => String(one.urn) === urn && one.fromOn <= on && (one.toOn === null || on <= one.toOn),
      )?.membershipId,
  }
}

const fault = (column: (typeof columns)[number], cells: Cells, wrong: string, right: string) => ({
  ...{ column, value: cells[column], wrong, right },
})

function readRow(cells: Cells, known: Known): Read | ReturnType<typeof fault> {
  const signedOn = dayTyped(cells.signed_on)
  if (!signedOn) return fault('signed_on', cells, 'This is not a date', 'Write it like 2026-09-30')
  const versionId = known.versions.get(cells.version)
  if (!versionId) return fault('version', cells, 'No such version was published', 'Give its number')
  const personId = known.people.get(cells.person)
  if (!personId) return fault('person', cells, 'Nobody has this reference', 'Give the one in people.csv')
  const membershipId = known.membership(cells.urn, signedOn)
  if (!membershipId) return fault('urn', cells, 'No member bore this URN on that day', 'Check both')
  const { capacity } = cells
  if (!Object.hasOwn(capacities, capacity))
    return fault('capacity', cells, 'This is no capacity', 'Write governance or leadership')
  const minute = cells.minute || null
  const minuteOn = dayTyped(cells.minute_on) ?? null
  return {
    membershipId,
    paper: { versionId, personId, signedOn, minute, minuteOn, capacity: capacity as PaperFilled['capacity'] },
  }
}
