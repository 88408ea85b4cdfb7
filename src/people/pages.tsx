import type { Child } from 'hono/jsx'
import type { Day } from '../platform/day.ts'
import {
  dayField,
  email,
  form,
  optional,
  pick,
  type RowOptions,
  search,
  select,
  text,
} from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import { Bullets, ButtonLink, Deeds, Facts, Inset, Lead, Link, Section, Text } from '../platform/parts.tsx'
import { FilterFor } from '../platform/questions.tsx'
import { type Listing, Pager, Table } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { Who } from '../platform/who.ts'
import type { PersonFilled, PostFilled } from './actions.ts'
import { Posts } from './held.tsx'
import type { Person, PostFilter, PostListed, PostRow } from './queries.ts'
import { mayKeepPeople, mayReadAddress, postsInWords, spellHeld } from './rules.ts'
import { posts, times } from './tables.ts'

export const directoryFilter = (schools: RowOptions) =>
  form<PostFilter>({
    words: optional(search('Search', { hint: 'A name, school or post' })),
    post: optional(select('Post', posts, { ask: '', empty: 'Any post' })),
    school: optional(pick('School', schools, { ask: '', empty: 'Any school' })),
    time: optional(select('Held', times, { ask: '', empty: 'Today' })),
    on: optional(dayField('Held on', { ask: '', hint: 'A day, like 27/3/2018' })),
  })

const naming = () => ({
  name: text('Name', { ask: 'Enter their name', max: 120 }),
  email: optional(email('Work email address', { ask: '', hint: 'They sign in with it' })),
})

const holding = (schools: RowOptions, organisations: RowOptions) => ({
  post: select('Post', posts, { ask: 'Select the post' }),
  membershipId: optional(pick('School', schools, { ask: 'Select the school', empty: 'None' })),
  organisationId: optional(
    pick('Organisation', organisations, {
      ask: 'Select the organisation',
      hint: 'If the post is not at a school',
      empty: 'None',
    }),
  ),
  fromOn: optional(dayField('First day', { ask: '', hint: 'Like 1/9/2026', from: 1950 })),
  toOn: optional(
    dayField('Last day', {
      ask: '',
      hint: 'Leave it blank while it is held. What the post lets them do ends after this day',
      from: 1950,
    }),
  ),
})

export const personForm = form<PersonFilled>(naming())
export const postForm = (...from: Parameters<typeof holding>) => form<PostFilled>(holding(...from))
export const newPersonForm = (...from: Parameters<typeof holding>) =>
  form<PersonFilled & PostFilled>({ ...naming(), ...holding(...from) })

const says = (post: PostListed['post']) => (post === null ? null : posts[post])

export const directory = (who: Who, today: Day): Listing<PostListed> => {
  const address = (row: PostListed) => (mayReadAddress(who, row, today) ? row.email : null)
  return {
    caption: 'People and the posts they hold',
    empty: 'Nobody matches. People appear here when the office adds them or imports them with a year.',
    columns: [
      {
        title: 'Name',
        sort: 'name',
        show: ({ id, name }) => <Link to={`/people/${id}`}>{name}</Link>,
        csv: ({ name }) => name,
      },
      { title: 'Post', sort: 'post', show: ({ post }) => says(post) },
      { title: 'Where', sort: 'place', show: ({ place }) => place },
      {
        title: 'Held',
        sort: 'from',
        show: (row) => (row.post ? spellHeld(row, today) : 'No post'),
        csv: ({ fromOn, toOn }) => [fromOn, toOn].map((on) => on ?? '').join(' to '),
      },
      {
        title: 'Email',
        show: (row) => {
          const to = address(row)
          return to && <Link to={`mailto:${to}`}>{to}</Link>
        },
        csv: address,
      },
    ],
  }
}

type DirectoryProps = ListShown<PostListed> & {
  of: Listing<PostListed>
  filter: ReturnType<typeof directoryFilter>
  keeps: boolean
  headless: { id: number; name: string }[]
}

export function DirectoryPage({ of, filter, keeps, headless, ...shown }: DirectoryProps) {
  return (
    <Page title="People" wide>
      <Lead>Who is who in the alliance: their posts, where they work and how to reach them.</Lead>
      {keeps && (
        <Deeds>
          <ButtonLink to="/people/new">Add a person</ButtonLink>
        </Deeds>
      )}
      {headless.length > 0 && (
        <Inset>
          <Text>No head is recorded today at:</Text>
          <Bullets
            items={headless.map(({ id, name }) => <Link to={`/people?school=${id}&time=any`}>{name}</Link>)}
          />
        </Inset>
      )}
      <FilterFor form={filter} answers={shown.answers} />
      <Table of={of} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
      <Pager {...shown} noun="posts" />
    </Page>
  )
}

type PersonProps = {
  person: Person
  held: PostRow[]
  who: Who
  today: Day
  history: Child
  /** What the records hold of this person, as far as the reader may see it. */
  taken: Child
}

export function PersonPage({ person, held, who, today, history, taken }: PersonProps) {
  const keeps = mayKeepPeople(who)
  const reads = keeps || held.some((post) => mayReadAddress(who, post, today))
  return (
    <Page title={person.name} up={{ href: '/people', says: 'People' }}>
      <Facts
        facts={[
          reads && {
            is: 'Email',
            says: person.email && <Link to={`mailto:${person.email}`}>{person.email}</Link>,
          },
          { is: 'Today', says: postsInWords(held, today) },
        ]}
      />
      {keeps && (
        <Deeds>
          <ButtonLink to={`/people/${person.id}/posts/new`}>Add a post</ButtonLink>
          <ButtonLink to={`/people/${person.id}/correct`} kind="secondary">
            Correct name or email
          </ButtonLink>
        </Deeds>
      )}
      <Section title="Posts">
        <Posts rows={held} keeps={keeps} today={today} />
      </Section>
      {taken}
      {history}
    </Page>
  )
}
