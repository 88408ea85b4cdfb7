import { sql } from 'kysely'
import { personOn } from '../people/queries.ts'
import { roleOf } from '../people/tables.ts'
import type { Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { type Role, roles, type Who } from '../platform/who.ts'

/** The person with this address, if they hold a post on this day; an address without one opens nothing. */
export async function personWithEmail(db: Reader, email: string, on: Day): Promise<Who | undefined> {
  const found = await db
    .selectFrom('people')
    .select('id')
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst()
  return found && personOn(db, { id: found.id }, on)
}

export type Example = { id: number; name: string; email: string; role: Role; place: string | null }

/** In the demonstration: a few people of each role who can sign in on this day. */
export async function examples(db: Reader, on: Day, each = 2): Promise<Example[]> {
  const rows = await db
    .selectFrom('posts')
    .innerJoin('people', 'people.id', 'posts.personId')
    .leftJoin('members', 'members.id', 'posts.membershipId')
    .leftJoin('organisations', 'organisations.id', 'posts.organisationId')
    .leftJoin('groups', (join) => join.onRef('groups.leadId', '=', 'people.id').on('groups.kind', '=', 'hub'))
    .select((eb) => [
      'people.id',
      'people.name',
      'people.email',
      'posts.post',
      eb.fn.coalesce('members.shortName', 'organisations.name').as('place'),
      'groups.id as leads',
      eb
        .exists(
          eb
            .selectFrom('groupMembers')
            .innerJoin('groups as ssig', 'ssig.id', 'groupMembers.groupId')
            .select('groupMembers.id')
            .whereRef('groupMembers.personId', '=', 'people.id')
            .where('ssig.kind', '=', 'ssig')
            .where('part', '<>', 'observer')
            .where('groupMembers.fromOn', '<=', on)
            .where((ends) =>
              ends.or([ends('groupMembers.toOn', 'is', null), ends('groupMembers.toOn', '>=', on)]),
            ),
        )
        .as('brokers'),
    ])
    .where('people.email', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('posts.organisationId', 'is not', null),
        eb.and([
          eb('members.joinedOn', '<=', on),
          eb.or([eb('members.leftOn', 'is', null), eb('members.leftOn', '>=', on)]),
        ]),
      ]),
    )
    .where((eb) => eb.or([eb('posts.fromOn', 'is', null), eb('posts.fromOn', '<=', on)]))
    .where((eb) => eb.or([eb('posts.toOn', 'is', null), eb('posts.toOn', '>=', on)]))
    .orderBy('people.name')
    .execute()
  const told = rows.flatMap(({ post, leads, brokers, email, ...rest }) => {
    const one = { ...rest, email: email ?? '' }
    const role = leads === null ? roleOf[post] : ('hub lead' as const)
    return [{ ...one, role }, ...(brokers ? [{ ...one, role: 'ssig' as const }] : [])]
  })
  return (Object.keys(roles) as Role[]).flatMap((role) =>
    oncePerson(told.filter((one) => one.role === role)).slice(0, each),
  )
}

const oncePerson = (rows: Example[]) =>
  rows.filter((row, i) => rows.findIndex(({ id }) => id === row.id) === i)
