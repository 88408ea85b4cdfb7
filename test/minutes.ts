import assert from 'node:assert/strict'
import { freeze } from '../src/meetings/minutes/editions/actions.ts'
import type { MinuteState } from '../src/meetings/minutes/tables.ts'
import type { Actor } from '../src/platform/action.ts'
import { day } from '../src/platform/day.ts'
import { everything, type Writer } from '../src/platform/db.ts'
import { mailsTo } from './signing-in.ts'
import { type Browser, type CastName, emailOf, type World, world } from './world.ts'

/** Stands in everything that is confidential of it. */
export const SECRET = 'Marker nightingale'

/** A board meeting that Olive chaired and Sana clerked, and the next, chaired by Hannah; item 3 is confidential. */
export async function board() {
  const w = await world()
  const { people, groups, members } = w
  const made = await w.database.transaction(everything, async (tx) => {
    const meeting = async (title: string, heldOn: string, officers: object) => {
      const { id } = await tx
        .insertInto('meetings')
        .values({ title, heldOn: day(heldOn), status: 'held', ...officers } as never)
        .returning('id')
        .executeTakeFirstOrThrow()
      await tx.insertInto('meetingGroups').values({ meetingId: id, groupId: groups.board }).execute()
      return id
    }
    const id = await meeting('Board', '2018-02-06', { chairId: people.otherHead, clerkId: people.ssig })
    const next = await meeting('Next board', '2018-03-01', { chairId: people.head, clerkId: people.ssig })
    const item = async (meetingId: number, position: number, kind: string, title: string, partB = false) =>
      (
        await tx
          .insertInto('agendaItems')
          .values({ meetingId, position, kind: kind as 'report', title, partB })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id
    const items = {
      welcome: await item(id, 1, 'welcome', 'Welcome'),
      buses: await item(id, 2, 'decision', 'Shared minibuses'),
      secret: await item(id, 3, 'report', SECRET, true),
      minutes: await item(next, 1, 'minutes', 'Minutes of the last meeting'),
      actions: await item(next, 2, 'actions', 'Actions'),
    }
    for (const [membershipId, personId, capacity] of [
      [members.ashmere, people.head, 'head'],
      [members.brindle, people.otherHead, 'apologies'],
    ] as const)
      await tx
        .insertInto('attendances')
        .values({ meetingId: id, membershipId, personId, capacity } as never)
        .execute()
    return { id, next, items }
  })
  const at = `/meetings/${made.id}/minutes`
  return { ...w, ...made, at }
}
export type Board = Awaited<ReturnType<typeof board>>

export const written = (
  { items }: Board,
  words: Partial<Record<'welcome' | 'buses' | 'secret', string>>,
  opened = 0,
) =>
  Object.fromEntries(
    Object.entries(words).flatMap(([name, text]) => {
      const id = items[name as keyof typeof items]
      return [
        [`words-${id}`, text],
        [`opened-${id}`, String(opened)],
      ]
    }),
  )

/** Something under each of the three items, by the clerk. */
export async function write(b: Board) {
  const clerk = await b.as('ssig')
  const saved = await clerk.post(
    b.at,
    written(b, { welcome: 'All were welcomed.', buses: 'Heads talked.', secret: `${SECRET} was discussed.` }),
  )
  assert.equal(saved.status, 303, saved.text)
  return clerk
}

export const press = (who: Browser, b: Board, step: string) => who.post(`${b.at}/${step}`, {})

/** The same, gone its way as far as the approval at the next meeting. */
export async function approved(b: Board) {
  const clerk = await write(b)
  assert.equal((await press(clerk, b, 'send')).status, 303)
  assert.equal((await press(await b.as('otherHead'), b, 'circulate')).status, 303)
  const recorded = await clerk.post(`${b.at}/approve`, {
    approvedMeetingId: String(b.next),
    amendments: '',
    'form-version': String((await stateOf(b)).version),
  })
  assert.equal(recorded.status, 303, recorded.text)
  return clerk
}

export const stateOf = (b: Board) =>
  b.db.selectFrom('minutes').selectAll().where('meetingId', '=', b.id).executeTakeFirstOrThrow()

export async function sign(b: Board, name: CastName) {
  const chair = await b.as(name)
  await chair.post(`${b.at}/sign/code`, {})
  const body = (await mailsTo(b, emailOf(name))).at(-1)?.body ?? ''
  const code = /^(\d{3}) (\d{3})$/m.exec(body)?.slice(1).join('') ?? ''
  return chair.post(`${b.at}/sign`, { code, answer: '' })
}

/** Meetings of the maths hub that Hannah chaired, one with its minutes in each state, and what was recorded at them. */
export async function minutedMeetings({ people, groups, members }: World, tx: Writer, by: Actor) {
  const meeting = async (state: MinuteState | null, more: object = {}) => {
    const values = {
      title: 'Ratio',
      heldOn: day('2018-02-08'),
      status: 'held',
      chairId: people.head,
      ...more,
    }
    const { id } = await tx
      .insertInto('meetings')
      .values(values as never)
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx.insertInto('meetingGroups').values({ meetingId: id, groupId: groups.maths }).execute()
    const agenda = { meetingId: id, position: 1, kind: 'report' as const, title: 'Ratio' }
    const item = await tx
      .insertInto('agendaItems')
      .values(agenda as never)
      .returning('id')
      .executeTakeFirstOrThrow()
    const words = { meetingId: id, itemId: item.id, words: 'We talked about ratio.' }
    if (state) {
      await tx
        .insertInto('minutes')
        .values({ meetingId: id, state, movedOn: day('2018-02-08') })
        .execute()
      await tx.insertInto('itemMinutes').values(words).execute()
    }
    return { id, item: item.id }
  }
  const [minuted, withChair] = [await meeting('writing'), await meeting('with the chair')]
  const [circulated, approvedMinutes] = [await meeting('circulated'), await meeting('approved')]
  await meeting(null, { heldOn: day('2018-02-22') })
  await freeze(tx, by, approvedMinutes.id, null)
  const under = { meetingId: minuted.id, itemId: minuted.item, words: 'Share the tasks' }
  const { id: decision } = await tx
    .insertInto('decisions')
    .values({ ...under, number: '2017-18/90' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const owner = { ownerId: people.head, ownerPost: 'head' as const, ownerMembershipId: members.ashmere }
  const [action, closedAction] = await tx
    .insertInto('meetingActions')
    .values([
      { ...under, ...owner },
      { ...under, ...owner, closedOn: day('2018-02-20'), outcome: 'Shared' },
    ] as never)
    .returning('id')
    .execute()
  return {
    ...{ minuted: minuted.id, minutedItem: minuted.item, withChair: withChair.id, circulated: circulated.id },
    ...{ approvedMinutes: approvedMinutes.id, editionNumber: 1, audience: 'governors', decision },
    ...{ action: action?.id, closedAction: closedAction?.id },
  }
}
