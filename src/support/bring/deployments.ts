import { sql } from 'kysely'
import { datesOf } from '../../calendars/queries.ts'
import { dueAfter, type SchoolCalendar } from '../../calendars/rules.ts'
import type { Cells } from '../../meetings/bring/read.ts'
import { dayIn, insert, personIn } from '../../meetings/bring/rows.ts'
import { academicYearOf, type Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { wayTo } from '../deployments/rules.ts'
import type { Kind, State, Urgency } from '../deployments/tables.ts'
import type { Outcome } from '../evaluations/tables.ts'
import type { Half } from '../visits/tables.ts'
import { headOn, membershipOf, type Then } from './known.ts'
import type { Sheets } from './sheets.ts'

const at = (on: Day, time = '10:00') => new Date(`${on}T${time}:00Z`)
const ANSWER_DAYS = 5
const EVALUATION_DAYS = 10
const NOTE_DAYS = 5

/** Each deployment in the state in which it stands, with its steps, visits, notes and evaluation. */
export async function bringDeployments(tx: Writer, rows: Sheets, then: Then): Promise<void> {
  const calendar = await datesOf(tx, null)
  for (const cells of rows.deployments) {
    if ((dayIn(cells.requested_on) as Day) > then.today) continue
    const id = await bringDeployment(tx, cells, { ...then, calendar })
    const own = (row: Cells) => row.deployment === cells.deployment
    for (const visit of rows.visits.filter(own)) await bringVisit(tx, id, visit, calendar)
    for (const evaluation of rows.evaluations.filter(own)) await bringEvaluation(tx, id, evaluation)
  }
}

async function bringDeployment(
  tx: Writer,
  cells: Cells,
  then: Then & { calendar: SchoolCalendar },
): Promise<number> {
  const { known, areas, calendar } = then
  const requestedOn = dayIn(cells.requested_on) as Day
  const closedOn = dayIn(cells.closed_on)
  const toMembershipId = membershipOf(known, cells.to_urn, requestedOn)
  const chosen = cells.person ? await practitionerOf(tx, cells, then, requestedOn) : null
  const { id } = await tx
    .insertInto('deployments')
    .values({
      ...{ ref: cells.deployment ?? null, kind: cells.kind as Kind, state: cells.state as State },
      ...{ toMembershipId, toUrn: Number(cells.to_urn), areaId: areas.get(cells.area ?? '') as number },
      ...{
        phase: cells.phase as 'whole school',
        need: cells.need ?? '',
        outcomeHoped: cells.outcome_hoped ?? '',
      },
      ...{ urgency: cells.urgency as Urgency, wantedFrom: dayIn(cells.wanted_from) as Day },
      ...{
        wantedTo: dayIn(cells.wanted_to) as Day,
        halfDaysWanted: Number(cells.half_days),
        budgetPence: null,
      },
      ...{ contactId: cells.contact ? personIn(cells.contact, known) : null },
      ...{ requestedBy: await headOn(tx, toMembershipId, requestedOn), requestedAt: at(requestedOn) },
      firstContactOn: dayIn(cells.first_contact_on),
      firstContactId: cells.first_contact_urn
        ? membershipOf(known, cells.first_contact_urn, requestedOn)
        : null,
      ...{
        contactExplained: cells.explained || null,
        answerDue: dueAfter(calendar, requestedOn, ANSWER_DAYS),
      },
      ...{
        answeredAt: chosen || cells.state === 'declined' ? at(requestedOn, '15:00') : null,
        year: academicYearOf(requestedOn),
      },
      ...(chosen ?? { practitionerId: null, fromMembershipId: null, fromUrn: null, halfDaysAgreed: null }),
      ...{ closedOn, evaluationDue: closedOn && dueAfter(calendar, closedOn, EVALUATION_DAYS) },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await steps(tx, id, cells, requestedOn)
  await planned(tx, id, cells)
  return id
}

/** What was planned for it, and the visits of its commission, which were recorded by themselves. */
async function planned(tx: Writer, deploymentId: number, cells: Cells) {
  if (cells.priorities)
    await insert(tx, 'deploymentPlans', [
      {
        deploymentId,
        priorities: cells.priorities,
        measures: cells.measures ?? '',
        exitPlan: null,
        agreedBy: null,
      },
    ])
  if (cells.commission)
    await sql`update support_visits set deployment_id = ${deploymentId} where commission = ${cells.commission} and through_ssig`.execute(
      tx,
    )
  if (cells.note) await noted(tx, deploymentId, cells.note)
}

/** The visits of a commission were noted on their day, in words that the office kept for all of them. */
const noted = (tx: Writer, deploymentId: number, words: string) =>
  sql`insert into visit_notes (visit_id, done, noted_on, written_at)
    select id, ${words}, visited_on, visited_on + time '16:00' from support_visits where deployment_id = ${deploymentId} and status = 'done'`.execute(
    tx,
  )

async function practitionerOf(tx: Writer, cells: Cells, { known }: Then, on: Day) {
  const fromMembershipId = membershipOf(known, cells.from_urn, on)
  const { id } = await tx
    .selectFrom('practitioners')
    .select('id')
    .where('personId', '=', personIn(cells.person, known))
    .where('membershipId', '=', fromMembershipId)
    .executeTakeFirstOrThrow()
  return {
    practitionerId: id,
    fromMembershipId,
    fromUrn: Number(cells.from_urn),
    halfDaysAgreed: Number(cells.half_days),
  }
}

async function steps(tx: Writer, deploymentId: number, cells: Cells, requestedOn: Day) {
  const taken = wayTo(cells.state as State)
  const moves = taken.map((toState, i) => ({
    ...{ deploymentId, number: i + 1, fromState: taken[i - 1] ?? null, toState, movedBy: null, reason: null },
    movedAt: at(requestedOn, `10:0${i}`),
  }))
  await insert(tx, 'deploymentMoves', moves)
}

async function bringVisit(tx: Writer, deploymentId: number, cells: Cells, calendar: SchoolCalendar) {
  const visitedOn = dayIn(cells.on) as Day
  const { rows } = await sql<{ id: number }>`
    insert into support_visits (deployment_id, practitioner_id, from_membership_id, from_urn, to_membership_id, to_urn, subject, visited_on,
      half, status, through_ssig, starts, ends, purpose)
    select d.id, p.person_id, d.from_membership_id, d.from_urn, d.to_membership_id, d.to_urn, a.name, ${visitedOn}::date, ${cells.half as Half},
      ${cells.note ? 'done' : 'planned'}, true, ${cells.starts || null}::time, ${cells.ends || null}::time, ${cells.purpose || null}
    from deployments d join practitioners p on p.id = d.practitioner_id join support_areas a on a.id = d.area_id where d.id = ${deploymentId}
    on conflict do nothing returning id`.execute(tx)
  const visitId = rows[0]?.id
  if (visitId === undefined || !cells.note) return
  const notedOn = dayIn(cells.noted_on) ?? visitedOn
  const writtenAt = at(notedOn, '16:00')
  const dueOn = dueAfter(calendar, visitedOn, NOTE_DAYS)
  await insert(tx, 'visitNotes', [
    {
      visitId,
      met: null,
      done: cells.note,
      next: cells.next || null,
      dueOn,
      writtenBy: null,
      writtenAt,
      notedOn,
    },
  ])
}

const bringEvaluation = (tx: Writer, deploymentId: number, cells: Cells) =>
  insert(tx, 'evaluations', [
    {
      ...{
        deploymentId,
        reach: cells.reach ?? '',
        reaction: cells.reaction ?? '',
        practice: cells.practice ?? '',
      },
      ...{ evidence: cells.evidence ?? '', impact: cells.impact ?? '', outcome: cells.outcome as Outcome },
      ...{ wouldRecommend: cells.recommend === 'yes', next: cells.next || null, evaluatedBy: null },
      evaluatedAt: at(dayIn(cells.evaluated_on) as Day),
    },
  ])
