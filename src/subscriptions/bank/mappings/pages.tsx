import type { Child } from 'hono/jsx'
import type { Answers, Form } from '../../../platform/form.ts'
import { FormPage } from '../../../platform/form-page.tsx'
import { Page } from '../../../platform/page.tsx'
import { Deeds, Lead, Link, Small, Text } from '../../../platform/parts.tsx'
import { FormFor, PressButton } from '../../../platform/questions.tsx'
import { type Listing, Table } from '../../../platform/table.tsx'
import { fromKept, type Headed } from '../csv/columns.ts'
import type { MappingFilled } from './actions.ts'
import type { Mapping } from './queries.ts'

const statements = { href: '/subscriptions/statements', says: 'Bank statements' }
const up = { href: '/subscriptions/statements/mappings', says: 'How CSV files are read' }

const listing: Listing<Mapping> = {
  caption: 'How the bank’s CSV files are read',
  empty: 'No CSV file has been read yet. The first one asks which column is what.',
  columns: [
    {
      title: 'Layout',
      show: ({ id, name }) => <Link to={`/subscriptions/statements/mappings/${id}/correct`}>{name}</Link>,
    },
    { title: 'Headings', show: ({ headings }) => fromKept(headings).join(', ') },
    {
      title: 'Remove',
      show: ({ id, name }) => (
        <PressButton
          action={`/subscriptions/statements/mappings/${id}/remove`}
          says="Remove"
          about={name}
          quiet
        />
      ),
    },
  ],
}

export const MappingsPage = ({ rows }: { rows: Mapping[] }) => (
  <Page title="How CSV files are read" up={statements} wide>
    <Lead>A CSV file with the same headings as one of these is read at once.</Lead>
    <Table of={listing} rows={rows} hideCaption />
  </Page>
)

type CorrectProps = { form: Form<MappingFilled>; answers: Answers; history: Child }

export const CorrectMappingPage = ({ form, answers, history }: CorrectProps) => (
  <FormPage
    {...{ form, answers, up }}
    title="Correct how a CSV file is read"
    lead="This changes how the next files are read. Lines that came in by the former columns are not known again by others: undo their import first, or bring in later days only."
  >
    {history}
  </FormPage>
)

const SHOWN_ROWS = 5

/** The first rows of a file, as they stand in it. */
function FirstRows({ of: { headings, rows } }: { of: Headed }) {
  const listing: Listing<string[]> = {
    caption: 'The first rows of the file',
    empty: '',
    columns: headings.map((title, i) => ({
      title,
      show: (cells: string[]) => (cells[i] ?? '').slice(0, 80),
    })),
  }
  return <Table of={listing} rows={rows.slice(0, SHOWN_ROWS).map(({ cells }) => cells)} />
}

type NameProps = { id: number; name: string; headed: Headed; form: Form<MappingFilled>; answers: Answers }

export const NameColumnsPage = ({ id, name, headed, form, answers }: NameProps) => (
  <Page title={`Which column is what in ${name}?`} wrong={answers.errors.length > 0} up={statements} wide>
    <Text>
      No file with these headings has been read before. Check what each column is: we have chosen what is most
      likely.
    </Text>
    <FirstRows of={headed} />
    <FormFor form={form} answers={answers} submit="Keep this and bring in the file" />
    <Deeds>
      <PressButton
        action={`/subscriptions/statements/uploads/${id}/give-up`}
        says="Give this file up"
        quiet
      />
    </Deeds>
    <Small>The file waits here for seven days, and nothing of it is in the books yet.</Small>
  </Page>
)
