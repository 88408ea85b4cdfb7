import type { OrganisationKind } from '../members/tables.ts'
import type { Post } from '../people/tables.ts'
import type { Day } from '../platform/day.ts'
import type { Report } from '../platform/sheet-report.ts'
import { Firsts, RowFaults } from './faults.ts'
import type { RecordIn } from './format.ts'
import type { Known } from './known.ts'
import { Lookup } from './lookup.ts'
import { unhurried } from './pace.ts'
import type { Organisation, Places, Spell } from './places.ts'
import { matchPosts } from './posts.ts'
import { refKey, type YearRead } from './records.ts'

export type Person = { id: number | null; ref: string | null; name: string; email: string | null }
export type PostHeld = {
  id: number | null
  person: Person
  post: Post
  spell: Spell | null
  organisation: Organisation | null
  from: Day | null
  to: Day | null
}
export type People = {
  lookup: Lookup<Person>
  people: Person[]
  posts: PostHeld[]
  organisations: Organisation[]
  /** Every post anybody holds, recorded or told, to find where a person worked. */
  held: Map<Person, PostHeld[]>
}

type Row = RecordIn<'people'>

/** People, their organisations and their posts: those recorded, as the rows of this year add to and correct them. */
export async function checkPeople(
  year: YearRead,
  known: Known,
  places: Places,
  report: Report,
): Promise<People> {
  const recorded = known.people.map((person): Person => ({ ...person }))
  const given = await peopleIn(year, recorded, report)
  const lookup = new Lookup<Person>({ one: 'person', many: 'people' }, year.people)
  for (const person of new Set([...recorded, ...given.values()])) lookup.add(person)
  const organisations = new Map(known.organisations.map((one) => [refKey(one.name), one as Organisation]))
  const told = new Map<PostHeld, Row>()
  for await (const record of unhurried(year.people.records)) {
    const post = postIn(record, new RowFaults(report, year.people, record), { places, organisations, given })
    if (post) told.set(post, record)
  }
  const { posts, held } = matchPosts(
    told,
    recordedPosts(known, recorded, places, organisations),
    year.people,
    report,
  )
  const named = new Set(posts.flatMap(({ organisation }) => organisation ?? []))
  return { lookup, people: [...new Set(given.values())], posts, organisations: [...named], held }
}

/** The people of the rows by ref. Somebody recorded by hand, without a ref, is known again by the email address. */
async function peopleIn(
  { people }: YearRead,
  recorded: Person[],
  report: Report,
): Promise<Map<string, Person>> {
  const byRef = new Map(recorded.flatMap((person) => (person.ref ? [[refKey(person.ref), person]] : [])))
  const byEmail = new Map(
    recorded.flatMap((person) => (person.email && !person.ref ? [[person.email.toLowerCase(), person]] : [])),
  )
  const given = new Map<string, Person>()
  const firsts = new Firsts<Row>()
  const rows = new Map<Person, Row>()
  for await (const record of unhurried(people.records)) {
    const key = refKey(record.ref)
    const first = firsts.before(key, record.row, record)
    if (first) sayDifferences(new RowFaults(report, people, record), record, first.said)
    const person = given.get(key) ?? byRef.get(key) ?? byEmail.get(record.email ?? '') ?? noPerson()
    Object.assign(person, {
      ref: person.ref ?? record.ref,
      name: record.name,
      email: record.email ?? person.email,
    })
    given.set(key, person)
    rows.set(person, record)
  }
  sayShared(new Set([...recorded, ...given.values()]), rows, people, report)
  return given
}

const noPerson = (): Person => ({ id: null, ref: null, name: '', email: null })

function sayDifferences(faults: RowFaults, { name, email, ref }: Row, first: Row) {
  if (name !== first.name)
    faults.say(
      'name',
      name,
      `Row ${first.row} calls ${ref} ${first.name}`,
      'Give them the same name, or give each person a ref of their own',
    )
  if (email && first.email && email !== first.email)
    faults.say(
      'email',
      email,
      `Row ${first.row} gives ${ref} the address ${first.email}`,
      'Give one person one email address',
    )
}

/** An email address signs one person in, so no two may have the same. */
function sayShared(all: Set<Person>, rows: Map<Person, Row>, sheet: YearRead['people'], report: Report) {
  const owners = new Map<string, Person>()
  for (const person of all) {
    if (!person.email) continue
    const key = person.email.toLowerCase()
    const other = owners.get(key)
    if (other) sayOwner(rows.has(person) ? [person, other] : [other, person], rows, sheet, report)
    owners.set(key, person)
  }
}

function sayOwner(
  [mine, other]: [Person, Person],
  rows: Map<Person, Row>,
  sheet: YearRead['people'],
  report: Report,
) {
  const record = rows.get(mine)
  if (!record) return
  new RowFaults(report, sheet, record).say(
    'email',
    mine.email,
    `This is also the address of ${other.name} (${other.ref ?? 'recorded without a ref'})`,
    'Use one ref for one person, and an address of their own for each',
  )
}

type Given = { places: Places; organisations: Map<string, Organisation>; given: Map<string, Person> }

function postIn(
  record: Row,
  faults: RowFaults,
  { places, organisations, given }: Given,
): PostHeld | undefined {
  const person = given.get(refKey(record.ref))
  const { post, urn, from, to } = record
  if (!person || (!post && !urn && !record.organisation)) return undefined
  if (!post) return blank(faults, 'post', 'This is blank', 'Say which post they hold there')
  if (from && to && to < from)
    faults.say('to', to, `This is before ${from}, when the post began`, 'Correct one of the two dates')
  if (urn && record.organisation)
    faults.remark('it names a school and an organisation; the post is recorded at the school')
  const at = { id: null, person, post, from, to }
  if (urn) {
    const spell = faults.found('urn', urn, places.nearest(urn, { from, to }))
    return spell && { ...at, spell, organisation: null }
  }
  if (!record.organisation)
    return blank(faults, 'urn', 'This is blank, and so is organisation', 'Say where they hold the post')
  return { ...at, spell: null, organisation: organisationOf(record.organisation, post, organisations) }
}

function blank(faults: RowFaults, column: string, wrong: string, right: string): undefined {
  faults.say(column, '', wrong, right)
}

const kinds: Partial<Record<Post, OrganisationKind>> = {
  'local authority officer': 'authority',
  coordinator: 'office',
}

/** A new organisation is what the posts held at it say that it is. */
function organisationOf(name: string, post: Post, organisations: Map<string, Organisation>): Organisation {
  const found = organisations.get(refKey(name)) ?? { id: null, name, kind: 'partner' }
  if (found.id === null && kinds[post]) found.kind = kinds[post]
  organisations.set(refKey(name), found)
  return found
}

function recordedPosts(
  known: Known,
  people: Person[],
  places: Places,
  organisations: Map<string, Organisation>,
): PostHeld[] {
  const persons = new Map(people.map((person) => [person.id, person]))
  const spells = new Map(known.spells.map(({ id, urns }) => [id, places.withId(id, urns[0]?.urn ?? 0)]))
  const byId = new Map([...organisations.values()].map((one) => [one.id, one]))
  return known.posts.flatMap(({ personId, membershipId, organisationId, ...post }) => {
    const person = persons.get(personId)
    if (!person) return []
    const spell = membershipId === null ? null : (spells.get(membershipId) ?? null)
    return [
      {
        ...post,
        person,
        spell,
        organisation: organisationId === null ? null : (byId.get(organisationId) ?? null),
      },
    ]
  })
}
