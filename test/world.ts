import { app } from '../src/app.ts'
import { personOn } from '../src/people/queries.ts'
import type { Post } from '../src/people/tables.ts'
import { type Actor, actor } from '../src/platform/action.ts'
import type { Clock } from '../src/platform/clock.ts'
import { day } from '../src/platform/day.ts'
import { type Database, everything, type Reader } from '../src/platform/db.ts'
import { logTo } from '../src/platform/log.ts'
import type { Provider } from '../src/platform/settings.ts'
import { system, type Who } from '../src/platform/who.ts'
import { accounts } from '../src/sign-in/accounts.ts'
import { copyOf, freshDatabase } from './database.ts'

/** The day it is in the small alliance that every test knows by name. */
export const today = day('2018-03-05')

export const origin = 'http://alliance.test'
export const secret = 'a secret for tests, which is long enough to be one'
const settings = { url: origin, secret, secure: false }

const schools = {
  ashmere: { urn: 990001, name: 'Ashmere High School', shortName: 'Ashmere', type: 'Community school' },
  brindle: {
    urn: 990002,
    name: 'Brindle Moor High School',
    shortName: 'Brindle Moor',
    type: 'Community school',
  },
  carr: { urn: 990003, name: 'Carr Lane Academy', shortName: 'Carr Lane', type: 'Academy converter' },
} as const
type SchoolName = keyof typeof schools

/** One person a role, known by the role; and a head of another school. Sana sits on SSIG, Priya does not. */
const cast = {
  coordinator: ['Amina Office', 'coordinator', null],
  head: ['Hannah Head', 'head', 'ashmere'],
  deputy: ['Dev Deputy', 'deputy', 'ashmere'],
  chair: ['Chen Chair', 'chair of governors', 'ashmere'],
  governor: ['Grace Governor', 'governor', 'ashmere'],
  businessManager: ['Bilal Business', 'business manager', 'ashmere'],
  ssig: ['Sana Support', 'practitioner', 'brindle'],
  practitioner: ['Priya Practitioner', 'practitioner', 'brindle'],
  hubLead: ['Lee Lead', 'middle leader', 'brindle'],
  teacher: ['Tess Teacher', 'teacher', 'ashmere'],
  officer: ['Omar Officer', 'local authority officer', null],
  partner: ['Pat Partner', 'partner', null],
  otherHead: ['Olive Other', 'head', 'brindle'],
} as const satisfies Record<string, readonly [string, Post, SchoolName | null]>
export type CastName = keyof typeof cast
export const castNames = Object.keys(cast) as CastName[]

const organisations = { coordinator: 'office', officer: 'authority', partner: 'partner' } as const

export type World = {
  site: ReturnType<typeof app>
  database: Database
  db: Reader
  /** Ids of memberships, people and groups by the names they have here. */
  members: Record<SchoolName, number>
  people: Record<CastName, number>
  groups: { maths: number; board: number; ssig: number }
  who: (name: CastName) => Promise<Who>
  by: (name: CastName | 'system') => Promise<Actor>
  /** The cookie of a new session of this person. */
  cookie: (name: CastName) => Promise<string>
  /** A browser signed in as this person, or as nobody. */
  as: (name: CastName | 'visitor') => Promise<Browser>
}

const usual: Clock = { now: () => new Date(`${today}T12:00:00Z`), today: () => today }

/** A small alliance of its own for one test: three schools (Carr Lane left), and one person of every role. */
export async function world(clock: Clock = usual, providers: Provider[] = []): Promise<World> {
  const database = await freshDatabase()
  return worldIn(database, await settle(database), clock, providers)
}

/** A world like this one, with all that has happened in it, for as many tests as want to go on from there. */
export async function again(
  { database, members, people, groups }: World,
  providers: Provider[] = [],
): Promise<World> {
  if (!database.pool.ending) await database.close()
  return worldIn(await copyOf(database), { members, people, groups }, usual, providers)
}

type Known = Pick<World, 'members' | 'people' | 'groups'>

function worldIn(database: Database, known: Known, clock: Clock, providers: Provider[]): World {
  const { people } = known
  const db = database.reader(everything)
  const site = app({
    database,
    clock,
    log: logTo('nowhere'),
    settings: { ...settings, providers },
    assets: { folder: 'public/assets', version: '' },
  })
  const signing = accounts(database, settings)
  const who = async (name: CastName) => {
    const found = await personOn(db, { id: people[name] }, clock.today())
    if (!found) throw new Error(`${name} holds no post`)
    return found
  }
  const cookie = async (name: CastName) =>
    (await signing.open(await signing.tokenFor(emailOf(name))))?.split(';')[0] ?? ''
  return {
    ...known,
    site,
    cookie,
    database,
    db,
    who,
    by: async (name) => actor(database, name === 'system' ? system : await who(name), clock.today()),
    as: async (name) => browser(site, name === 'visitor' ? undefined : await cookie(name)),
  }
}

export const emailOf = (name: CastName) => `${name.toLowerCase()}@alliance.example`

async function settle(database: Database) {
  return database.transaction(everything, async (tx) => {
    await tx.insertInto('alliance').values({ name: 'Vale Learning Alliance', shortName: 'VLA' }).execute()
    const members = {} as Record<SchoolName, number>
    for (const [name, school] of Object.entries(schools) as [SchoolName, (typeof schools)[SchoolName]][]) {
      const blank = {
        phase: 'Secondary',
        status: 'Open',
        religiousCharacter: null,
        lowAge: 11,
        highAge: 16,
        trustId: null,
      }
      const place = {
        street: null,
        town: null,
        postcode: null,
        website: null,
        telephone: null,
        headName: null,
      }
      await tx
        .insertInto('schools')
        .values({
          ...school,
          ...blank,
          ...place,
          openedOn: null,
          closedOn: null,
          pupils: null,
          importId: null,
        })
        .execute()
      const leftOn = name === 'carr' ? day('2017-12-31') : null
      const { id } = await tx
        .insertInto('memberships')
        .values({ joinedOn: day('2015-09-01'), leftOn, importId: null })
        .returning('id')
        .executeTakeFirstOrThrow()
      await tx
        .insertInto('membershipSchools')
        .values({
          membershipId: id,
          urn: school.urn,
          fromOn: day('2015-09-01'),
          toOn: leftOn,
          importId: null,
        })
        .execute()
      members[name] = id
    }
    const people = {} as Record<CastName, number>
    for (const [name, [full, post, place]] of Object.entries(cast) as [CastName, (typeof cast)[CastName]][]) {
      const { id } = await tx
        .insertInto('people')
        .values({ name: full, email: emailOf(name), ref: name, importId: null })
        .returning('id')
        .executeTakeFirstOrThrow()
      const kind = organisations[name as keyof typeof organisations]
      const organisationId = place
        ? null
        : (
            await tx
              .insertInto('organisations')
              .values({ name: `The ${kind}`, kind })
              .returning('id')
              .executeTakeFirstOrThrow()
          ).id
      await tx
        .insertInto('posts')
        .values({
          personId: id,
          post,
          membershipId: place && members[place],
          organisationId,
          fromOn: day('2016-09-01'),
          toOn: null,
          importId: null,
        })
        .execute()
      people[name] = id
    }
    const group = async (
      name: string,
      kind: 'hub' | 'board' | 'ssig',
      subject: string | null,
      leadId: number | null,
    ) =>
      (
        await tx
          .insertInto('groups')
          .values({ name, kind, subject, leadId, ref: name, importId: null })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id
    const groups = {
      maths: await group('Maths hub', 'hub', 'Maths', people.hubLead),
      board: await group('Board', 'board', null, null),
      ssig: await group('Supporting School Improvement Group', 'ssig', null, null),
    }
    await tx
      .insertInto('groupMembers')
      .values({
        groupId: groups.ssig,
        personId: people.ssig,
        membershipId: null,
        fromOn: day('2016-09-01'),
        part: 'member',
      } as never)
      .execute()
    return { members, people, groups }
  })
}

export type Browser = ReturnType<typeof browser>

/** What a browser does, without its windows: keeps its cookie, says where a form came from. */
export function browser(site: ReturnType<typeof app>, cookie?: string) {
  const kept = cookie ? { cookie } : {}
  const read = async (answer: Response) => ({
    status: answer.status,
    text: await answer.text(),
    headers: answer.headers,
  })
  return {
    get: async (path: string, headers: Record<string, string> = {}) =>
      read(await site.request(origin + path, { headers: { ...kept, ...headers } })),
    post: async (
      path: string,
      answers: Record<string, string | string[]> | FormData,
      headers: Record<string, string> = {},
    ) => {
      const pairs =
        answers instanceof FormData
          ? []
          : Object.entries(answers).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))
      const body = answers instanceof FormData ? answers : new URLSearchParams(pairs)
      return read(
        await site.request(origin + path, { method: 'POST', body, headers: { origin, ...kept, ...headers } }),
      )
    },
  }
}
