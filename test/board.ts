import type { Post } from '../src/people/tables.ts'
import { type Day, day } from '../src/platform/day.ts'
import { everything } from '../src/platform/db.ts'
import { accounts } from '../src/sign-in/accounts.ts'
import { browser, origin, secret, today, type World } from './world.ts'

/** A meeting of the board on this day, recorded and not yet begun. */
export const boardMeeting = (w: World, heldOn: Day = today, starts = '12:30'): Promise<number> =>
  w.database.transaction(everything, async (tx) => {
    const { id } = await tx
      .insertInto('meetings')
      .values({ title: 'Board', heldOn, starts, status: 'planned', ref: null, importId: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx.insertInto('meetingGroups').values({ meetingId: id, groupId: w.groups.board }).execute()
    return id
  })

/** Somebody more at a school, with an address of their own. */
export const somebody = (w: World, name: string, post: Post, membershipId: number): Promise<number> =>
  w.database.transaction(everything, async (tx) => {
    const email = `${name.replace(/\W/g, '').toLowerCase()}@alliance.example`
    const { id } = await tx
      .insertInto('people')
      .values({ name, email, ref: name, importId: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    const held = { personId: id, post, membershipId, organisationId: null, toOn: null, importId: null }
    await tx
      .insertInto('posts')
      .values({ ...held, fromOn: day('2016-09-01') })
      .execute()
    return id
  })

/** The browser of somebody who is not of the cast, signed in. */
export async function asPerson(w: World, personId: number) {
  const signing = accounts(w.database, { url: origin, secret, secure: false })
  const { email } = await w.db
    .selectFrom('people')
    .select('email')
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()
  return browser(w.site, (await signing.open(await signing.tokenFor(email ?? '')))?.split(';')[0])
}

/** What the register says, line by line: who, in what capacity, and why. */
export const registerSays = (w: World, meetingId: number) =>
  w.db
    .selectFrom('attendances')
    .leftJoin('people', 'people.id', 'personId')
    .select(['people.name', 'capacity', 'why', 'arrived', 'departed', 'how'])
    .where('meetingId', '=', meetingId)
    .orderBy('attendances.id')
    .execute()

/** To whom was written, and what. */
export const letters = (w: World) =>
  w.db.selectFrom('mails').select(['recipient', 'subject', 'body']).orderBy('id').execute()
