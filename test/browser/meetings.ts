import { makeBriefing, recordGiving } from '../../src/briefings/actions.ts'
import { makeFeed } from '../../src/feeds/actions.ts'
import { nominate } from '../../src/groups/nominations/actions.ts'
import { hubFor, keepReport, recordContribution, writeNote } from '../../src/hubs/actions.ts'
import { nextLeadsMeeting } from '../../src/hubs/queries.ts'
import { addFile, recordResource } from '../../src/library/actions.ts'
import { recordAction } from '../../src/meetings/action-log/actions.ts'
import { recordMeeting } from '../../src/meetings/actions.ts'
import { addItem, itemIn, layStandingOrder } from '../../src/meetings/agenda/actions.ts'
import { declareStanding } from '../../src/meetings/agenda/interests/actions.ts'
import { sendAgenda } from '../../src/meetings/agenda/issue/actions.ts'
import { addPaper } from '../../src/meetings/agenda/papers/actions.ts'
import { proposeItem } from '../../src/meetings/agenda/proposals/actions.ts'
import { mark } from '../../src/meetings/confidential/actions.ts'
import { recordDecision } from '../../src/meetings/decisions/actions.ts'
import { beginMeeting, renewCode } from '../../src/meetings/door/actions.ts'
import { writeMinutes } from '../../src/meetings/minutes/actions.ts'
import { sendToChair } from '../../src/meetings/minutes/moves.ts'
import { meeting } from '../../src/meetings/queries.ts'
import { nameDeputy, recordLetter } from '../../src/meetings/seats/actions.ts'
import { deputiesOf } from '../../src/meetings/seats/queries.ts'
import type { Actor } from '../../src/platform/action.ts'
import { addDays, type Day, day } from '../../src/platform/day.ts'
import type { Database } from '../../src/platform/db.ts'
import { storedFile } from '../../src/platform/stored-file.ts'
import { readerOf } from './agreement.ts'

const site = 'http://localhost'

/** One of all that comes of meetings: a board that meets now, one to come, minutes with their chair, hubs at work. */
export async function useMeetings(database: Database, today: Day) {
  const [office, head, lead] = await Promise.all(
    (['coordinator', 'head', 'hub lead'] as const).map((role) => readerOf(database, role, today)),
  )
  if (!office || !head || !lead) throw new Error('The demonstration has no office, head or hub lead')
  const board = await boardOf(office)
  await meetsNow(office, head, board)
  await toCome(office, head, board)
  await withTheChair(office, head, board)
  await brief(head, board)
  await beside(office, head, board)
  await useHub(office, lead)
}

async function boardOf({ db }: Actor): Promise<number> {
  const { id } = await db
    .selectFrom('groups')
    .select('id')
    .where('kind', '=', 'board')
    .executeTakeFirstOrThrow()
  return id
}

const ofHead = ({ who }: Actor) => who.held.find(({ role }) => role === 'head')?.membershipId ?? 0
const nothing = { purpose: null, ownerId: null, minutes: null, followsId: null }
const times = { starts: '12:30', ends: '14:00', place: 'Vale House' }

/** The board meets today: its agenda went out late, one item became confidential then, and the door is open. */
async function meetsNow(office: Actor, head: Actor, board: number) {
  const { today } = office
  const when = { ...times, heldOn: today, status: 'planned' } as const
  const chairId = head.who.personId
  const id = await recordMeeting(office, {
    ...when,
    groups: [board],
    title: 'Extraordinary meeting: snow days',
    chairId,
  })
  await layStandingOrder(office, id)
  const added = { ...nothing, kind: 'decision', title: 'Closing in snow', minutes: 20 } as const
  const item = await addItem(office, id, { ...added, ownerId: chairId })
  const open = await itemIn(office.db, id, item)
  await addPaper(
    office,
    open,
    { title: 'What other towns do', summary: null },
    { words: 'They *ring round*.' },
  )
  const map = await storedFile(new File([png], 'buses.png'), undefined)
  await addPaper(office, open, { title: 'Buses', summary: 'A map.' }, { file: map, pageTexts: null })
  const closed = await addItem(office, id, { ...nothing, kind: 'report', title: 'A claim for frozen pipes' })
  await sendAgenda(
    office,
    await meeting(office.db, id, 'all'),
    { reason: 'Snow is due.', words: null },
    { url: site, secret: 'for tests alone, and long enough' },
  )
  const { version } = await itemIn(office.db, id, closed)
  await mark(office, { id: closed, meetingId: id, version }, { audience: 'members', reason: 'Money' }, site)
  const membershipId = ofHead(head)
  const [deputy] = await deputiesOf(office.db, membershipId, today)
  if (deputy) await nameDeputy(head, { meetingId: id, membershipId, personId: deputy[0], how: 'page' })
  await beginMeeting(office, id, new Date(`${today}T12:30:00Z`))
  await renewCode(office, id)
  await writeMinutes(office, id, [{ itemId: item, opened: 0, typed: 'Heads spoke of buses.' }])
  const to = { meetingId: id, itemId: item }
  await recordDecision(office, to, {
    words: 'We ring by six.',
    means: null,
    pence: null,
    takesEffectOn: null,
  })
  const owner = { post: 'head', membershipId, groupId: null, personId: chairId ?? 0 } as const
  await recordAction(office, to, { words: 'Write to families', owner, dueMeetingId: null, dueOn: today })
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** A member asks for a place on the agenda of the board’s next meeting, which is being made. */
async function toCome(office: Actor, head: Actor, board: number) {
  const { id } = await office.db
    .selectFrom('meetings')
    .innerJoin('meetingGroups', 'meetingId', 'meetings.id')
    .select('meetings.id')
    .where('groupId', '=', board)
    .where('heldOn', '>', office.today)
    .orderBy('heldOn')
    .executeTakeFirstOrThrow()
  const asked = {
    kind: 'consultation',
    title: 'A common timetable',
    purpose: 'To hear every school',
  } as const
  const more = { minutes: 15, confidential: false }
  await proposeItem(head, await meeting(head.db, id, 'all'), 7, { ...asked, ...more })
}

/** Minutes that the office wrote and our head, who chaired, has not let out yet. */
async function withTheChair(office: Actor, head: Actor, board: number) {
  const when = { ...times, heldOn: addDays(office.today, -1), status: 'held' } as const
  const id = await recordMeeting(office, {
    ...when,
    groups: [board],
    title: 'Budget talk',
    chairId: head.who.personId,
  })
  const itemId = await addItem(office, id, { ...nothing, kind: 'report', title: 'The budget' })
  await writeMinutes(office, id, [{ itemId, opened: 0, typed: 'It was explained.' }])
  await sendToChair(office, id, site)
}

/** Our head briefed the governors of the board’s last meeting, of which the records have more since. */
async function brief(head: Actor, board: number) {
  const { id: meetingId } = await head.db
    .selectFrom('meetings')
    .innerJoin('meetingGroups', 'meetingId', 'meetings.id')
    .innerJoin('minutes', 'minutes.meetingId', 'meetings.id')
    .select('meetings.id')
    .where('groupId', '=', board)
    .where('minutes.state', '=', 'circulated')
    .executeTakeFirstOrThrow()
  const membershipId = ofHead(head)
  const briefingId = await makeBriefing(head, { meetingId, membershipId }, 'The INSET day moves.')
  const body = { body: 'Governing body', bodyKind: 'governing body', givenOn: head.today } as const
  await recordGiving(head, { membershipId, briefingId }, { ...body, how: 'meeting', minuteReference: null })
  const { id: itemId } = await head.db
    .selectFrom('agendaItems')
    .select('id')
    .where('meetingId', '=', meetingId)
    .orderBy('position', 'desc')
    .executeTakeFirstOrThrow()
  const further = { words: 'Bicycles are locked away.', means: null, pence: null, takesEffectOn: null }
  await recordDecision(head, { meetingId, itemId }, further)
}

/** What stands beside meetings: an interest, a letter, somebody put forward, and a calendar’s address. */
async function beside(office: Actor, head: Actor, board: number) {
  const { today } = office
  await declareStanding(head, { personId: null, words: 'Trustee of a library', fromOn: today, toOn: null })
  const membershipId = ofHead(head)
  const [colleague] = await deputiesOf(office.db, membershipId, today)
  const personId = colleague?.[0] ?? 0
  const letter = { membershipId, personId, datedOn: today, fromOn: addDays(today, 30), toOn: null }
  await recordLetter(office, letter)
  const put = { personId, membershipId, words: 'Knows the ground.' }
  const panel = await office.db
    .selectFrom('groups')
    .select('id')
    .where('kind', '=', 'working group')
    .executeTakeFirst()
  await nominate(head, { ...put, groupId: panel?.id ?? board }, site)
  await nominate(head, { ...put, groupId: null }, site)
  await makeFeed(office, { groupId: null, name: 'my telephone' })
  const shared = { title: 'A worksheet', kind: 'manual', groupId: null, sharedOn: day('2026-10-01') } as const
  const said = { words: null, licence: null }
  const file = await storedFile(new File([png], 'sheet.png'), undefined)
  await addFile(office, await recordResource(office, { ...shared, ...said }), file)
}

/** A hub lead writes, thanks and reports. */
async function useHub(office: Actor, lead: Actor) {
  const [id = 0] = lead.who.leads
  const hub = await hubFor(lead, id)
  await writeNote(lead, hub, { title: 'Ratio', words: 'We tried bar models.', meetingId: null })
  const [school] = lead.who.held.flatMap(({ membershipId }) => membershipId ?? [])
  const given = { membershipId: school ?? 0, kind: 'hosted', givenOn: lead.today } as const
  await recordContribution(lead, hub, { ...given, words: 'With lunch', meetingId: null })
  const meetingId = (await nextLeadsMeeting(office.db, office.today))?.id ?? 0
  await keepReport(lead, hub, { meetingId, version: 0, words: 'We met twice.', send: true })
}
