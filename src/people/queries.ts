import { sql } from 'kysely'
import type { Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { RowOptions } from '../platform/form.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import type { Held, Who } from '../platform/who.ts'
import { type Post, posts, roleOf, type Time } from './tables.ts'

type PostHeld = { post: Post; membershipId: number | null }

/**
 * The person behind an account or an id, with what they hold on this day, in one statement.
 * Nobody without a current post is anybody here: rights end with the last post, and a post at a school
 * gives them only while that school is a member. A school that left and came back is one school, so its
 * people hold their posts in whichever membership is current.
 */
export async function personOn(
  db: Reader,
  by: { id: number } | { session: string },
  on: Day,
): Promise<Who | undefined> {
  const { rows } = await sql<PersonFound>`
    select people.id, people.name, ${heldOn(on)} as held,
      (select coalesce(json_agg(groups.id), '[]') from groups where groups.lead_id = people.id) as leads,
      (select coalesce(json_agg(distinct group_id), '[]') from group_members
        where person_id = people.id and from_on <= ${on} and coalesce(to_on >= ${on}, true)) as serves,
      (select coalesce(json_agg(group_id), '[]') from (select group_id from group_members
        where person_id = people.id and from_on <= ${on} and coalesce(to_on >= ${on}, true)
        group by group_id having bool_and(part = 'observer')) observed) as observes,
      (select coalesce(json_agg(id), '[]') from groups where kind = 'ssig') as ssig
    from people ${'id' in by ? sql`where people.id = ${by.id}` : ofSession(by.session)}`.execute(db)
  const [found] = rows
  if (!found || found.held.length === 0) return undefined
  const { id, name, leads, serves, observes, ssig } = found
  const brokers = ssig.some(
    (group) => leads.includes(group) || (serves.includes(group) && !observes.includes(group)),
  )
  return { personId: id, name, held: heldBy(found.held, { leads, brokers }), leads, serves, observes }
}

type PersonFound = {
  id: number
  name: string
  held: PostHeld[]
  leads: number[]
  serves: number[]
  observes: number[]
  /** The groups that are the Supporting School Improvement Group. */
  ssig: number[]
}

/** Written as SQL and not built: it is asked for every page, and building it cost more than asking it. */
const ofSession = (token: string) => sql`
    join accounts on lower(accounts.email) = lower(people.email)
    join sessions on sessions.account_id = accounts.id
    where sessions.token = ${token} and sessions.expires_at > now()`

const heldOn = (on: Day) => sql<PostHeld[]>`(
  select coalesce(json_agg(distinct jsonb_build_object('post', post, 'membershipId', current.id)), '[]')
  from posts
  left join lateral (
    select m.id from membership_schools here
      join membership_schools same on same.urn = here.urn
      join memberships m on m.id = same.membership_id
    where here.membership_id = posts.membership_id and m.joined_on <= ${on} and coalesce(m.left_on >= ${on}, true)
  ) current on true
  where posts.person_id = people.id and coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true)
    and (posts.organisation_id is not null or current.id is not null))`

function heldBy(posts: PostHeld[], { leads, brokers }: { leads: number[]; brokers: boolean }): Held[] {
  return [
    ...posts.map(({ post, membershipId }) => ({ role: roleOf[post], membershipId })),
    ...(leads.length > 0 ? [{ role: 'hub lead', membershipId: null } as const] : []),
    ...(brokers ? [{ role: 'ssig', membershipId: null } as const] : []),
  ]
}

/** People to choose from on a form, with where they work now or worked last. */
export async function personOptions(db: Reader): Promise<RowOptions> {
  const rows = await db
    .selectFrom('people')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('posts')
          .leftJoin('members', 'members.id', 'posts.membershipId')
          .leftJoin('organisations', 'organisations.id', 'posts.organisationId')
          .select((select) => select.fn.coalesce('members.shortName', 'organisations.name').as('place'))
          .whereRef('posts.personId', '=', 'people.id')
          .orderBy('posts.fromOn', (order) => order.desc().nullsLast())
          .limit(sql.lit(1))
          .as('last'),
      (join) => join.onTrue(),
    )
    .select(['people.id', 'people.name', 'last.place'])
    .orderBy('people.name')
    .execute()
  return rows.map(({ id, name, place }) => [id, place ? `${name}, ${place}` : name])
}

export type PostFilter = {
  words: string | null
  post: Post | null
  school: number | null
  on: Day | null
  time: Time | null
}

const held = (db: Reader) =>
  db
    .selectFrom('people')
    .leftJoin('posts', 'posts.personId', 'people.id')
    .leftJoin('members', 'members.id', 'posts.membershipId')
    .leftJoin('organisations', 'organisations.id', 'posts.organisationId')
    .select((eb) => [
      'people.id',
      'people.name',
      'people.email',
      'posts.post',
      'posts.fromOn',
      'posts.toOn',
      eb.fn.coalesce('members.name', 'organisations.name').as('place'),
    ])

export type PostListed = Awaited<ReturnType<ReturnType<typeof held>['execute']>>[number]

/** The directory: one row a post, and one for whoever has none when every time is asked for. */
export async function postsListed(
  db: Reader,
  { filter, order, limit, offset }: ListAsked<PostFilter>,
  today: Day,
): Promise<Listed<PostListed>> {
  const { words, post, school } = filter
  const rows = await held(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where(heldWhen(filter, today))
    .$if(post != null, (query) => query.where('posts.post', '=', post as Post))
    .$if(school != null, (query) => query.where(atSchoolOf(school as number)))
    .$if(!!words, (query) => query.where(mentions(words as string)))
    .orderBy(sql.ref(sortedBy[order.sort] ?? 'people.name'), order.descending ? 'desc' : 'asc')
    .orderBy('people.name')
    .orderBy('posts.id')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<string, string> = {
  name: 'people.name',
  post: 'posts.post',
  place: 'place',
  from: 'posts.from_on',
}

function heldWhen({ on, time }: Partial<PostFilter>, today: Day) {
  if (on == null && time === 'any') return sql<boolean>`true`
  if (on == null && time === 'past') return sql<boolean>`posts.to_on < ${today}`
  if (on == null && time === 'coming') return sql<boolean>`posts.from_on > ${today}`
  return sql<boolean>`posts.id is not null
    and coalesce(posts.from_on <= ${on ?? today}, true) and coalesce(posts.to_on >= ${on ?? today}, true)`
}

/** A school that left and came back is one school, whichever of its memberships was chosen. */
const atSchoolOf = (membershipId: number) => sql<boolean>`posts.membership_id in (
  select same.membership_id from membership_schools here join membership_schools same on same.urn = here.urn
  where here.membership_id = ${membershipId})`

/** Every word must be found somewhere: “head ashmere” finds the headteacher of Ashmere. */
function mentions(words: string) {
  const each = words.split(/\s+/).map((word) => {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    const named = (Object.keys(posts) as Post[]).filter((post) =>
      posts[post].toLowerCase().includes(word.toLowerCase()),
    )
    return sql`(people.name ilike ${pattern} or members.name ilike ${pattern} or members.short_name ilike ${pattern}
      or organisations.name ilike ${pattern} or posts.post = any (${named}))`
  })
  return sql<boolean>`(${sql.join(each, sql` and `)})`
}

export type Person = Awaited<ReturnType<typeof person>>

export async function person(db: Reader, id: number) {
  const found = await db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

const postsWithPlace = (db: Reader) =>
  db
    .selectFrom('posts')
    .leftJoin('members', 'members.id', 'posts.membershipId')
    .leftJoin('organisations', 'organisations.id', 'posts.organisationId')
    .selectAll('posts')
    .select((eb) => eb.fn.coalesce('members.name', 'organisations.name').as('place'))

export type PostRow = Awaited<ReturnType<typeof postsOf>>[number]

/** Everything this person holds or held, the latest to begin first. */
export const postsOf = (db: Reader, personId: number) =>
  postsWithPlace(db)
    .where('personId', '=', personId)
    .orderBy('fromOn', (order) => order.desc().nullsLast())
    .orderBy('posts.id')
    .execute()

/** One post of this person; a post of somebody else is not found here. */
export async function postOf(db: Reader, personId: number, id: number) {
  const found = await postsWithPlace(db)
    .where('personId', '=', personId)
    .where('posts.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** Members of this day for which nobody is recorded in any of these posts on it. */
export const membersWithout = (db: Reader, wanted: Post[], on: Day) =>
  db
    .selectFrom('members')
    .select(['members.id', 'members.name'])
    .where('joinedOn', '<=', on)
    .where((eb) => eb.or([eb('leftOn', 'is', null), eb('leftOn', '>=', on)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('posts')
            .innerJoin('membershipSchools as there', 'there.membershipId', 'posts.membershipId')
            .innerJoin('membershipSchools as here', 'here.urn', 'there.urn')
            .select(sql.lit(1).as('one'))
            .whereRef('here.membershipId', '=', 'members.id')
            .where('post', 'in', wanted)
            .where((post) => post.or([post('posts.fromOn', 'is', null), post('posts.fromOn', '<=', on)]))
            .where((post) => post.or([post('posts.toOn', 'is', null), post('posts.toOn', '>=', on)])),
        ),
      ),
    )
    .orderBy('name')
    .execute()

/** Organisations to choose from on a form. */
export async function organisationOptions(db: Reader): Promise<RowOptions> {
  const rows = await db.selectFrom('organisations').select(['id', 'name']).orderBy('name').execute()
  return rows.map(({ id, name }) => [id, name])
}
