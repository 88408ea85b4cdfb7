import { inShort, inWords, momentInWords } from '../../platform/day.ts'
import type { Answers } from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { inPounds } from '../../platform/money.ts'
import { Page } from '../../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Facts,
  Inset,
  Link,
  Section,
  Small,
  Tag,
  Text,
  type Tone,
} from '../../platform/parts.tsx'
import { FileQuestion, FilterFor, FormFor, PressButton } from '../../platform/questions.tsx'
import { inFigures } from '../../platform/sheet-report.ts'
import { type Listing, Pager, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { lineFilter, statementFilter, uploadForm } from './form.ts'
import type { LineRow, StatementRow } from './queries.ts'
import { type LineState, lineStates } from './rules.ts'

const up = { href: '/subscriptions/statements', says: 'Bank statements' }

type Days = Pick<StatementRow, 'fromOn' | 'toOn'>
const daysOf = ({ fromOn, toOn }: Days) =>
  fromOn === toOn ? inShort(fromOn) : `${inShort(fromOn)} to ${inShort(toOn)}`

export const statementListing: Listing<StatementRow> = {
  caption: 'Bank statements',
  empty: 'No bank statement has been brought in yet.',
  columns: [
    {
      title: 'File',
      show: ({ id, name }) => <Link to={`/subscriptions/statements/${id}`}>{name}</Link>,
      csv: ({ name }) => name,
    },
    { title: 'Days', sort: 'days', show: daysOf },
    { title: 'Brought in', sort: 'given', show: ({ importedAt }) => momentInWords(importedAt) },
    { title: 'Lines', numeric: true, sort: 'lines', show: ({ lines }) => inFigures(lines) },
    { title: 'New', numeric: true, show: ({ newLines }) => inFigures(newLines) },
    { title: 'Matched', numeric: true, show: ({ matched }) => inFigures(matched) },
    {
      title: 'State',
      show: (row) => <Tag {...stateOf(row)} />,
      csv: (row) => stateOf(row).says,
    },
  ],
}

function stateOf({ undoneAt, standing, matched }: StatementRow): { says: string; tone: Tone } {
  if (undoneAt) return { says: 'Undone', tone: 'quiet' }
  return matched < standing
    ? { says: `${inFigures(standing - matched)} to match`, tone: 'due' }
    : { says: 'Matched', tone: 'good' }
}

type Waiting = { id: number; name: string; givenAt: Date }

export const StatementsPage = ({
  shown,
  waiting,
}: {
  shown: ListShown<StatementRow>
  waiting: Waiting[]
}) => (
  <ListPage
    title="Bank statements"
    lead="What the bank says came in and went out. Each line becomes a payment once, however often its file is brought in."
    of={statementListing}
    filter={statementFilter}
    shown={shown}
    noun={['statement', 'statements']}
    up={{ href: '/subscriptions', says: 'Subscription' }}
    add={{ href: '/subscriptions/statements/new', says: 'Bring in a statement' }}
  >
    {waiting.length > 0 && (
      <Inset>
        <Text>Waiting for their columns to be named, and kept for seven days:</Text>
        <Bullets
          items={waiting.map(({ id, name, givenAt }) => (
            <>
              <Link to={`/subscriptions/statements/uploads/${id}`}>{name}</Link>, given on{' '}
              {momentInWords(givenAt)}
            </>
          ))}
        />
      </Inset>
    )}
    <Text>
      <Link to="/subscriptions/statements/mappings">How the bank’s CSV files are read</Link>
    </Text>
  </ListPage>
)

export function UploadPage({ answers }: { answers: Answers }) {
  const error = answers.errors.find(({ field }) => field === 'file')?.message
  return (
    <Page title="Bring in a bank statement" wrong={answers.errors.length > 0} up={up}>
      <Text>
        Choose a file from your bank’s website. Lines that are here already are left as they are, so a file
        may overlap with another. Payments that give the reference of an invoice are matched to it.
      </Text>
      <FormFor form={uploadForm} answers={answers} submit="Bring in" files>
        <FileQuestion
          name="file"
          label="Statement"
          hint="CSV, or CAMT.053 (XML). Up to 5 MB"
          accept=".csv,.txt,.xml"
          {...(error ? { error } : {})}
        />
      </FormFor>
    </Page>
  )
}

const count = (n: number, one: string, many: string) => `${inFigures(n)} ${n === 1 ? one : many}`

/** “14 lines: 3 known already, 9 matched by reference, 2 to match.” */
export function cameOf({
  lines,
  newLines,
  standing,
  matched,
  byReference,
  leftOut,
  undoneAt,
}: StatementRow): string {
  const known = lines - newLines
  const byHand = Math.max(0, matched - byReference)
  const parts = [
    known > 0 && `${inFigures(known)} known already`,
    undoneAt !== null && `${inFigures(newLines)} taken back`,
    byReference > 0 && `${inFigures(byReference)} matched by reference`,
    byHand > 0 && `${inFigures(byHand)} matched by hand`,
    standing > matched && `${inFigures(standing - matched)} to match`,
  ].filter((part) => part !== false)
  const left =
    leftOut > 0
      ? ` ${count(leftOut, 'line was', 'lines were')} left out: not booked yet, or without a sum.`
      : ''
  return `${count(lines, 'line', 'lines')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.${left}`
}

const tones: Record<LineState, Tone> = { matched: 'good', part: 'due', open: 'due', cancelled: 'quiet' }

export const lineListing: Listing<LineRow> = {
  caption: 'Payments of this statement',
  empty: 'No payment is here: every line was known already, or none fits what you look for.',
  columns: [
    {
      title: 'Payment',
      show: ({ id, payer, says }) => <Link to={`/subscriptions/payments/${id}`}>{payer ?? says}</Link>,
      csv: ({ payer }) => payer,
    },
    {
      title: 'Words',
      sparse: true,
      show: ({ payer, says }) => (payer === null ? '' : says),
      csv: ({ says }) => says,
    },
    {
      title: 'Date',
      day: true,
      sort: 'date',
      show: ({ datedOn }) => inShort(datedOn),
      csv: ({ datedOn }) => datedOn,
    },
    {
      title: 'Amount',
      numeric: true,
      sort: 'amount',
      show: ({ pence }) => inPounds(pence),
      csv: ({ pence }) => (pence / 100).toFixed(2),
    },
    {
      title: 'State',
      show: ({ state }) => <Tag says={lineStates[state]} tone={tones[state]} />,
      csv: ({ state }) => lineStates[state],
    },
  ],
}

type StatementProps = { statement: StatementRow; shown: ListShown<LineRow>; mayUndo: boolean }

export function StatementPage({ statement, shown, mayUndo }: StatementProps) {
  const { id, name, format, account, fromOn, toOn, openingPence, closingPence } = statement
  const open = statement.standing - statement.matched
  return (
    <Page title={name} up={up} wide>
      <Inset>{cameOf(statement)}</Inset>
      <Deeds>
        {open > 0 && (
          <ButtonLink to={`/subscriptions/statements/${id}?state=open`}>Match what is left</ButtonLink>
        )}
        <ButtonLink to="/subscriptions/statements/new" kind="secondary">
          Bring in another
        </ButtonLink>
        {mayUndo && (
          <PressButton action={`/subscriptions/statements/${id}/undo`} says="Undo this import" quiet />
        )}
      </Deeds>
      <Facts
        facts={[
          { is: 'Days', says: fromOn === toOn ? inWords(fromOn) : `${inWords(fromOn)} to ${inWords(toOn)}` },
          openingPence !== null && { is: 'Opening balance', says: inPounds(openingPence) },
          closingPence !== null && { is: 'Closing balance', says: inPounds(closingPence) },
          { is: 'Account', says: accountInWords(account) },
          { is: 'Read as', says: format === 'csv' ? 'CSV' : 'CAMT.053' },
          { is: 'Brought in', says: doneBy(statement.importedAt, statement.importedBy) },
          statement.undoneAt !== null && {
            is: 'Undone',
            says: doneBy(statement.undoneAt, statement.undoneBy),
          },
        ]}
      />
      <Section title="Payments">
        <FilterFor form={lineFilter} answers={shown.answers} />
        <Table of={lineListing} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
        <Pager {...shown} noun={shown.total === 1 ? 'payment' : 'payments'} />
      </Section>
      {!mayUndo && statement.held > 0 && (
        <Small>Once a payment is matched the import is no longer undone. Undo the matches first.</Small>
      )}
    </Page>
  )
}

const doneBy = (at: Date, by: string | null) => `${momentInWords(at)} by ${by ?? 'Endeavour'}`

const accountInWords = (account: string | null) =>
  account === null ? null : `${account.slice(0, 6).replace(/(..)(?=.)/g, '$1-')}, ${account.slice(6)}`
