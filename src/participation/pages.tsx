import { outcomes } from '../learning/tables.ts'
import { inDays, inShort } from '../platform/day.ts'
import { Bullets, Link, Section } from '../platform/parts.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import { visitStatuses } from '../support/visits/tables.ts'
import type { CourseTaken, VisitMade } from './queries.ts'

const visits = (opens: boolean): Listing<VisitMade> => ({
  caption: 'Support visits made, the latest first',
  empty: 'No visits are recorded.',
  columns: [
    {
      title: 'Date',
      show: ({ id, visitedOn }) =>
        opens ? <Link to={`/support/visits/${id}`}>{inShort(visitedOn)}</Link> : inShort(visitedOn),
    },
    { title: 'To', show: ({ school }) => school },
    { title: 'Subject', show: ({ subject }) => subject },
    {
      title: 'Counts',
      numeric: true,
      show: ({ halfDays }) => (halfDays > 0 ? inDays(halfDays) : 'No'),
    },
    { title: 'State', show: ({ status }) => visitStatuses[status] },
  ],
})

const inWords = (keys: string[]) =>
  keys.map((key) => outcomes[key as keyof typeof outcomes] ?? key).join(', ')

const courses: Listing<CourseTaken> = {
  caption: 'Courses, the latest first',
  empty: 'No courses are recorded.',
  columns: [
    { title: 'Course', show: ({ id, title }) => <Link to={`/learning/${id}`}>{title}</Link> },
    { title: 'Last session', show: ({ last }) => last && inShort(last) },
    { title: 'Outcome', show: ({ outcomes }) => inWords(outcomes) },
  ],
}

type Taken = {
  groups: { id: number; name: string }[]
  visits: VisitMade[]
  courses: CourseTaken[]
  /** Whether the reader may open the visits themselves. */
  opensVisits: boolean
}

/** What the records hold of one person; a part of it that is empty is left out. */
export function Participation({ groups, visits: made, courses: taken, opensVisits }: Taken) {
  return (
    <>
      {groups.length > 0 && (
        <Section title="Leads">
          <Bullets items={groups.map(({ id, name }) => <Link to={`/groups/${id}`}>{name}</Link>)} />
        </Section>
      )}
      {taken.length > 0 && (
        <Section title="Courses">
          <Table of={courses} rows={taken} hideCaption />
        </Section>
      )}
      {made.length > 0 && (
        <Section title="Support given">
          <Table of={visits(opensVisits)} rows={made} hideCaption />
        </Section>
      )}
    </>
  )
}
