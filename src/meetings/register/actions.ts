import { membershipOn } from '../../members/queries.ts'
import { isMemberOn, spellInWords } from '../../members/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import { type Day, inWords } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct, remove, restore } from '../../platform/revision.ts'
import { amended } from '../minutes/editions/actions.ts'
import { keepsMeeting } from '../queries.ts'
import { admitted, tellAdmitted } from '../seats/actions.ts'
import { type Sitting, sitting } from '../seats/queries.ts'
import type { Capacity } from '../tables.ts'
import { type AttendanceRow, registerChanges, registerOf, urnsOn } from './queries.ts'
import { arrivalOf, combined, inOrder, isPresence, merged, nothingSaid, type Said } from './rules.ts'

/** One line of a register as it was opened and as it was sent; a guest may be known by a typed name alone. */
export type Kept = {
  key: string
  title: string
  membershipId: number | null
  opened: Said
  typed: Said
  guestName?: string | null
}

/** Others changed the same lines while this register was being filled in; what stands there now, by line. */
export class BothChanged extends Error {
  readonly lines: Map<string, Said>

  constructor(lines: Map<string, Said>) {
    super('The register was changed meanwhile')
    this.lines = lines
  }
}

const twice: Refusals = {
  attendances_meeting_id_urn_person_id_key: {
    says: 'This person is already on the register for this school',
  },
}

/**
 * Keeps a whole register at once: what was left as it was opened stays as it stands, whoever changed it since.
 * Whoever is written down as present while the meeting is on has just arrived, unless their time is typed.
 * @param time the time of day, for a meeting that is held now.
 * @returns how many who came to hold a seat were written down as observers.
 */
export async function keepRegister(
  by: Actor,
  meetingId: number,
  lines: Kept[],
  time: string | null = null,
): Promise<number> {
  permit(await keepsMeeting(by, meetingId))
  return by.act({ did: 'kept a register', subject: `meetings/${meetingId}` }, async (tx, by) => {
    const meeting = await held(tx, meetingId)
    const found = standing(lines, await registerOf(tx, meetingId, 'all'))
    const changed = lines.map((line) => ({ ...line, row: found.get(line.key) }))
    const asked = changed.map((line) => ({ ...line, todo: todoOf(line) }))
    const both = asked.filter(({ todo }) => todo === 'show both')
    if (both.length > 0) throw new BothChanged(new Map(both.map(({ key, row }) => [key, saidBy(row)])))
    const written = asked.filter(({ todo }) => todo === 'write')
    const observers = await refusing(twice, () => write(tx, by, { meeting, time }, written))
    await amended(tx, by, meetingId, CORRECTED)
    return observers
  })
}

const todoOf = (line: Kept & { row: AttendanceRow | undefined }) =>
  line.guestName ? 'write' : merged({ ...line, stands: saidBy(line.row) })

/** What the next edition of minutes that were approved says of itself. */
const CORRECTED = 'The register was corrected after the minutes were approved.'

/** Others who keep the same register wait here, so that each sees what the one before has written. */
async function held(tx: Writer, meetingId: number): Promise<Sitting> {
  const locked = tx.selectFrom('meetings').select('id').where('id', '=', meetingId).forNoKeyUpdate()
  if (!(await locked.executeTakeFirst())) throw notFound()
  const meeting = await sitting(tx, meetingId)
  if (meeting.status === 'cancelled') throw notPossible('This meeting was cancelled, so nobody attended it')
  return meeting
}

const saidBy = (row: AttendanceRow | undefined): Said =>
  row
    ? { capacity: row.capacity, personId: row.personId, arrived: row.arrived, departed: row.departed }
    : nothingSaid

/** What stands on each line now: `m12` is the first of a membership’s rows, `a7` the row of that id. */
function standing(lines: Kept[], register: AttendanceRow[]) {
  const rows = lines.map(({ key, membershipId }): [string, AttendanceRow | undefined] => [
    key,
    key.startsWith('m')
      ? register.find((row) => row.membershipId === membershipId)
      : register.find(({ id }) => key === `a${id}`),
  ])
  return new Map(rows)
}

type Written = Kept & { row: AttendanceRow | undefined }
type Now = { meeting: Sitting; time: string | null }

async function write(tx: Writer, by: Actor, now: Now, lines: Written[]): Promise<number> {
  const schools = lines.flatMap(({ row, membershipId }) => (row ? [] : (membershipId ?? [])))
  const urns = await urnsOn(tx, schools, now.meeting.heldOn)
  let observers = 0
  // Seats are waited for in one order, so that two who keep registers never wait for each other.
  const order = ({ membershipId }: Written) => membershipId ?? Number.MAX_SAFE_INTEGER
  for (const line of lines.toSorted((a, b) => order(a) - order(b)))
    if (await writeLine(tx, by, now, line, urns.get(line.membershipId ?? 0) ?? null)) observers += 1
  return observers
}

/** @returns whether somebody who came to hold the seat was written down as an observer. */
async function writeLine(
  tx: Writer,
  by: Actor,
  now: Now,
  line: Written,
  urn: number | null,
): Promise<boolean> {
  const { row, membershipId, guestName } = line
  const said = combined({ ...line, stands: saidBy(row) })
  if (row && said.capacity === null && said.personId === null) {
    await remove(tx, by, 'attendances', row)
    return false
  }
  const as = capacityOn(line, said)
  const times = {
    arrived: row ? (said.arrived ?? null) : arrivalOf({ ...said, capacity: as }, now.time),
    departed: said.departed ?? null,
  }
  if (!inOrder(times))
    throw notPossible(`The departure for ${line.title} must be after the arrival`, `departed-${line.key}`)
  const isAsBefore = row !== undefined && row.capacity === as && row.personId === said.personId
  const { personId } = said
  const admission = isAsBefore
    ? { capacity: as, why: row.why }
    : await admitted(tx, now.meeting, { membershipId, personId, as, ...(row ? { except: row.id } : {}) })
  const values = { ...admission, ...times, personId }
  if (row) await correct(tx, by, 'attendances', row, values)
  else
    await insert(tx, {
      ...values,
      guestName: guestName ?? null,
      meetingId: now.meeting.id,
      membershipId,
      urn,
    })
  if (isAsBefore) return false
  await tellAdmitted(tx, by, now.meeting, { membershipId, personId }, admission)
  return admission.capacity === 'observer' && admission.why !== null
}

function capacityOn(
  { key, title, membershipId, guestName, row }: Written,
  { capacity, personId }: Said,
): Capacity {
  if (capacity === null)
    throw notPossible(`Select in what capacity somebody came for ${title}`, `capacity-${key}`)
  const named = personId !== null || guestName || (row && row.personId === null && row.person !== null)
  if (membershipId === null && !named)
    throw notPossible('Select who the guest was, or type their name', `person-${key}`)
  if (guestName && personId !== null)
    throw notPossible('Select who the guest was or type their name, not both', `guest-name`)
  return capacity
}

type Attendance = {
  meetingId: number
  membershipId: number | null
  urn: number | null
  personId: number | null
  guestName?: string | null
  capacity: Capacity
  arrived?: string | null
  departed?: string | null
  why: string | null
}

const insert = (tx: Writer, attendance: Attendance) =>
  tx
    .insertInto('attendances')
    .values({ how: 'clerk', checkedInAt: null, importId: null, ...attendance })
    .returning('id')
    .executeTakeFirstOrThrow()

export type OneMore = { personId: number; membershipId: number | null; capacity: Capacity }

/**
 * Adds somebody to a register beside those its lines ask for; without a school they are a guest.
 * @returns whether they came to hold a seat and were written down as an observer.
 */
export async function addToRegister(
  by: Actor,
  meetingId: number,
  { capacity: as, ...more }: OneMore,
  time: string | null = null,
): Promise<boolean> {
  permit(await keepsMeeting(by, meetingId))
  return by.act({ did: 'added to a register', subject: `meetings/${meetingId}` }, async (tx, by) => {
    const meeting = await held(tx, meetingId)
    const urn = more.membershipId === null ? null : await memberThen(tx, more.membershipId, meeting.heldOn)
    const admission = await admitted(tx, meeting, { ...more, as })
    const arrived = arrivalOf({ capacity: as, personId: more.personId }, time)
    await refusing(twice, () => insert(tx, { ...more, ...admission, arrived, meetingId, urn }))
    await tellAdmitted(tx, by, meeting, more, admission)
    await amended(tx, by, meetingId, CORRECTED)
    return isPresence(admission.capacity) && admission.why !== null && admission.capacity === 'observer'
  })
}

async function memberThen(tx: Writer, membershipId: number, on: Day): Promise<number> {
  const member = await membershipOn(tx, membershipId, on)
  if (!isMemberOn(member, on))
    throw notPossible(
      `${member.name} was not a member on ${inWords(on)}: it was ${spellInWords(member)}. Leave the school blank for a guest`,
      'membershipId',
    )
  return member.urn
}

/** Puts back what was taken off a register by mistake, as it last stood; a seat that another holds now stays theirs. */
export async function restoreAttendance(by: Actor, meetingId: number, id: number): Promise<void> {
  permit(await keepsMeeting(by, meetingId))
  await by.act({ did: 'put back on a register', subject: `meetings/${meetingId}` }, async (tx, by) => {
    const meeting = await held(tx, meetingId)
    const changes = await registerChanges(tx, meetingId)
    if (!changes.some(({ rowId }) => rowId === id)) throw notFound()
    const away = await refusing(twice, () => restore(tx, 'attendances', id))
    const row = (await registerOf(tx, meetingId, 'all')).find((one) => one.id === id)
    if (!away || row?.capacity !== 'deputy') return amended(tx, by, meetingId, CORRECTED)
    const admission = await admitted(tx, meeting, { ...row, as: row.capacity, except: id })
    await correct(tx, by, 'attendances', row, admission)
    await tellAdmitted(tx, by, meeting, row, admission)
    await amended(tx, by, meetingId, CORRECTED)
  })
}
