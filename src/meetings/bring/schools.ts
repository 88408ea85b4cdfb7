import { sql } from 'kysely'
import { drafted } from '../../briefings/draft.ts'
import { recorded } from '../../briefings/records.ts'
import type { Actor } from '../../platform/action.ts'
import type { Day } from '../../platform/day.ts'
import type { Tables, Writer } from '../../platform/db.ts'
import type { Cells, Known } from './read.ts'
import {
  dayIn,
  groupOf,
  heldOnOf,
  type Items,
  insert,
  meetingOf,
  past,
  personIn,
  place,
  type Then,
} from './rows.ts'

/** Standing interests, and those in one item, up to this day. */
export async function bringInterests(
  tx: Writer,
  rows: Cells[],
  { known, items, today }: Then & { items: Items },
) {
  const whose = (cells: Cells) => ({
    personId: personIn(cells.person, known),
    membershipId: known.membership(cells.urn ?? '', dayIn(cells.declared_on) as Day),
    words: cells.words ?? '',
  })
  const declared = past(rows, 'declared_on', today)
  await insert(
    tx,
    'interests',
    declared
      .filter(({ meeting }) => !meeting)
      .map((cells) => ({ ...whose(cells), fromOn: dayIn(cells.declared_on) as Day, toOn: null })),
  )
  await insert(
    tx,
    'itemInterests',
    declared
      .filter(({ meeting }) => meeting)
      .map((cells) => ({
        ...whose(cells),
        itemId: items.get(place(cells)) as number,
        leftRoom: cells.left_room === 'yes',
        recordedBy: null,
      })),
  )
}

export const bringNominations = (tx: Writer, rows: Cells[], { known, today }: Then) =>
  insert(
    tx,
    'nominations',
    past(rows, 'nominated_on', today).map((cells) => {
      const nominatedOn = dayIn(cells.nominated_on) as Day
      return {
        groupId: cells.group ? groupOf(cells, known) : null,
        personId: personIn(cells.person, known),
        membershipId: known.membership(cells.urn ?? '', nominatedOn),
        words: cells.words ?? '',
        nominatedBy: personIn(cells.nominated_by, known),
        nominatedOn,
        ...{ outcome: null, outcomeReason: null, decidedBy: null, decidedOn: null },
      }
    }),
  )

/** Whom heads named to deputise at meetings that are still ahead. */
export const bringDeputies = (tx: Writer, rows: Cells[], { known, today }: Then) =>
  insert(
    tx,
    'deputyNamings',
    rows
      .filter((cells) => heldOnOf(cells, known) > today)
      .map((cells) => ({
        meetingId: meetingOf(cells, known) as number,
        membershipId: known.membership(cells.urn ?? '', today) as number,
        personId: personIn(cells.person, known),
        namedBy: personIn(cells.named_by, known),
        how: 'page' as const,
        withdrawnAt: null,
      })),
  )

/** Briefings as the records draft them, and to which body each was given. */
export async function bringBriefings(tx: Writer, by: Actor, rows: Cells[], { known, today }: Then) {
  for (const cells of past(rows, 'given_on', today)) await brief(tx, by, cells, known)
}

async function brief(tx: Writer, by: Actor, cells: Cells, known: Known) {
  const givenOn = dayIn(cells.given_on) as Day
  const meetingId = meetingOf(cells, known) as number
  const membershipId = known.membership(cells.urn ?? '', givenOn) as number
  const words = drafted(await recorded(by.db, meetingId, membershipId))
  const person = personIn(cells.writer, known)
  const madeAt = sql<Date>`${givenOn}::date + time '09:00'` as never
  const { id } = await tx
    .insertInto('briefings')
    .values({ ...{ meetingId, membershipId, words, drafted: words }, madeBy: person, madeAt })
    .returning('id')
    .executeTakeFirstOrThrow()
  await insert(tx, 'briefingGivings', [
    {
      ...{ membershipId, briefingId: id, givenOn, recordedBy: person },
      body: cells.body ?? '',
      bodyKind: cells.body_kind as Tables['briefingGivings']['bodyKind'],
      how: cells.how as Tables['briefingGivings']['how'],
      minuteReference: cells.minute_reference || null,
    },
  ])
}
