import { type Cells, knownTo, rowsOf } from '../../meetings/bring/read.ts'
import { dayIn, insert, personIn } from '../../meetings/bring/rows.ts'
import type { Actor } from '../../platform/action.ts'
import { academicYearOf, type Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { permit } from '../../platform/refusal.ts'
import type { Book } from '../../platform/sheet.ts'
import type { Report } from '../../platform/sheet-report.ts'
import { isOffice } from '../../platform/who.ts'
import { bringDeployments } from './deployments.ts'
import { several, type Then } from './known.ts'
import { bringReviews } from './reviews.ts'
import { bringRounds } from './rounds.ts'
import { files, type Sheets } from './sheets.ts'

/**
 * Brings in who supports other schools, and the deployments, peer reviews and rounds that were kept elsewhere before:
 * all of it or, where a row cannot be understood, none. A deployment takes the visits of its commission, which were
 * recorded by themselves, so that every day of a past year belongs to the support it was given for.
 */
export async function bringSupport(by: Actor, book: Book, report: Report): Promise<void> {
  permit(isOffice(by.who))
  const known = await knownTo(by.db)
  const areas = await areasOf(by)
  const rows = await rowsOf(book, files, { ...known, areas }, report)
  if (report.faultCount > 0) return
  await by.act({ did: 'brought in support between schools', subject: 'support' }, async (tx, by) => {
    const then = { known, areas, today: by.today }
    await bringPractitioners(tx, rows, then)
    await bringDeployments(tx, rows, then)
    await bringReviews(tx, rows, then)
    await bringRounds(tx, rows, then)
  })
}

async function areasOf({ db }: Actor) {
  const rows = await db.selectFrom('supportAreas').select(['id', 'name']).execute()
  return new Map(rows.map(({ id, name }) => [name, id]))
}

async function bringPractitioners(tx: Writer, { practitioners }: Sheets, then: Then) {
  for (const cells of practitioners) await bringPractitioner(tx, cells, then)
}

async function bringPractitioner(tx: Writer, cells: Cells, { known, areas, today }: Then) {
  const from = dayIn(cells.from) as Day
  const endedOn = dayIn(cells.to)
  const over = endedOn !== null && endedOn < today
  const membershipId = known.membership(cells.urn ?? '', from) as number
  const at = new Date(`${from}T09:00:00Z`)
  const { id } = await tx
    .insertInto('practitioners')
    .values({
      ...{ personId: personIn(cells.person, known), membershipId, profile: cells.profile || null },
      ...{ nominatedBy: null, nominatedAt: at, acceptedBy: null, acceptedAt: at },
      ...{ declinedBy: null, declinedAt: null, declinedWhy: null, endedBy: null },
      ...{ endedOn: over ? endedOn : null, endedWhy: over ? 'No longer a practitioner of the school' : null },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const expertise = several(cells.expertise).map((one) => {
    const [area = '', phase = 'whole school'] = one.split(' / ')
    return { practitionerId: id, areaId: areas.get(area) as number, phase: phase as 'whole school' }
  })
  await insert(tx, 'practitionerExpertise', expertise)
  const times = several(cells.times).map((one) => {
    const [weekday, half] = one.split(' ')
    return { practitionerId: id, weekday: Number(weekday) as 1, half: half as 'am' }
  })
  await insert(tx, 'practitionerTimes', times)
  if (cells.half_days)
    await insert(tx, 'practitionerOffers', [
      { practitionerId: id, year: academicYearOf(today), halfDays: Number(cells.half_days) },
    ])
  if (cells.vouched_on)
    await insert(tx, 'practitionerVouchings', [
      {
        practitionerId: id,
        vouchedBy: null,
        vouchedOn: dayIn(cells.vouched_on) as Day,
        evidence: cells.evidence ?? '',
      },
    ])
}
