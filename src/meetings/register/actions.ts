import { membershipOn } from '../../members/queries.ts'
import { isMemberOn, spellInWords } from '../../members/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import { type Day, inWords } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct, remove, restore } from '../../platform/revision.ts'
import { groupsOfMeeting } from '../queries.ts'
import { mayKeepMeeting } from '../rules.ts'
import type { Capacity } from '../tables.ts'
import { type AttendanceRow, registerChanges, registerOf, urnsOn } from './queries.ts'
import { merged, type Said } from './rules.ts'

/** One line of a register as it was opened and as it was sent. */
export type Kept = { key: string; title: string; membershipId: number | null; opened: Said; typed: Said }

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

/** Keeps a whole register at once: what was left as it was opened stays as it stands, whoever changed it since. */
export async function keepRegister(by: Actor, meetingId: number, lines: Kept[]): Promise<void> {
  permit(mayKeepMeeting(by.who, await groupsOfMeeting(by.db, meetingId)))
  await by.act({ did: 'kept a register', subject: `meetings/${meetingId}` }, async (tx, by) => {
    const { heldOn } = await held(tx, meetingId)
    const found = standing(lines, await registerOf(tx, meetingId, 'all'))
    const changed = lines.map((line) => ({ ...line, row: found.get(line.key) }))
    const asked = changed.map((line) => ({ ...line, todo: merged({ ...line, stands: saidBy(line.row) }) }))
    const both = asked.filter(({ todo }) => todo === 'show both')
    if (both.length > 0) throw new BothChanged(new Map(both.map(({ key, row }) => [key, saidBy(row)])))
    const written = asked.filter(({ todo }) => todo === 'write')
    await refusing(twice, () => write(tx, by, { meetingId, heldOn }, written))
  })
}

/** Others who keep the same register wait here, so that each sees what the one before has written. */
async function held(tx: Writer, meetingId: number) {
  const found = await tx
    .selectFrom('meetings')
    .select(['heldOn', 'status'])
    .where('id', '=', meetingId)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw notFound()
  if (found.status === 'cancelled') throw notPossible('This meeting was cancelled, so nobody attended it')
  return found
}

const saidBy = (row: AttendanceRow | undefined): Said => ({
  capacity: row?.capacity ?? null,
  personId: row?.personId ?? null,
})

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

async function write(tx: Writer, by: Actor, meeting: { meetingId: number; heldOn: Day }, lines: Written[]) {
  const schools = lines.flatMap(({ row, membershipId }) => (row ? [] : (membershipId ?? [])))
  const urns = await urnsOn(tx, schools, meeting.heldOn)
  for (const line of lines) {
    const { row, typed, membershipId } = line
    if (row && isBlank(typed)) {
      await remove(tx, by, 'attendances', row)
      continue
    }
    const said = { capacity: capacityOn(line), personId: typed.personId }
    const urn = urns.get(membershipId ?? 0) ?? null
    if (row) await correct(tx, by, 'attendances', row, said)
    else await insert(tx, { ...said, meetingId: meeting.meetingId, membershipId, urn })
  }
}

const isBlank = ({ capacity, personId }: Said) => capacity === null && personId === null

function capacityOn({ key, title, membershipId, typed: { capacity, personId } }: Written): Capacity {
  if (capacity === null)
    throw notPossible(`Select in what capacity somebody came for ${title}`, `capacity-${key}`)
  if (membershipId === null && personId === null)
    throw notPossible('Select who the guest was', `person-${key}`)
  return capacity
}

type Attendance = {
  meetingId: number
  membershipId: number | null
  urn: number | null
  personId: number | null
  capacity: Capacity
}

const insert = (tx: Writer, attendance: Attendance) =>
  tx
    .insertInto('attendances')
    .values({ ...attendance, importId: null })
    .execute()

export type OneMore = { personId: number; membershipId: number | null; capacity: Capacity }

/** Adds somebody to a register beside those its lines ask for; without a school they are a guest. */
export async function addToRegister(by: Actor, meetingId: number, more: OneMore): Promise<void> {
  permit(mayKeepMeeting(by.who, await groupsOfMeeting(by.db, meetingId)))
  await by.act({ did: 'added to a register', subject: `meetings/${meetingId}` }, async (tx) => {
    const { heldOn } = await held(tx, meetingId)
    const urn = more.membershipId === null ? null : await memberThen(tx, more.membershipId, heldOn)
    await refusing(twice, () => insert(tx, { ...more, meetingId, urn }))
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

/** Puts back what was taken off a register by mistake, as it last stood. */
export async function restoreAttendance(by: Actor, meetingId: number, id: number): Promise<void> {
  permit(mayKeepMeeting(by.who, await groupsOfMeeting(by.db, meetingId)))
  await by.act({ did: 'put back on a register', subject: `meetings/${meetingId}` }, async (tx) => {
    await held(tx, meetingId)
    const changes = await registerChanges(tx, meetingId)
    if (!changes.some(({ rowId }) => rowId === id)) throw notFound()
    await refusing(twice, () => restore(tx, 'attendances', id))
  })
}
