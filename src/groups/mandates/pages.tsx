import { inShort } from '../../platform/day.ts'
import { form, optional, search, select } from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Link, Tag } from '../../platform/parts.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { groupKinds } from '../tables.ts'
import type { Mandate, MandateFilter } from './queries.ts'
import { mandateStates, mandateTones } from './rules.ts'

export const mandateFilter = form<MandateFilter>({
  words: optional(search('Search', { hint: 'A person, group or school' })),
  state: optional(
    select('State', mandateStates, {
      ask: 'Choose a state from the list',
      empty: 'All but those that are over',
    }),
  ),
})

export const mandates: Listing<Mandate> = {
  caption: 'Register of mandates',
  empty:
    'Nobody matches. Somebody appears here once they are added to a group as a representative of the alliance.',
  columns: [
    {
      title: 'Where',
      sort: 'group',
      show: ({ groupId, group }) => <Link to={`/groups/${groupId}#members`}>{group}</Link>,
      csv: ({ group }) => group,
    },
    { title: 'Kind', show: ({ kind }) => groupKinds[kind], csv: ({ kind }) => kind },
    { title: 'Who speaks for the alliance', sort: 'person', show: ({ person }) => person },
    { title: 'School', sort: 'school', show: ({ school }) => school },
    {
      title: 'From',
      day: true,
      sort: 'from',
      show: ({ fromOn }) => inShort(fromOn),
      csv: ({ fromOn }) => fromOn,
    },
    {
      title: 'Until',
      day: true,
      sort: 'to',
      show: ({ toOn }) => (toOn === null ? 'No last day' : inShort(toOn)),
      csv: ({ toOn }) => toOn,
    },
    { title: 'Reports back to', show: ({ reportsTo }) => reportsTo ?? 'The board' },
    {
      title: 'State',
      show: ({ state }) => <Tag says={mandateStates[state]} tone={mandateTones[state]} />,
      csv: ({ state }) => mandateStates[state],
    },
  ],
}

export const MandatesPage = (shown: ListShown<Mandate>) => (
  <ListPage
    title="Register of mandates"
    lead="Who speaks for the alliance where, and until when."
    of={mandates}
    filter={mandateFilter}
    shown={shown}
    noun={['mandate', 'mandates']}
  />
)
