import { personOn } from '../../../people/queries.ts'
import type { Actor } from '../../../platform/action.ts'
import { refusing } from '../../../platform/constraint.ts'
import type { Day } from '../../../platform/day.ts'
import { notFound, notPossible, permit } from '../../../platform/refusal.ts'
import { correct, remove } from '../../../platform/revision.ts'
import { keepsMeeting } from '../../queries.ts'
import { itemIn } from '../actions.ts'
import type { Item } from '../queries.ts'
import { interest } from './queries.ts'
import { isInOrder, mayKeepInterest, maySeeInterests, schoolsOf } from './rules.ts'

export type InterestFilled = {
  /** Whose it is, where the office records it; null for whoever is at work. */
  personId: number | null
  words: string
  fromOn: Day
  toOn: Day | null
}

/** Declares a standing interest: one's own, or, by the office, somebody else's. */
export async function declareStanding(by: Actor, { personId, ...filled }: InterestFilled): Promise<number> {
  permit(maySeeInterests(by.who))
  const whose = personId ?? by.who.personId
  if (whose === null) throw notFound()
  permit(mayKeepInterest(by.who, { personId: whose }))
  inOrder(filled)
  const subject = (id: number) => `meetings/interests/${id}`
  return by.act({ did: 'declared a standing interest', subject }, async (tx) => {
    const membershipId = (await schoolsThen(by, whose))[0] ?? null
    const { id } = await tx
      .insertInto('interests')
      .values({ ...filled, personId: whose, membershipId })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  })
}

/** Corrects a standing interest, or says when it ended. */
export async function correctStanding(
  by: Actor,
  row: { id: number; version: number },
  { personId: _, ...filled }: InterestFilled,
) {
  permit(mayKeepInterest(by.who, await interest(by.db, row.id)))
  inOrder(filled)
  const subject = `meetings/interests/${row.id}`
  await by.act({ did: 'corrected a standing interest', subject }, (tx, by) =>
    correct(tx, by, 'interests', row, filled),
  )
}

function inOrder(filled: { fromOn: Day; toOn: Day | null }) {
  if (!isInOrder(filled)) throw notPossible('The last day must not be before the first', 'toOn')
}

async function schoolsThen(by: Actor, personId: number): Promise<number[]> {
  const who = personId === by.who.personId ? by.who : await personOn(by.db, { id: personId }, by.today)
  return who ? schoolsOf(who) : []
}

export type Declared = { personId: number | null; words: string; leftRoom: boolean }

const twice = {
  item_interests_once: { says: 'An interest in this item is declared already', field: 'words' },
}

/**
 * Declares an interest in one item: one's own, or, recorded by whoever keeps the meeting, another's. Each school that
 * somebody speaks for then has no part in it.
 */
export async function declareInterest(by: Actor, item: Item, { personId, words, leftRoom }: Declared) {
  const whose = personId ?? by.who.personId
  if (whose === null) throw notFound()
  const own = whose === by.who.personId
  permit(own || (await keepsMeeting(by, item.meetingId)))
  const subject = `meetings/${item.meetingId}`
  await by.act({ did: 'declared an interest', subject, details: { item: item.id } }, async (tx) => {
    await itemIn(tx, item.meetingId, item.id)
    const schools = await schoolsThen(by, whose)
    const said = { itemId: item.id, personId: whose, words, leftRoom, recordedBy: by.who.personId }
    const rows = (schools.length > 0 ? schools : [null]).map((membershipId) => ({ ...said, membershipId }))
    await refusing(twice, () => tx.insertInto('itemInterests').values(rows).execute())
  })
}

/** Takes a declaration off that was a mistake: whoever keeps the meeting does, not whoever declared it. */
export async function removeInterest(by: Actor, item: Item, id: number) {
  permit(await keepsMeeting(by, item.meetingId))
  const about = { did: 'removed a declaration of interest', subject: `meetings/${item.meetingId}` }
  await by.act({ ...about, details: { item: item.id } }, async (tx, by) => {
    const found = await tx
      .selectFrom('itemInterests')
      .select(['id', 'version', 'personId'])
      .where('id', '=', id)
      .where('itemId', '=', item.id)
      .executeTakeFirst()
    if (!found) throw notFound()
    if (found.personId === by.who.personId && item.partB)
      throw notPossible('Ask somebody else who keeps this meeting: it was you who declared the interest')
    await remove(tx, by, 'itemInterests', found)
  })
}
