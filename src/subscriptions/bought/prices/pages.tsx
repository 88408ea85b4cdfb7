import type { Child } from 'hono/jsx'
import { type AcademicYear, yearName } from '../../../platform/day.ts'
import {
  type Answers,
  academicYear,
  choice,
  form,
  optional,
  pick,
  pounds,
  type RowOptions,
  select,
  text,
} from '../../../platform/form.ts'
import { FormPage } from '../../../platform/form-page.tsx'
import { among, type Says } from '../../../platform/history.tsx'
import { ListPage } from '../../../platform/list-page.tsx'
import { inPounds } from '../../../platform/money.ts'
import { Link } from '../../../platform/parts.tsx'
import { PressButton } from '../../../platform/questions.tsx'
import type { Listing } from '../../../platform/table.tsx'
import type { ListShown } from '../../../platform/web.tsx'
import { type Priced, priced } from '../tables.ts'
import type { PriceFilled } from './actions.ts'
import type { PriceRow } from './queries.ts'

export type PriceFilter = { what: Priced | null }

export const priceFilter = form<PriceFilter>({
  what: optional(select('Price of', priced, { ask: '', empty: 'Anything' })),
})

const MOST_PENCE = 10_000_000

export const priceForm = (courses: RowOptions, packages: RowOptions) =>
  form<PriceFilled>({
    what: choice('What is it a price of?', priced, { ask: 'Select what the price is of' }),
    courseId: optional(
      pick('Course', courses, {
        ask: 'Choose a course from the list',
        hint: 'For a place on one course only; it goes before the price of all courses',
        empty: 'All courses',
      }),
    ),
    packageId: optional(
      pick('Package', packages, {
        ask: 'Choose a package from the list',
        hint: 'For help from one partner only',
        empty: 'All packages',
      }),
    ),
    pence: pounds('Price of one', { ask: 'Enter the price', hint: 'In pounds, like 450', max: MOST_PENCE }),
    source: text('Where the price is from', {
      ask: 'Enter where the price is from',
      hint: 'So that a governor can look it up: a price list with its date, a quotation, or a web address',
      max: 300,
    }),
    fromYear: academicYear('From which academic year on', {
      ask: 'Enter the academic year from which the price holds',
      hint: 'Like 2017-18. It holds until a later price of the same thing',
    }),
  })

/** “A place on a course: Leading a department”. */
const ofWhat = ({ what, course, package: offer }: PriceRow) =>
  [priced[what], course ?? offer].filter(Boolean).join(': ')

export const pricesList: Listing<PriceRow> = {
  caption: 'Known prices',
  empty: 'No price is known. Until one is, a school’s page says so and adds nothing up.',
  columns: [
    {
      title: 'Price of',
      show: (row) => <Link to={`/subscriptions/prices/${row.id}/correct`}>{ofWhat(row)}</Link>,
      csv: ofWhat,
    },
    { title: 'Price', numeric: true, show: ({ pence }) => inPounds(pence) },
    { title: 'From', show: ({ fromYear }) => yearName(fromYear) },
    { title: 'Source', show: ({ source }) => sourceShown(source), csv: ({ source }) => source },
  ],
}

/** Where a price is from, as a link where it is an address. */
export const sourceShown = (source: string): Child =>
  /^https?:\/\/\S+$/i.test(source) ? <Link to={source}>{source}</Link> : source

export const PricesPage = (shown: ListShown<PriceRow>) => (
  <ListPage
    title="Known prices"
    lead="What things cost elsewhere, each with its source. Schools’ pages on what their subscription bought use these prices and no others."
    of={pricesList}
    filter={priceFilter}
    noun={['price', 'prices']}
    add={{ href: '/subscriptions/prices/new', says: 'Add a price' }}
    up={{ href: '/subscriptions/bought', says: 'What the subscription bought' }}
    shown={shown}
  />
)

/** What a price said before, in the words of its form. */
export const saysOfPrices = (courses: RowOptions, packages: RowOptions): Says => ({
  what: { is: 'price of', says: (value) => priced[value as Priced] ?? null },
  courseId: among('course', courses),
  packageId: among('package', packages),
  pence: { is: 'price', says: (value) => inPounds(Number(value)) },
  fromYear: { is: 'from', says: (value) => yearName(value as AcademicYear) },
})

type FormProps = {
  of: ReturnType<typeof priceForm>
  answers: Answers
  title: string
  /** Whether there is a price to remove yet. */
  remove?: { id: number; version: number }
  history?: Child
}

export const PriceFormPage = ({ of, answers, title, remove, history }: FormProps) => (
  <FormPage form={of} {...{ answers, title }} up={{ href: '/subscriptions/prices', says: 'Known prices' }}>
    {remove && (
      <PressButton
        action={`/subscriptions/prices/${remove.id}/remove`}
        name="form-version"
        value={String(remove.version)}
        says="Remove this price"
        warning
      />
    )}
    {history}
  </FormPage>
)
