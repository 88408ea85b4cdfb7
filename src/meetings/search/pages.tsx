import { inShort } from '../../platform/day.ts'
import {
  academicYear,
  type Field,
  form,
  optional,
  pick,
  type RowOptions,
  search,
  select,
} from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Lead, Link, Marked, Small, Tag } from '../../platform/parts.tsx'
import { AskFor } from '../../platform/questions.tsx'
import { type Listing, Pager, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import type { Found, SearchFilter } from './queries.ts'
import { addressOf, piecesOf, plainly } from './rules.ts'
import { sources } from './tables.ts'

/** Every question of a search may be left out, which goes without saying. */
const maybe = <Value,>(field: Field<Value>): Field<Value | null> => ({
  ...optional(field),
  label: field.label,
})

export const searchForm = (groups: RowOptions) =>
  form<SearchFilter>({
    words: maybe(
      search('Words', { hint: 'Words in “quotation marks” stand together; a minus leaves a word out' }),
    ),
    year: maybe(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
    group: maybe(pick('Group', groups, { ask: 'Choose a group from the list', empty: 'Any' })),
    source: maybe(select('Where', sources, { ask: 'Choose from the list', empty: 'Anywhere' })),
  })

export const found: Listing<Found> = {
  caption: 'What was found',
  empty:
    'Nothing was found. Try fewer words, or another form of them; words such as “the” are not looked for.',
  columns: [
    {
      title: 'Meeting',
      show: ({ meetingId, meeting }) => <Link to={`/meetings/${meetingId}`}>{meeting}</Link>,
      csv: ({ meeting }) => meeting,
    },
    {
      title: 'Date',
      day: true,
      sort: 'on',
      show: ({ heldOn }) => inShort(heldOn),
      csv: ({ heldOn }) => heldOn,
    },
    { title: 'Where', show: ({ source }) => sources[source] },
    {
      title: 'Found',
      show: (row) => (
        <div>
          <Link to={addressOf(row)}>{row.title}</Link> {row.partB && <Tag says="Part B" tone="due" />}
          <Small>
            <Marked pieces={piecesOf(row.snippet)} />
            {/[\p{L}\p{N},;:]$/u.test(row.snippet) && ' …'}
          </Small>
        </div>
      ),
      csv: ({ title }) => title,
    },
  ],
}

/** The same, with its words in a column of their own. */
export const foundFile: Listing<Found> = {
  ...found,
  columns: [...found.columns, { title: 'Words', show: ({ snippet }) => plainly(snippet) }],
}

type SearchProps = { shown: ListShown<Found>; form: ReturnType<typeof searchForm>; asked: boolean }

export const SearchPage = ({ shown, form, asked }: SearchProps) => (
  <Page title="Search meetings" up={{ href: '/meetings', says: 'Meetings' }} wide>
    <Lead>Agendas, papers, minutes, decisions, actions and feedback of every year.</Lead>
    <AskFor form={form} answers={shown.answers} submit="Search" />
    {asked && <Table of={found} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />}
    {asked && <Pager {...shown} noun={shown.total === 1 ? 'place' : 'places'} />}
  </Page>
)
