import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Day } from '../../platform/day.ts'
import type { Tables, Writer } from '../../platform/db.ts'
import { permit } from '../../platform/refusal.ts'
import type { Book } from '../../platform/sheet.ts'
import type { Report } from '../../platform/sheet-report.ts'
import { isOffice } from '../../platform/who.ts'
import { approve } from '../minutes/moves.ts'
import { bringHubs } from './hubs.ts'
import { type Cells, files, type Known, knownTo, rowsOf, type SheetName } from './read.ts'
import { dayIn, heldOnOf, type Items, insert, meetingOf, place, type Then } from './rows.ts'
import { bringBriefings, bringDeputies, bringInterests, bringNominations } from './schools.ts'
import { bringVotes } from './votes.ts'

/**
 * Brings in who serves on which group, and the agendas, minutes, decisions and actions that were kept elsewhere
 * before, of meetings that are recorded here, with what schools and hubs made of them: all of it or, where a row
 * cannot be understood, none. Of a meeting that has not been held yet only its agenda and deputies are taken.
 */
export async function bringMeetings(by: Actor, book: Book, report: Report): Promise<void> {
  permit(isOffice(by.who))
  const known = await knownTo(by.db)
  const rows = await rowsOf(book, files, known, report)
  if (report.faultCount > 0) return
  await by.act({ did: 'brought in agendas and minutes', subject: 'meetings' }, async (tx, by) => {
    await bringMembers(tx, rows.members, known)
    const items = await bringAgendas(tx, rows.agenda, known)
    const held = heldBy(by.today, known)
    const of = (name: SheetName) => rows[name].filter(({ meeting = '' }) => held(meeting))
    await bringMinutes(tx, of('minutes'), known, items)
    await bringDecisions(tx, of('decisions'), known, items)
    await bringActions(tx, of('actions'), { known, items, today: by.today })
    await bringFeedback(
      tx,
      rows.feedback.filter(({ given = '' }) => held(given)),
      known,
    )
    const then = { known, today: by.today }
    await bringInterests(tx, rows.interests, { ...then, items })
    await settle(tx, rows.meetings, then)
    await bringVotes(tx, rows, { ...then, items, by })
    for (const cells of rows.meetings) await approved(by, cells, known)
    await bringNominations(tx, rows.nominations, then)
    await bringDeputies(tx, rows.deputies, then)
    await bringHubs(tx, rows, then)
    await bringBriefings(tx, by, rows.briefings, then)
  })
}

const heldBy =
  (today: Day, { meetings }: Known) =>
  (ref: string) =>
    (meetings.get(ref)?.heldOn ?? '9') <= today

const bringMembers = (tx: Writer, rows: Cells[], known: Known) =>
  insert(
    tx,
    'groupMembers',
    rows.map((cells) => ({
      groupId: known.groups.get(cells.group ?? '') as number,
      personId: known.people.get(cells.person ?? '') as number,
      membershipId: known.membership(cells.urn ?? '', dayIn(cells.from) as Day),
      part: cells.part as Tables['groupMembers']['part'],
      fromOn: dayIn(cells.from) as Day,
      toOn: dayIn(cells.to),
    })),
  )

/** @returns the items by meeting and position: `board-2026-09-24/4`. */
async function bringAgendas(tx: Writer, rows: Cells[], known: Known): Promise<Items> {
  const items: Items = new Map()
  for (const cells of rows) {
    const { id } = await tx
      .insertInto('agendaItems')
      .values({
        meetingId: meetingOf(cells, known) as number,
        position: Number(cells.position),
        kind: cells.kind as Tables['agendaItems']['kind'],
        title: cells.title ?? '',
        purpose: cells.purpose ?? '',
        ownerId: known.people.get(cells.owner ?? '') ?? null,
        minutes: Number(cells.minutes) || null,
        partB: cells.part_b === 'yes',
        followsId: items.get(cells.follows ?? '') ?? null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    items.set(place(cells), id)
    if (cells.paper)
      await insert(tx, 'papers', [
        {
          meetingId: meetingOf(cells, known) as number,
          itemId: id,
          title: cells.paper_title ?? '',
          words: cells.paper,
        },
      ])
  }
  return items
}

const bringMinutes = (tx: Writer, rows: Cells[], known: Known, items: Items) =>
  insert(
    tx,
    'itemMinutes',
    rows.map((cells) => ({
      meetingId: meetingOf(cells, known) as number,
      itemId: items.get(place(cells)) as number,
      words: cells.words ?? '',
    })),
  )

const bringDecisions = (tx: Writer, rows: Cells[], known: Known, items: Items) =>
  insert(
    tx,
    'decisions',
    rows.map((cells) => ({
      meetingId: meetingOf(cells, known) as number,
      itemId: items.get(place(cells)) as number,
      number: cells.number ?? '',
      words: cells.words ?? '',
      means: cells.means || null,
      pence: cells.pounds ? Math.round(Number(cells.pounds) * 100) : null,
      takesEffectOn: dayIn(cells.takes_effect_on),
    })),
  )

/** What was closed later than today is still open. */
const bringActions = (tx: Writer, rows: Cells[], { known, items, today }: Then & { items: Items }) =>
  insert(
    tx,
    'meetingActions',
    rows.map((cells) => {
      const closedOn = dayIn(cells.closed_on)
      const isClosed = closedOn !== null && closedOn <= today
      return {
        meetingId: meetingOf(cells, known) as number,
        itemId: items.get(place(cells)) as number,
        words: cells.words ?? '',
        ownerId: known.people.get(cells.owner ?? '') as number,
        ownerPost: cells.post as Tables['meetingActions']['ownerPost'],
        ownerMembershipId: known.membership(cells.urn ?? '', heldOnOf(cells, known)),
        dueMeetingId: known.meetings.get(cells.due_meeting ?? '')?.id ?? null,
        dueOn: dayIn(cells.due_on),
        closedOn: isClosed ? closedOn : null,
        outcome: isClosed ? (cells.outcome ?? '') : null,
      }
    }),
  )

const bringFeedback = (tx: Writer, rows: Cells[], { meetings, people }: Known) =>
  insert(
    tx,
    'feedbacks',
    rows.map((cells) => ({
      sourceMeetingId: meetings.get(cells.source ?? '')?.id as number,
      personId: people.get(cells.person ?? '') as number,
      givenMeetingId: meetings.get(cells.given ?? '')?.id as number,
      words: cells.words ?? '',
      givenBy: people.get(cells.person ?? '') as number,
    })),
  )

/** Who chaired and clerked, when the agenda went out, and how far the minutes are, as it all stood on this day. */
async function settle(tx: Writer, rows: Cells[], { known, today }: Then) {
  const past = (on: Day | null) => (on !== null && on <= today ? on : null)
  for (const cells of rows) {
    const meetingId = meetingOf(cells, known) as number
    const sentOn = past(dayIn(cells.agenda_sent_on))
    await tx
      .updateTable('meetings')
      .set({
        chairId: known.people.get(cells.chair ?? '') ?? null,
        clerkId: known.people.get(cells.clerk ?? '') ?? null,
        ...(sentOn ? { agendaIssuedAt: sql<Date>`${sentOn}::date + time '09:00'` } : {}),
      })
      .where('id', '=', meetingId)
      .execute()
    if (heldOnOf(cells, known) > today) continue
    const circulated = past(dayIn(cells.minutes_sent_on)) !== null
    await insert(tx, 'minutes', [{ meetingId, state: circulated ? 'circulated' : 'writing' }])
  }
}

/** Freezes the minutes that were approved at a later meeting, as they would have been then. */
async function approved(by: Actor, cells: Cells, known: Known) {
  const at = known.meetings.get(cells.approved_at ?? '')
  if (!at || at.heldOn > by.today) return
  const row = { id: meetingOf(cells, known) as number, version: 1, today: by.today }
  await approve(by, row, { approvedMeetingId: at.id, amendments: null })
}
