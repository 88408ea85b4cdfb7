import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { refusing } from '../../platform/constraint.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct, remove, Stale } from '../../platform/revision.ts'
import { judgingInWords } from '../judging.ts'
import { lockedRound, scrubbed } from '../locked.ts'
import { roomsOf } from '../rooms/queries.ts'
import { mayAgree } from '../rules.ts'
import { type Stage, stages } from '../tables.ts'
import { visitorsOf } from '../visitors/queries.ts'
import { patternOf, patternsOf, stagesOf } from './queries.ts'
import { isAgreed, isDebriefing, isOpen, mayDebrief, mayReopen, whyNotAgreed } from './rules.ts'

const outOfOrder = {
  round_stages_order: { says: 'This stage opens when the one before it is agreed', field: 'words' },
  round_stages_agreed: { says: 'It was agreed meanwhile: have it opened again to change it', field: 'words' },
  round_stages_later: { says: 'A later stage has words already, which rest on this one' },
}

/** The round and its stages, locked, for those who were there, between the visit and the return. */
async function debriefed(tx: Writer, by: Actor, roundId: number) {
  const found = await lockedRound(tx, roundId)
  permit(mayDebrief(by.who, found, await visitorsOf(tx, roundId)))
  if (found.state === 'planned')
    throw notPossible('The debrief begins when the lessons are marked as visited')
  if (!isDebriefing(found.state)) throw notPossible('The debrief of this round is over')
  return { found, all: await stagesOf(tx, roundId) }
}

/** Writes a stage as it stood at this version; nothing stood before it was first written. */
export async function writeStage(
  by: Actor,
  { roundId, stage, version }: { roundId: number; stage: Stage; version: number },
  { words }: { words: string },
) {
  const subject = `rounds/${roundId}`
  await by.act({ did: 'wrote in a debrief', subject, details: { stage } }, async (tx, by) => {
    const { found, all } = await debriefed(tx, by, roundId)
    const row = all.find((one) => one.stage === stage)
    if (isAgreed(all, stage)) throw notPossible(outOfOrder.round_stages_agreed.says, 'words')
    if (!isOpen(all, stage)) throw notPossible(outOfOrder.round_stages_order.says, 'words')
    if (row && row.version !== version) throw new Stale()
    const judged = stage === 'description' ? judgingInWords(words) : null
    if (judged) throw notPossible(`${judged}. What was said in the room stands in quotation marks`, 'words')
    await scrubbed(tx, found.hostMembershipId, { words })
    await refusing(outOfOrder, async () => {
      if (row) return correct(tx, by, 'roundStages', { id: row.id, version }, { words })
      const values = { roundId, stage, words, agreedBy: null, agreedAt: null }
      return tx.insertInto('roundStages').values(values).execute()
    })
  })
}

/** Agrees what stands at a stage, as it was read; with the last of the four the round is debriefed. */
export async function agreeStage(
  by: Actor,
  { roundId, stage, version }: { roundId: number; stage: Stage; version: number },
) {
  const subject = `rounds/${roundId}`
  await by.act({ did: 'agreed a stage of a debrief', subject, details: { stage } }, async (tx, by) => {
    const { found, all } = await debriefed(tx, by, roundId)
    permit(mayAgree(by.who, found))
    const why = whyNotAgreed(all, stage, await patternsOf(tx, roundId))
    if (why) throw notPossible(why)
    const row = all.find((one) => one.stage === stage)
    if (row?.version !== version)
      throw notPossible(`“${stages[stage]}” was changed meanwhile: read it once more`)
    await refusing(outOfOrder, () =>
      tx
        .updateTable('roundStages')
        .set({ agreedBy: by.who.personId, agreedAt: sql<Date>`now()`, version: sql`version + 1` } as never)
        .where('id', '=', row.id)
        .execute(),
    )
    if (stage === 'next level')
      await correct(tx, by, 'rounds', { id: roundId, version: found.version }, { state: 'debriefed' })
  })
}

/** Opens an agreed stage again, while nothing was written on the strength of it. */
export async function reopenStage(by: Actor, { roundId, stage }: { roundId: number; stage: Stage }) {
  const subject = `rounds/${roundId}`
  await by.act({ did: 'opened a stage of a debrief again', subject, details: { stage } }, async (tx, by) => {
    const { found, all } = await debriefed(tx, by, roundId)
    permit(mayAgree(by.who, found))
    if (!isAgreed(all, stage)) throw notPossible(`“${stages[stage]}” is open already`)
    if (!mayReopen(all, stage)) throw notPossible(outOfOrder.round_stages_later.says)
    await refusing(outOfOrder, () =>
      tx
        .updateTable('roundStages')
        .set({ agreedBy: null, agreedAt: null, version: sql`version + 1` } as never)
        .where('roundId', '=', roundId)
        .where('stage', '=', stage)
        .execute(),
    )
    if (found.state === 'debriefed')
      await correct(tx, by, 'rounds', { id: roundId, version: found.version }, { state: 'visited' })
  })
}

export type PatternFilled = { words: string; rooms: number[] }

/** The round, while patterns are found: between the agreed description and the agreed analysis. */
async function analysed(tx: Writer, by: Actor, roundId: number, filled?: PatternFilled) {
  const { found, all } = await debriefed(tx, by, roundId)
  if (!isOpen(all, 'analysis'))
    throw notPossible('Patterns are found between the agreed description and the agreed analysis')
  const rooms = await roomsOf(tx, roundId)
  const known = rooms.filter(({ id }) => filled?.rooms.includes(id))
  if (filled && known.length !== filled.rooms.length) throw notPossible('Select rooms of this round', 'rooms')
  await scrubbed(tx, found.hostMembershipId, { words: filled?.words })
  return known
}

/** Writes down something that was seen, and in which rooms; from three on it is a pattern. */
export async function addPattern(by: Actor, roundId: number, filled: PatternFilled) {
  await by.act({ did: 'wrote down a pattern', subject: `rounds/${roundId}` }, async (tx, by) => {
    await analysed(tx, by, roundId, filled)
    const { id } = await tx
      .insertInto('roundPatterns')
      .values({ roundId, words: filled.words, writtenBy: by.who.personId })
      .returning('id')
      .executeTakeFirstOrThrow()
    await seenIn(tx, id, filled.rooms)
  })
}

export async function correctPattern(
  by: Actor,
  roundId: number,
  row: { id: number; version: number },
  filled: PatternFilled,
) {
  await by.act({ did: 'corrected a pattern', subject: `rounds/${roundId}` }, async (tx, by) => {
    const known = await analysed(tx, by, roundId, filled)
    const was = await patternOf(tx, roundId, row.id)
    const rooms = { was: codes(was.rooms), becomes: codes(known) }
    await correct(tx, by, 'roundPatterns', row, { words: filled.words }, { rooms })
    await tx.deleteFrom('roundPatternRooms').where('patternId', '=', row.id).execute()
    await seenIn(tx, row.id, filled.rooms)
  })
}

export async function removePattern(by: Actor, roundId: number, id: number) {
  await by.act({ did: 'removed a pattern', subject: `rounds/${roundId}` }, async (tx, by) => {
    await analysed(tx, by, roundId)
    await remove(tx, by, 'roundPatterns', await patternOf(tx, roundId, id))
  })
}

const codes = (rooms: { code: string }[]) =>
  rooms
    .map(({ code }) => code)
    .sort()
    .join(', ')

const seenIn = (tx: Writer, patternId: number, rooms: number[]) =>
  tx
    .insertInto('roundPatternRooms')
    .values(rooms.map((roomId) => ({ patternId, roomId })))
    .execute()
