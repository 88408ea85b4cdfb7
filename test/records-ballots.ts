import { createHash } from 'node:crypto'
import { finish } from '../src/ballots/actions.ts'
import { ballotOf } from '../src/ballots/queries.ts'
import { makeKeys } from '../src/ballots/secret/actions.ts'
import { bringPapers } from '../src/ballots/secret/bring.ts'
import type { Actor } from '../src/platform/action.ts'
import { addDays, type Day } from '../src/platform/day.ts'
import type { Writer } from '../src/platform/db.ts'
import { adding } from './adding.ts'

/** Whose votes they are: two schools with their heads, and the group that is the board. */
type Voters = {
  members: { ashmere: number; brindle: number }
  people: { head: number; otherHead: number }
  groups: { board: number }
}

const ago = (today: Day, days: number) => new Date(`${addDays(today, -days)}T09:00:00Z`)

const motionOn = (today: Day) =>
  ({
    asks: 'motion',
    manner: 'named',
    majority: 'simple',
    byCorrespondence: true,
    acceptedAt: ago(today, 4),
  }) as const
const openedOn = (today: Day) => ({
  ...{ openedAt: ago(today, 3), needed: 1, represented: 0, abstentionsCast: false },
})

/**
 * A vote of every kind between meetings: proposed, drafted with an amendment, open by name and in secret, closed by
 * name and in secret, and an election that needs a lot; and at a board meeting that is on, a show of hands.
 */
export async function ballotsPrepared(w: Voters, tx: Writer, by: Actor, item: number) {
  return {
    ...(await drafted(w, tx, by.today)),
    ...(await running(w, tx, by.today)),
    ...(await over(w, tx, by)),
    ...(await beforehand(tx, item, by.today)),
    ...(await inTheRoom(w, tx, by)),
  }
}

async function drafted({ people, members }: Voters, tx: Writer, today: Day) {
  const motion = motionOn(today)
  const add = adding(tx)
  const asked = { ...motion, question: 'That lunch is at one o’clock everywhere' }
  const byHead = { acceptedAt: null, proposedBy: people.head, membershipId: members.ashmere }
  // A window is judged by the database’s clock, which goes on.
  const ahead = { opensAt: new Date('2090-01-02T09:00:00Z'), closesAt: new Date('2090-02-01T17:00:00Z') }
  const draftBallot = await add('ballots', { ...asked, ...ahead })
  const readyBallot = await add('ballots', asked)
  const amendments: number[] = []
  for (const position of [1, 2])
    amendments.push(
      await add('ballots', {
        ...asked,
        ...byHead,
        amendsId: draftBallot,
        position,
        acceptedAt: motion.acceptedAt,
        question: 'That it is at noon',
        amendedWords: 'That lunch is at noon everywhere',
      }),
    )
  const [firstAmendment = 0, secondAmendment = 0] = amendments
  return {
    ...{ draftBallot, readyBallot, firstAmendment, secondAmendment },
    proposedBallot: await add('ballots', { ...asked, ...byHead }),
    ballotToDecline: await add('ballots', { ...asked, ...byHead }),
    ballotToWithdraw: await add('ballots', { ...asked, ...byHead }),
  }
}

const electors = (w: Voters, tx: Writer, ballotId: number) =>
  tx
    .insertInto('ballotElectors')
    .values(
      [w.members.ashmere, w.members.brindle].map((membershipId) => ({
        ...{ ballotId, membershipId, present: false, personId: null, capacity: null, took: null },
      })),
    )
    .execute()

async function running(w: Voters, tx: Writer, today: Day) {
  const [motion, opened] = [motionOn(today), openedOn(today)]
  const add = adding(tx)
  const openBallot = await add('ballots', { ...motion, ...opened, question: 'That buses are shared' })
  await electors(w, tx, openBallot)
  const openSecret = await add('ballots', {
    ...motion,
    ...opened,
    manner: 'secret',
    question: 'That the chair stays for a year',
  })
  await electors(w, tx, openSecret)
  await makeKeys(tx, openSecret)
  const election = {
    ...motion,
    ...opened,
    asks: 'election',
    majority: null,
    counting: 'alternative vote',
    question: 'Who is vice-chair?',
  } as const
  const openElection = await add('ballots', election)
  await electors(w, tx, openElection)
  await candidates(tx, openElection)
  return { openBallot, openSecret, openElection }
}

async function candidates(tx: Writer, ballotId: number): Promise<number[]> {
  const add = adding(tx)
  const options: number[] = []
  for (const [i, words] of ['Ada Able', 'Ben Brisk'].entries())
    options.push(await add('ballotOptions', { ballotId, position: i + 1, words, personId: null }))
  return options
}

const seed = Buffer.alloc(32, 7)

async function over(w: Voters, tx: Writer, by: Actor) {
  const [motion, opened] = [motionOn(by.today), openedOn(by.today)]
  const { members, people } = w
  const add = adding(tx)
  const end = async (id: number) => finish(tx, by, await ballotOf(tx, id), ago(by.today, 2))
  const heads = [
    [members.ashmere, people.head],
    [members.brindle, people.otherHead],
  ] as const
  const cast = (ballotId: number, choices: string[]) =>
    tx
      .insertInto('votes')
      .values(
        heads.map(([membershipId, castBy], i) => ({
          ...{ ballotId, membershipId, castBy, choice: choices[i] ?? '', how: 'page' as const },
          ...{ reason: 'It is time', recordedBy: null, source: null },
        })),
      )
      .execute()
  const closedBallot = await add('ballots', { ...motion, ...opened, question: 'That all meet twice a term' })
  await electors(w, tx, closedBallot)
  await cast(closedBallot, ['for', 'for'])
  await end(closedBallot)
  const statedBallot = await add('ballots', { ...motion, ...opened, question: 'That all meet at four' })
  await electors(w, tx, statedBallot)
  await cast(statedBallot, ['against', 'for'])
  await end(statedBallot)
  const stated = { ballotId: statedBallot, membershipId: members.ashmere, personId: people.head }
  await add('ballotStatements', { ...stated, words: 'Our buses leave at four.' })
  const closedSecret = await add('ballots', {
    ...motion,
    ...opened,
    manner: 'secret',
    question: 'That minutes are shorter',
  })
  await electors(w, tx, closedSecret)
  await bringPapers(tx, await ballotOf(tx, closedSecret), {
    choices: ['for', 'against'],
    took: [members.ashmere, members.brindle],
  })
  await end(closedSecret)
  const tiedElection = await add('ballots', {
    ...motion,
    ...opened,
    asks: 'election',
    majority: null,
    counting: 'first past the post',
    question: 'Who leads the group?',
    lotSeed: seed,
    lotPromise: createHash('sha256').update(seed).digest('hex'),
  })
  await electors(w, tx, tiedElection)
  await cast(tiedElection, (await candidates(tx, tiedElection)).map(String))
  await end(tiedElection)
  return { closedBallot, statedBallot, closedSecret, tiedElection }
}

/** At the board meeting to come: it may still be opened to schools that cannot. */
const beforehand = async (tx: Writer, itemId: number, today: Day) => ({
  itemBallot: await adding(tx)('ballots', {
    ...{ ...motionOn(today), byCorrespondence: false, itemId, question: 'That there is one bus' },
  }),
})

/** A board meeting that is on, with both heads there, and a show of hands to enter. */
async function inTheRoom(w: Voters, tx: Writer, by: Actor) {
  const { groups, members, people } = w
  const { today } = by
  const [motion, opened] = [motionOn(today), openedOn(today)]
  const add = adding(tx)
  const boardNow = await add('meetings', {
    ...{ title: 'Board today', heldOn: today, starts: '09:00', ends: '17:00', status: 'held' },
    ...{ place: null, ref: null, importId: null, beganAt: new Date(`${today}T09:00:00Z`) },
  })
  await tx.insertInto('meetingGroups').values({ meetingId: boardNow, groupId: groups.board }).execute()
  const there = {
    meetingId: boardNow,
    capacity: 'head',
    arrived: '09:00',
    departed: null,
    importId: null,
  } as const
  await add('attendances', { ...there, membershipId: members.ashmere, personId: people.head })
  await add('attendances', {
    ...there,
    membershipId: members.brindle,
    urn: 990002,
    personId: people.otherHead,
  })
  const item = { meetingId: boardNow, position: 1, kind: 'decision', title: 'A bus' } as const
  const itemId = await add('agendaItems', { ...item, followsId: null, ownerId: null, minutes: null } as never)
  const asked = { ...motion, byCorrespondence: false, itemId }
  const decidedBallot = await add('ballots', { ...asked, ...opened, question: 'That there is one' })
  await electors(w, tx, decidedBallot)
  await finish(tx, by, await ballotOf(tx, decidedBallot))
  return {
    decidedBallot,
    handsBallot: await add('ballots', { ...asked, manner: 'hands', question: 'That there are two' }),
    roomBallot: await add('ballots', { ...asked, question: 'That there are three' }),
  }
}
