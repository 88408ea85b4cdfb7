import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Tables, Writer } from '../../platform/db.ts'
import type { Cells, Known, SheetName } from './read.ts'
import { dayIn, groupOf, insert, meetingOf, past, personIn, type Then } from './rows.ts'

type Rows = Record<SheetName, Cells[]>

/** In the afternoon of a day. */
const onDay = (text: string | undefined) => sql<Date>`${dayIn(text)}::date + time '16:00'`

/** What hubs wrote, were given, shared and reported, up to this day. */
export async function bringHubs(tx: Writer, rows: Rows, { known, today }: Then): Promise<void> {
  await bringNotes(tx, past(rows.notes, 'written_on', today), known)
  await bringContributions(tx, past(rows.contributions, 'given_on', today), known)
  await bringReports(tx, past(rows.reports, 'sent_on', today), known)
  for (const cells of past(rows.resources, 'shared_on', today)) await share(tx, cells, { known, today })
}

const bringNotes = (tx: Writer, rows: Cells[], known: Known) =>
  insert(
    tx,
    'hubNotes',
    rows.map((cells) => ({
      groupId: groupOf(cells, known),
      meetingId: meetingOf(cells, known),
      title: cells.title ?? '',
      words: cells.words ?? '',
      writtenBy: personIn(cells.writer, known),
      writtenAt: onDay(cells.written_on) as never,
    })),
  )

const bringContributions = (tx: Writer, rows: Cells[], known: Known) =>
  insert(
    tx,
    'hubContributions',
    rows.map((cells) => {
      const givenOn = dayIn(cells.given_on) as Day
      return {
        groupId: groupOf(cells, known),
        membershipId: known.membership(cells.urn ?? '', givenOn) as number,
        meetingId: meetingOf(cells, known),
        personId: null,
        kind: cells.kind as Tables['hubContributions']['kind'],
        givenOn,
        words: cells.words ?? '',
        recordedBy: personIn(cells.writer, known),
      }
    }),
  )

const bringReports = (tx: Writer, rows: Cells[], known: Known) =>
  insert(
    tx,
    'hubReports',
    rows.map((cells) => ({
      groupId: groupOf(cells, known),
      meetingId: meetingOf(cells, known) as number,
      words: cells.words ?? '',
      sentAt: onDay(cells.sent_on) as never,
      writtenBy: personIn(cells.writer, known),
      writtenAt: onDay(cells.sent_on) as never,
    })),
  )

/** A resource with its words and licence, and who said that they used it. */
async function share(tx: Writer, cells: Cells, { known, today }: Then) {
  const sharedOn = dayIn(cells.shared_on) as Day
  const { id } = await tx
    .insertInto('resources')
    .values({
      ...{ ref: null, importId: null, groupId: groupOf(cells, known), sharedOn },
      title: cells.title ?? '',
      kind: cells.kind as Tables['resources']['kind'],
      words: cells.words || null,
      licence: (cells.licence || null) as Tables['resources']['licence'],
      membershipId: known.membership(cells.urn ?? '', sharedOn),
      sharedBy: personIn(cells.writer, known),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const usedOn = dayIn(cells.used_on)
  if (usedOn === null || usedOn > today) return
  await insert(tx, 'resourceUses', [
    {
      ...{ resourceId: id, usedOn, personId: personIn(cells.used_by, known), thanks: cells.thanks || null },
      membershipId: known.membership(cells.used_urn ?? '', usedOn),
    },
  ])
}
