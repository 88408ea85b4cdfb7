import { type Day, day } from '../src/platform/day.ts'
import { everything, type Writer } from '../src/platform/db.ts'
import { boardMeeting } from './board.ts'
import { today, type World } from './world.ts'

/** One more school of the alliance, with a head who can sign in. */
export type School = { membershipId: number; headId: number; name: string }

async function school(tx: Writer, i: number): Promise<School> {
  const name = `School ${String(i).padStart(4, '0')}`
  const { id: membershipId } = await tx
    .insertInto('memberships')
    .values({ joinedOn: day('2015-09-01'), leftOn: null, importId: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  const urn = 700_000 + i
  await tx
    .insertInto('schools')
    .values({ urn, name, shortName: name, type: 'Community school' } as never)
    .execute()
  await tx
    .insertInto('membershipSchools')
    .values({ membershipId, urn, fromOn: day('2015-09-01'), toOn: null, importId: null })
    .execute()
  const headId = (
    await tx
      .insertInto('people')
      .values({ name: `Head ${i}`, email: `head${i}@alliance.example`, ref: `head-${i}`, importId: null })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id
  await tx
    .insertInto('posts')
    .values({
      ...{ personId: headId, post: 'head', membershipId, organisationId: null },
      ...{ fromOn: day('2016-09-01'), toOn: null, importId: null },
    })
    .execute()
  return { membershipId, headId, name }
}

/** So many schools more than the two of the small alliance that are members today. */
export const moreSchools = (w: World, count: number): Promise<School[]> =>
  w.database.transaction(everything, async (tx) => {
    const made: School[] = []
    for (let i = 1; i <= count; i++) made.push(await school(tx, i))
    return made
  })

export type Room = { meeting: number; item: number }

/** A board meeting that has begun, with one item to decide. */
export async function roomOn(w: World, heldOn: Day = today, begun = true): Promise<Room> {
  const meeting = await boardMeeting(w, heldOn)
  return w.database.transaction(everything, async (tx) => {
    await tx
      .updateTable('meetings')
      .set({ agendaIssuedAt: new Date('2018-02-20T09:00:00Z') })
      .where('id', '=', meeting)
      .execute()
    if (begun)
      await tx
        .updateTable('meetings')
        .set({ beganAt: new Date(`${heldOn}T11:00:00Z`), status: 'held' })
        .where('id', '=', meeting)
        .execute()
    const { id: item } = await tx
      .insertInto('agendaItems')
      .values({ meetingId: meeting, position: 1, kind: 'decision', title: 'Shared minibuses' })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { meeting, item }
  })
}

/** Writes somebody on a register. */
export async function seat(
  w: World,
  meetingId: number,
  line: { membershipId: number; personId: number; capacity?: string; arrived?: string; departed?: string },
) {
  await w.database.transaction(everything, async (tx) => {
    const { urn } = await tx
      .selectFrom('membershipSchools')
      .select('urn')
      .where('membershipId', '=', line.membershipId)
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('attendances')
      .values({ meetingId, urn, capacity: 'head', ...line } as never)
      .execute()
  })
}

/** A motion that may be voted on, by name and by more than half of the votes cast unless it is said otherwise. */
export const motion = (w: World, more: Record<string, unknown>): Promise<number> =>
  w.database.transaction(everything, async (tx) => {
    const { id } = await tx
      .insertInto('ballots')
      .values({
        ...{ asks: 'motion', manner: 'named', majority: 'simple', question: 'Shall we buy eight minibuses?' },
        ...{ acceptedAt: new Date('2018-03-01T09:00:00Z'), ...more },
      } as never)
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  })
