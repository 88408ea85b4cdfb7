import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Reader, Writer } from '../../platform/db.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { meeting } from '../queries.ts'
import { amended } from './editions/actions.ts'
import { type Merged, merged } from './merge.ts'
import { handIn, minutesOf, wordsAt } from './queries.ts'
import { mayMove, mayWrite } from './rules.ts'

/** What was typed of one item on a page that was opened at a version of its minute; 0 is before anything was written. */
export type Typed = { itemId: number; opened: number; typed: string }
/** A minute with what others wrote meanwhile put to it, and the version that it then goes on from. */
export type Together = Merged & { version: number }

/** Two people changed the same paragraph: nothing was saved, and this is what both of them wrote, item by item. */
export class BothWrote extends Error {
  readonly items: Map<number, Together>

  constructor(items: Map<number, Together>) {
    super('The minutes were changed meanwhile')
    this.items = items
  }
}

/**
 * Keeps what was typed of several items at once, put together with what others have written since.
 * @returns whether anything of others is now beside it.
 * @throws BothWrote when a paragraph was changed by two people.
 */
export async function writeMinutes(by: Actor, meetingId: number, lines: Typed[]): Promise<boolean> {
  return by.act({ did: 'wrote minutes', subject: `meetings/${meetingId}` }, async (tx, by) => {
    const { hand, minutes } = await opened(tx, by, meetingId)
    permit(mayWrite(hand, minutes.state))
    return write(tx, by, meetingId, lines)
  })
}

/** The same with approved minutes, of which this makes a new edition. */
export async function correctMinutes(by: Actor, meetingId: number, lines: Typed[], reason: string) {
  const deed = { did: 'corrected approved minutes', subject: `meetings/${meetingId}` }
  await by.act(deed, async (tx, by) => {
    const { hand, minutes } = await opened(tx, by, meetingId)
    permit(mayMove(hand, minutes.state, 'correct'))
    await write(tx, by, meetingId, lines)
    await amended(tx, by, meetingId, reason)
  })
}

/** Whoever else writes the same minutes waits here, so that each sees what the one before has written. */
export async function opened(tx: Writer, by: Actor, meetingId: number) {
  const found = await meeting(tx, meetingId, 'all')
  if (found.status === 'cancelled')
    throw notPossible('This meeting was cancelled, so there are no minutes of it')
  await tx
    .insertInto('minutes')
    .values({ meetingId, movedOn: by.today })
    .onConflict((row) => row.doNothing())
    .execute()
  await sql`select id from minutes where meeting_id = ${meetingId} for update`.execute(tx)
  const minutes = await minutesOf(tx, meetingId)
  return { meeting: found, minutes, hand: await handIn(tx, by.who, found, minutes) }
}

async function write(tx: Writer, by: Actor, meetingId: number, lines: Typed[]): Promise<boolean> {
  const done = new Map<number, Together & { id: number | null; stood: string; mine: string }>()
  for (const line of lines) done.set(line.itemId, await together(tx, meetingId, line))
  if ([...done.values()].some(({ both }) => both.length > 0)) throw new BothWrote(done)
  for (const [itemId, { id, words, version, stood }] of done) {
    if (words === stood) continue
    const writtenBy = by.who.personId
    if (id === null)
      await tx.insertInto('itemMinutes').values({ meetingId, itemId, words, writtenBy }).execute()
    else await correct(tx, by, 'itemMinutes', { id, version }, { words, writtenBy })
  }
  return [...done.values()].some(({ words, mine, stood }) => words !== mine && words !== stood)
}

async function together(tx: Writer, meetingId: number, { itemId, opened, typed }: Typed) {
  await onAgenda(tx, meetingId, itemId)
  const row = await tx
    .selectFrom('itemMinutes')
    .select(['id', 'words', 'version'])
    .where('itemId', '=', itemId)
    .executeTakeFirst()
  const stood = row?.words ?? ''
  const base = opened === 0 ? '' : opened === row?.version ? stood : await wordsAt(tx, itemId, opened)
  const both = merged({ opened: base, mine: typed, theirs: stood })
  return { ...both, id: row?.id ?? null, version: row?.version ?? 0, stood, mine: typed }
}

/** An item of this meeting, whatever became of it since its page was opened: what was typed under it is kept. */
async function onAgenda(db: Reader, meetingId: number, itemId: number) {
  const found = await db
    .selectFrom('agendaItems')
    .select('id')
    .where('id', '=', itemId)
    .where('meetingId', '=', meetingId)
    .executeTakeFirst()
  if (!found) throw notFound()
}
