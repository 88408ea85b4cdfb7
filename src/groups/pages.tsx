import { type AcademicYear, yearName } from '../platform/day.ts'
import {
  dayField,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  search,
  select,
  text,
} from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { Link, LinkList } from '../platform/parts.tsx'
import type { Listing } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { GroupFilled } from './actions.ts'
import type { GroupFilter, GroupListed } from './queries.ts'
import { groupKinds } from './tables.ts'

export const groupFilter = form<GroupFilter>({
  words: optional(search('Search', { hint: 'A group, subject or lead' })),
  kind: optional(select('Kind of group', groupKinds, { ask: 'Choose a kind from the list' })),
})

/** `groups` are those to which its representatives may report back. */
export const groupForm = (people: RowOptions, groups: RowOptions) =>
  form<GroupFilled>({
    name: text('Name', { ask: 'Enter the name of the group' }),
    kind: select('Kind of group', groupKinds, { ask: 'Select what kind of group it is' }),
    subject: optional(text('Subject', { ask: '', hint: 'For a subject hub' })),
    examBoard: optional(text('Exam board', { ask: '', hint: 'Of a subject hub, like AQA' })),
    purpose: optional(longText('Purpose', { ask: '', hint: 'What it is for', max: 2_000, rows: 3 })),
    leadId: optional(
      pick('Lead', people, {
        ask: 'Select who leads it from the list',
        hint: 'May keep its meetings. A new lead is sent what there is to know',
      }),
    ),
    leadFrom: optional(
      dayField('Leads it since', {
        ask: '',
        hint: 'A new lead without a day leads it from today',
        from: 1990,
      }),
    ),
    reportsTo: optional(
      pick('Its representatives report back to', groups, {
        ask: 'Choose a group from the list',
        empty: 'The board',
      }),
    ),
  })

export const groups = (year: AcademicYear): Listing<GroupListed> => ({
  caption: 'Groups',
  empty: 'No groups match. Groups appear here when the office adds or imports them.',
  plain: true,
  columns: [
    {
      title: 'Group',
      sort: 'name',
      show: ({ id, name }) => <Link to={`/groups/${id}`}>{name}</Link>,
      csv: ({ name }) => name,
    },
    { title: 'Kind', sort: 'kind', show: ({ kind }) => groupKinds[kind], csv: ({ kind }) => kind },
    { title: 'Subject', sort: 'subject', sparse: true, show: ({ subject }) => subject },
    { title: 'Lead', sort: 'lead', sparse: true, show: ({ lead }) => lead },
    {
      title: `Meetings held in ${yearName(year)}`,
      sort: 'held',
      numeric: true,
      show: ({ held }) => held,
    },
  ],
})

type GroupsProps = ListShown<GroupListed> & {
  year: AcademicYear
  keeps: boolean
  links: { href: string; says: string }[]
}

export function GroupsPage({ year, keeps, links, ...shown }: GroupsProps) {
  return (
    <ListPage
      title="Groups"
      lead="The board, the subject hubs and the other groups in which schools work together."
      of={groups(year)}
      filter={groupFilter}
      shown={shown}
      noun={['group', 'groups']}
      add={keeps && { href: '/groups/new', says: 'Add a group' }}
    >
      <LinkList links={links} />
    </ListPage>
  )
}
