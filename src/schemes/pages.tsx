import type { Child } from 'hono/jsx'
import { inShort } from '../platform/day.ts'
import {
  academicYear,
  dayField,
  form,
  optional,
  type RowOptions,
  search,
  select,
  several,
  text,
  yesNo,
} from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { Page } from '../platform/page.tsx'
import { Bullets, ButtonLink, Deeds, Facts, Link } from '../platform/parts.tsx'
import type { Listing } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { SchemeFilled } from './actions.ts'
import type { SchemeFilter, SchemeRow } from './queries.ts'
import { spellRun } from './rules.ts'
import { schemeKinds } from './tables.ts'

export const schemeFilter = form<SchemeFilter>({
  words: optional(search('Search', { hint: 'A scheme’s name' })),
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
  kind: optional(select('Kind', schemeKinds, { ask: '', empty: 'Any kind' })),
})

export const schemeForm = (schools: RowOptions) =>
  form<SchemeFilled>({
    name: text('Name', { ask: 'Enter the name of the scheme' }),
    kind: select('Kind', schemeKinds, { ask: 'Select the kind of scheme' }),
    fromOn: dayField('First day', { ask: 'Enter the first day', hint: 'Like 1/9/2017', from: 1990 }),
    toOn: optional(
      dayField('Last day', { ask: '', hint: 'Leave it blank while the scheme lasts', from: 1990 }),
    ),
    everyone: yesNo('Do all members take part?', { ask: 'Select yes if all members take part' }),
    schools: optional(
      several('Schools that take part', schools, {
        ask: 'Select the schools that take part',
        hint: 'If not all members take part',
      }),
    ),
  })

const takingPart = ({ everyone, schools }: SchemeRow) =>
  everyone ? 'All members' : `${schools} ${schools === 1 ? 'school' : 'schools'}`

export const schemes: Listing<SchemeRow> = {
  caption: 'Joint schemes',
  empty: 'No schemes match. Schemes appear here when the office records or imports them.',
  columns: [
    {
      title: 'Scheme',
      sort: 'name',
      show: ({ id, name }) => <Link to={`/schemes/${id}`}>{name}</Link>,
      csv: ({ name }) => name,
    },
    { title: 'Kind', sort: 'kind', show: ({ kind }) => schemeKinds[kind] },
    { title: 'From', sort: 'from', show: ({ fromOn }) => inShort(fromOn), csv: ({ fromOn }) => fromOn },
    { title: 'To', sort: 'to', show: ({ toOn }) => toOn && inShort(toOn), csv: ({ toOn }) => toOn },
    { title: 'Taking part', show: takingPart },
  ],
}

type SchemesProps = ListShown<SchemeRow> & { keeps: boolean }

export function SchemesPage({ keeps, ...shown }: SchemesProps) {
  return (
    <ListPage
      title="Joint schemes"
      lead="What schools of the alliance run or buy together. A scheme belongs to every year it ran in."
      of={schemes}
      filter={schemeFilter}
      shown={shown}
      noun={['scheme', 'schemes']}
      add={keeps && { href: '/schemes/new', says: 'Record a scheme' }}
    />
  )
}

type SchemeProps = {
  scheme: SchemeRow
  schools: { id: number; name: string }[]
  keeps: boolean
  history: Child
}

export function SchemePage({ scheme, schools, keeps, history }: SchemeProps) {
  const names = schools.map(({ id, name }) => <Link to={`/members/${id}`}>{name}</Link>)
  return (
    <Page title={scheme.name} up={{ href: '/schemes', says: 'Joint schemes' }}>
      <Facts
        facts={[
          { is: 'Kind', says: schemeKinds[scheme.kind] },
          { is: 'When', says: spellRun(scheme) },
          { is: 'Taking part', says: takingPart(scheme) },
          names.length > 0 && { is: 'Schools', says: <Bullets items={names} /> },
        ]}
      />
      {keeps && (
        <Deeds>
          <ButtonLink to={`/schemes/${scheme.id}/correct`} kind="secondary">
            Correct this
          </ButtonLink>
        </Deeds>
      )}
      {history}
    </Page>
  )
}
