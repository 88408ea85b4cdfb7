import { sql } from 'kysely'
import { membershipOn } from '../../members/queries.ts'
import { isMemberOn, spellInWords } from '../../members/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import { type Day, inWords } from '../../platform/day.ts'
import type { Reader, Writer } from '../../platform/db.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct, remove, restore } from '../../platform/revision.ts'
import { ledGroup } from '../queries.ts'
import { mayKeepMembers } from '../rules.ts'
import type { GroupPart } from '../tables.ts'
import { memberOfGroup, schoolsOfPerson } from './queries.ts'

export type MemberFilled = {
  personId: number
  membershipId: number | null
  part: GroupPart
  fromOn: Day
  toOn: Day | null
  note: string | null
}

const overlapping = (field: string, who = 'This person'): Refusals => ({
  group_members_overlap: {
    says: `${who} is already recorded in this part for some of these days. Correct that entry, or change the dates`,
    field,
  },
})

const subjectOf = (groupId: number) => `groups/${groupId}`

async function permitted(by: Actor, db: Reader, groupId: number) {
  permit(mayKeepMembers(by.who, await ledGroup(db, groupId, by.today)))
}

/** Records that somebody serves on a group; where no school is named, for the one in which they hold a post. */
export async function addMember(by: Actor, groupId: number, filled: MemberFilled): Promise<number> {
  await permitted(by, by.db, groupId)
  const details = (id: number) => ({ member: id, person: filled.personId })
  return by.act({ did: 'added a member of a group', subject: subjectOf(groupId), details }, (tx) =>
    insertMember(tx, groupId, filled, overlapping('personId')),
  )
}

/** Writes the row, for an action that has asked whether it may. */
export async function insertMember(tx: Writer, groupId: number, filled: MemberFilled, refusals: Refusals) {
  const membershipId = await schoolFor(tx, filled)
  const { id } = await refusing(refusals, () =>
    tx
      .insertInto('groupMembers')
      .values({ ...filled, groupId, membershipId })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  return id
}

async function schoolFor(db: Reader, { personId, membershipId, fromOn, toOn }: MemberFilled) {
  if (toOn !== null && toOn < fromOn)
    throw notPossible('The last day must be on or after the first day', 'toOn')
  if (membershipId === null) {
    const [school, ...more] = await schoolsOfPerson(db, personId, fromOn)
    return more.length === 0 ? (school ?? null) : null
  }
  const school = await membershipOn(db, membershipId, fromOn)
  if (!isMemberOn(school, fromOn))
    throw notPossible(
      `${school.name} was not a member on ${inWords(fromOn)}: it was ${spellInWords(school)}`,
      'membershipId',
    )
  return membershipId
}

/** A school and who comes from it; `line` is the question that was answered with them. */
export type Chosen = { membershipId: number; personId: number; line: string; name: string }

/** Records several members from one day, one of each school; all of them or, where one cannot be, none. `first` is the first question. */
export async function addMembers(
  by: Actor,
  groupId: number,
  { fromOn, chosen, first }: { fromOn: Day; chosen: Chosen[]; first: string },
) {
  await permitted(by, by.db, groupId)
  if (chosen.length === 0) throw notPossible('Choose somebody for at least one school', first)
  const details = { people: chosen.map(({ personId }) => personId) }
  await by.act({ did: 'added members of a group', subject: subjectOf(groupId), details }, async (tx) => {
    for (const { membershipId, personId, line, name } of chosen) {
      const filled = { personId, membershipId, part: 'member', fromOn, toOn: null, note: null } as const
      await insertMember(tx, groupId, filled, overlapping(line, name))
    }
  })
}

type Row = { id: number; version: number }

/** Corrects an entry as it stood at this version; with a last day it ends. */
export async function correctMember(by: Actor, groupId: number, row: Row, filled: MemberFilled) {
  await permitted(by, by.db, groupId)
  const details = { member: row.id }
  await by.act(
    { did: 'corrected a member of a group', subject: subjectOf(groupId), details },
    async (tx, by) => {
      await memberOfGroup(tx, groupId, row.id)
      const changes = { ...filled, membershipId: await schoolFor(tx, filled) }
      await refusing(overlapping('fromOn'), () => correct(tx, by, 'groupMembers', row, changes))
    },
  )
}

/** Takes an entry off that was made by mistake; it can be put back. Whoever stops serving is given a last day instead. */
export async function removeMember(by: Actor, groupId: number, id: number) {
  await permitted(by, by.db, groupId)
  const details = { member: id }
  await by.act(
    { did: 'removed a member of a group', subject: subjectOf(groupId), details },
    async (tx, by) => {
      const { version } = await memberOfGroup(tx, groupId, id)
      await remove(tx, by, 'groupMembers', { id, version })
    },
  )
}

export async function restoreMember(by: Actor, groupId: number, id: number) {
  await permitted(by, by.db, groupId)
  const details = { member: id }
  await by.act({ did: 'put back a member of a group', subject: subjectOf(groupId), details }, async (tx) => {
    const { rows } = await sql`select from revisions where table_name = 'group_members' and row_id = ${id}
      and before @> jsonb_build_object('group_id', ${groupId}::bigint)`.execute(tx)
    if (rows.length === 0) throw notFound()
    await refusing(overlapping('form'), () => restore(tx, 'groupMembers', id))
  })
}
