import { sql } from 'kysely'
import type { Actor } from '../../../platform/action.ts'
import { type Refusals, refusing } from '../../../platform/constraint.ts'
import { type AcademicYear, academicYearOf, type Day, inDays, yearName } from '../../../platform/day.ts'
import type { Writer } from '../../../platform/db.ts'
import { notFound, notPossible, permit } from '../../../platform/refusal.ts'
import { correct } from '../../../platform/revision.ts'
import { locked, subjectOf, whileOpen } from '../actions.ts'
import { boundIn, expertiseOf, timesOf } from '../queries.ts'
import { expertiseInWords, mayKeep, mayOffer, phaseAt, timeAt, timesInWords, yearsOffered } from '../rules.ts'

type Row = { id: number; version: number }

/** An area, and the numbers of the phases in which it is theirs. */
export type AreaPhases = { areaId: number; phases: number[] }

/** What they are good at, the whole of it, as it stood at this version of the practitioner. */
export async function keepExpertise(by: Actor, row: Row, areas: AreaPhases[]) {
  const deed = { did: 'corrected a practitioner’s expertise', subject: subjectOf(row.id) }
  await by.act(deed, async (tx, by) => {
    const found = await locked(tx, row.id, by.today)
    permit(mayKeep(by.who, found))
    whileOpen(found)
    const was = expertiseInWords(await expertiseOf(tx, row.id)).join('; ')
    const values = areas.flatMap(({ areaId, phases }) =>
      phases.map((phase) => ({ practitionerId: row.id, areaId, phase: phaseAt(phase) })),
    )
    if (values.length === 0) throw notPossible('Tick at least one phase of an area')
    await tx.deleteFrom('practitionerExpertise').where('practitionerId', '=', row.id).execute()
    await tx.insertInto('practitionerExpertise').values(values).execute()
    const becomes = expertiseInWords(await expertiseOf(tx, row.id)).join('; ')
    await correct(tx, by, 'practitioners', row, {}, { expertise: { was, becomes } })
  })
}

/** The half-days of the week on which they are free, by number; none means any. */
export async function keepTimes(by: Actor, row: Row, numbers: number[]) {
  const deed = { did: 'corrected a practitioner’s free half-days', subject: subjectOf(row.id) }
  await by.act(deed, async (tx, by) => {
    const found = await locked(tx, row.id, by.today)
    permit(mayKeep(by.who, found))
    whileOpen(found)
    const before = await timesOf(tx, row.id)
    const times = numbers.flatMap((number) => timeAt(number) ?? [])
    await tx.deleteFrom('practitionerTimes').where('practitionerId', '=', row.id).execute()
    const values = times.map((time) => ({ ...time, practitionerId: row.id }))
    if (values.length > 0) await tx.insertInto('practitionerTimes').values(values).execute()
    const linked = { 'free half-days': { was: timesInWords(before), becomes: timesInWords(times) } }
    await correct(tx, by, 'practitioners', row, {}, linked)
  })
}

export type AwayFilled = { fromOn: Day; toOn: Day | null }

/** When they cannot come at all; why is not asked. A single day has no last one. */
export async function addAway(by: Actor, id: number, { fromOn, toOn }: AwayFilled) {
  const last = toOn ?? fromOn
  if (last < fromOn) throw notPossible('The last day must be on or after the first day', 'toOn')
  if (last < by.today) throw notPossible('This time is over: enter one that is not', toOn ? 'toOn' : 'fromOn')
  await by.act({ did: 'added a time away of a practitioner', subject: subjectOf(id) }, async (tx, by) => {
    const found = await locked(tx, id, by.today)
    permit(mayKeep(by.who, found))
    whileOpen(found)
    await tx.insertInto('practitionerAway').values({ practitionerId: id, fromOn, toOn: last }).execute()
  })
}

/** Takes a time away off. It is kept nowhere else: when somebody was not there is not for the record. */
export async function removeAway(by: Actor, id: number, row: number) {
  const deed = {
    did: 'removed a time away of a practitioner',
    subject: subjectOf(id),
    details: { away: row },
  }
  await by.act(deed, async (tx, by) => {
    permit(mayKeep(by.who, await locked(tx, id, by.today)))
    const gone = await tx
      .deleteFrom('practitionerAway')
      .where('id', '=', row)
      .where('practitionerId', '=', id)
      .returning('id')
      .executeTakeFirst()
    if (!gone) throw notFound()
  })
}

export type OfferFilled = { halfDays: number }
type OfferRow = { id: number; year: AcademicYear; version: number }

const meanwhile: Refusals = {
  practitioner_offers_year: {
    says: 'Somebody else has entered the days of this year. Open the page again to see them',
    field: 'halfDays',
  },
}

/** How many half-days of this year or the next their head releases them for: not fewer than are bound already. */
export async function offerDays(by: Actor, { id, year, version }: OfferRow, { halfDays }: OfferFilled) {
  const deed = { did: 'offered a practitioner’s days', subject: subjectOf(id), details: { year, halfDays } }
  await by.act(deed, async (tx, by) => {
    const found = await locked(tx, id, by.today)
    permit(mayOffer(by.who, found))
    whileOpen(found)
    if (!yearsOffered(academicYearOf(by.today)).includes(year))
      throw notPossible('Days are offered for this academic year and the next')
    const bound = await boundIn(tx, id, year)
    if (halfDays < bound)
      throw notPossible(
        `${found.name} is bound for ${inDays(bound)} in ${yearName(year)} already. Offer ${inDays(bound)} or more, or ask SSIG to give up a match`,
        'halfDays',
      )
    const rows = await tx
      .selectFrom('practitionerOffers')
      .select('id')
      .where('practitionerId', '=', id)
      .where('year', '=', year)
      .execute()
    const [offer] = rows
    if (offer && version > 0) await correct(tx, by, 'practitionerOffers', { ...offer, version }, { halfDays })
    else
      await refusing(meanwhile, () =>
        tx.insertInto('practitionerOffers').values({ practitionerId: id, year, halfDays }).execute(),
      )
  })
}

/** Lets go of what is kept for a year only: times away that are over, and interests that ended. */
export async function forgetSpentTimes(tx: Writer) {
  await sql`delete from practitioner_away where to_on < current_date - 365`.execute(tx)
  await sql`delete from practitioner_interests where ended_at < now() - interval '1 year'`.execute(tx)
}
