import { day } from '../src/platform/day.ts'
import type { Writer } from '../src/platform/db.ts'
import { adding } from './adding.ts'
import { today, type World } from './world.ts'

/** What the screen of the meeting that is on shows. */
export const DOOR_CODE = 'ACD346'

const untimed = { starts: null, ends: null, place: null, ref: null, importId: null }
const bare = {
  ...{ followsId: null, stateReason: null, proposedBy: null, membershipId: null },
  ...{ ownerId: null, minutes: null },
}

/**
 * A board meeting to come with all that hangs on an agenda that was sent, and on its seats; what members proposed for a
 * meeting of the maths hub to come; and two of that hub today, of which one is on; for the other the head of
 * Ashmere is early.
 */
export async function meetingsPrepared(w: World, tx: Writer, plannedMeeting: number) {
  const board = await boardToCome(w, tx)
  return {
    ...{ comingBoard: board.id, ...(await agendaOf(w, tx, board.id)), ...(await seatsAt(w, tx, board.id)) },
    ...(await proposedFor(w, tx, plannedMeeting)),
    ...(await meetingsOfToday(w, tx)),
  }
}

/** Olive is to chair it, Sana clerks it. */
async function boardToCome({ groups, people }: World, tx: Writer) {
  const id = await adding(tx)('meetings', {
    ...{ ...untimed, title: 'Board after Easter', heldOn: day('2018-04-26'), status: 'planned' },
    ...{ chairId: people.otherHead, clerkId: people.ssig, agendaIssuedBy: people.ssig },
    agendaIssuedAt: new Date('2018-03-01T09:00:00Z'),
  })
  await tx.insertInto('meetingGroups').values({ meetingId: id, groupId: groups.board }).execute()
  return { id }
}

/** An item that the head of Ashmere leads, with papers typed, uploaded and withdrawn and a declared interest; one taken off; one confidential. */
async function agendaOf({ members, people }: World, tx: Writer, meetingId: number) {
  const add = adding(tx)
  const item = { ...bare, meetingId, kind: 'report' } as const
  const openItem = await add('agendaItems', { ...item, position: 1, title: 'Buses', ownerId: people.head })
  await add('agendaItems', { ...item, position: 2, title: 'Trips' })
  await add('agendaItems', { ...item, position: 3, title: 'A contract', partB: true })
  const takenOff = await add('agendaItems', { ...item, position: 4, title: 'Tea', state: 'withdrawn' })
  const noFile = { name: null, type: null, size: null, digest: null, scanned: null }
  const file = {
    ...{ name: 'map.png', type: 'image/png', size: 1, digest: 'none', words: null },
    scanned: 'not scanned' as const,
  }
  const brought = { meetingId, itemId: openItem, addedBy: people.head, withdrawnAt: null }
  const paper = await add('papers', { ...brought, ...noFile, title: 'Routes', words: 'One bus would do.' })
  const filePaper = await add('papers', { ...brought, ...file, title: 'Map' })
  await tx
    .insertInto('paperContents')
    .values({ paperId: filePaper, content: Buffer.from('x'), pageTexts: null })
    .execute()
  const withdrawnPaper = await add('papers', {
    ...{ ...brought, ...noFile, title: 'Fares', words: 'They are high.' },
    withdrawnAt: new Date('2018-03-02T09:00:00Z'),
  })
  const declared = { personId: people.deputy, membershipId: members.ashmere, words: 'A driver’s brother' }
  const itemInterest = await add('itemInterests', { ...declared, itemId: openItem, recordedBy: null })
  const held = { personId: people.head, membershipId: members.ashmere, words: 'Trustee of a theatre' }
  const interest = await add('interests', { ...held, fromOn: day('2017-09-01'), toOn: null })
  return { openItem, takenOff, paper, filePaper, withdrawnPaper, itemInterest, interest }
}

/** Dev is named to stand in for the head of Ashmere; Brindle Moor may send a further deputy; Dev acted as head once. */
async function seatsAt({ members, people }: World, tx: Writer, meetingId: number) {
  const add = adding(tx)
  const named = { membershipId: members.ashmere, personId: people.deputy, namedBy: people.head }
  await add('deputyNamings', { ...named, meetingId, how: 'page', withdrawnAt: null })
  const allowed = { membershipId: members.brindle, decision: '2017-18/3', reason: 'Its head is ill.' }
  const waiver = await add('deputyWaivers', { ...allowed, meetingId, recordedBy: null })
  const days = { datedOn: day('2016-10-01'), fromOn: day('2016-10-03'), toOn: day('2016-10-14') }
  const acted = { membershipId: members.ashmere, personId: people.deputy, recordedBy: null }
  return { waiver, letter: await add('actingLetters', { ...acted, ...days }) }
}

/** Three by the head of Ashmere, so that one can be accepted, one declined, and one withdrawn. */
async function proposedFor({ members, people }: World, tx: Writer, meetingId: number) {
  const asked = { ...bare, meetingId, position: 0, kind: 'consultation', state: 'proposed' } as const
  const byHead = { proposedBy: people.head, membershipId: members.ashmere }
  const proposal = { ...asked, ...byHead, title: 'Calculators' }
  const add = adding(tx)
  return {
    proposedItem: await add('agendaItems', proposal),
    itemToDecline: await add('agendaItems', proposal),
    itemToWithdraw: await add('agendaItems', proposal),
  }
}

async function meetingsOfToday({ groups, members, people }: World, tx: Writer) {
  const add = adding(tx)
  const on = { ...untimed, heldOn: today, starts: '12:00', ends: '12:15' }
  const begun = { beganAt: new Date(`${today}T11:55:00Z`), doorCode: DOOR_CODE, status: 'held' } as const
  const meetingNow = await add('meetings', { ...on, ...begun, title: 'Maths today' })
  const meetingToday = await add('meetings', {
    ...on,
    starts: '12:45',
    ends: '13:00',
    title: 'Maths later',
    status: 'planned',
  })
  const ofMaths = [meetingNow, meetingToday].map((meetingId) => ({ meetingId, groupId: groups.maths }))
  await tx.insertInto('meetingGroups').values(ofMaths).execute()
  const came = { membershipId: members.ashmere, urn: 990001, personId: people.head, importId: null }
  const arrived = { arrived: '11:50', departed: null, how: 'phone' } as const
  await add('attendances', { ...came, ...arrived, meetingId: meetingToday, capacity: 'representative' })
  return { meetingNow, meetingToday }
}
