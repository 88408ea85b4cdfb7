import type { Child } from 'hono/jsx'
import { type AcademicYear, yearName } from '../../platform/day.ts'
import { academicYear, form, optional, search } from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { inPounds } from '../../platform/money.ts'
import { type NavItem, Page } from '../../platform/page.tsx'
import {
  ButtonLink,
  Deeds,
  Details,
  Facts,
  Figure,
  Figures,
  Inset,
  Lead,
  Link,
  Section,
  Siblings,
  Small,
  Text,
} from '../../platform/parts.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { numberOf } from '../invoices/rules.ts'
import type { Cost } from './costs.ts'
import { type Behind, type Part, partsOf } from './figures.ts'
import { sourceShown } from './prices/pages.tsx'
import type { SchoolRow } from './queries.ts'
import { type Bought, isEmpty } from './rules.ts'
import { agreedInWords, NO_ESTIMATE, PACKAGES_NOTE, sumInWords, type Told, titleOf, whenOf } from './words.ts'

export const boughtHref = (id: number, year: AcademicYear) =>
  `/subscriptions/bought/${id}?year=${yearName(year)}`

type BoughtProps = Told & {
  /** Whether the reader sees what was invoiced. */
  money: boolean
  years: AcademicYear[]
  opens: (behind: Behind) => string | undefined
  up: NavItem | null
}

export function BoughtPage(told: BoughtProps) {
  const { school, year, years, bought, opens, up } = told
  return (
    <Page title={titleOf(told)} wide {...(up ? { up } : {})}>
      <Lead>
        {school.name}. {whenOf(told)}.
      </Lead>
      {years.length > 1 && (
        <Siblings
          label="Academic years"
          pages={years.map((one) => ({ href: boughtHref(school.id, one), says: yearName(one) }))}
          current={boughtHref(school.id, year)}
        />
      )}
      <Deeds>
        <ButtonLink to={`/subscriptions/bought/${school.id}/pdf?year=${yearName(year)}`} kind="secondary">
          Download as PDF
        </ButtonLink>
      </Deeds>
      <Subscription {...told} />
      {isEmpty(bought) ? (
        <Inset>Nothing is recorded of {school.name} in this time.</Inset>
      ) : (
        <>
          {partsOf(bought).map((part) => (
            <PartShown {...{ part, opens }}>{tableOf(part, told)}</PartShown>
          ))}
          <CostsShown {...told} />
        </>
      )}
    </Page>
  )
}

function Subscription(told: BoughtProps) {
  const { school, year, money } = told
  const invoiced = school.invoices.filter((one) => one.year === year)
  return (
    <Facts
      facts={[
        { is: 'Subscription', says: agreedInWords(told) },
        money && {
          is: 'Invoiced',
          says:
            invoiced.length === 0
              ? 'Not invoiced'
              : invoiced.map(({ id, pence, vatPence, ...number }) => (
                  <>
                    {inPounds(pence)}
                    {vatPence > 0 && ', VAT included'}, by{' '}
                    <Link to={`/subscriptions/invoices/${id}`}>{numberOf(number)}</Link>
                  </>
                )),
        },
      ]}
    />
  )
}

const PartShown = ({
  part: { title, figures, none },
  opens,
  children,
}: { part: Part; opens: BoughtProps['opens'] } & { children?: Child }) => (
  <Section title={title}>
    {figures.length === 0 ? (
      <Text>{none}</Text>
    ) : (
      <>
        <Figures>
          {figures.map(({ value, of, more, behind }) => {
            const href = opens(behind)
            return (
              <Figure {...{ value, of }} {...(href ? { href } : {})} {...(more ? { means: more } : {})} />
            )
          })}
        </Figures>
        <Details summary="How this is counted">
          <Facts facts={figures.map(({ value, of, counted }) => ({ is: `${value} ${of}`, says: counted }))} />
        </Details>
      </>
    )}
    {children}
  </Section>
)

function tableOf({ title }: Part, { bought, opens }: BoughtProps): Child {
  if (title === 'Subject hubs' && bought.hubs.length > 0)
    return <Table of={hubsList(opens('hub meetings'))} rows={bought.hubs} hideCaption />
  const taken = bought.courses.filter(({ people }) => people > 0)
  if (title === 'Courses' && taken.length > 0)
    return <Table of={coursesList(opens('courses'))} rows={taken} hideCaption />
  return null
}

const hubsList = (list: string | undefined): Listing<Bought['hubs'][number]> => ({
  caption: 'Hub meetings, hub by hub',
  empty: '',
  whole: true,
  columns: [
    {
      title: 'Hub',
      show: ({ id, name }) => (list ? <Link to={`${list}&group=${id}`}>{name}</Link> : name),
    },
    { title: 'Held', numeric: true, show: ({ held }) => held },
    { title: 'Attended', numeric: true, show: ({ attended }) => attended },
  ],
})

const coursesList = (list: string | undefined): Listing<Bought['courses'][number]> => ({
  caption: 'Places on courses, course by course',
  empty: '',
  whole: true,
  columns: [
    {
      title: 'Course',
      show: ({ id, title }) => (list ? <Link to={`/learning/${id}`}>{title}</Link> : title),
    },
    { title: 'People', numeric: true, show: ({ people }) => people },
  ],
})

const CostsShown = ({ costs }: Told) => (
  <Section title="What it would have cost">
    <Text>
      <strong>{sumInWords(costs)}</strong>
    </Text>
    {costs.costs.length > 0 && <Table of={costsList} rows={costs.costs} hideCaption />}
    <Small>
      {NO_ESTIMATE} {PACKAGES_NOTE}
    </Small>
  </Section>
)

const costsList: Listing<Cost> = {
  caption: 'What each would have cost, where a price is known',
  empty: '',
  columns: [
    { title: 'What', show: ({ says }) => says },
    { title: 'How many', numeric: true, show: ({ number }) => number },
    {
      title: 'Price of one, and where it is from',
      show: ({ price }) =>
        price ? (
          <span>
            {inPounds(price.pence)}: {sourceShown(price.source)}
          </span>
        ) : (
          'No price is known'
        ),
    },
    {
      title: 'Would have cost',
      numeric: true,
      show: ({ pence }) => (pence === null ? '–' : inPounds(pence)),
    },
  ],
}

export type SchoolsFilter = { words: string | null; year: AcademicYear | null }

export const schoolsFilter = form<SchoolsFilter>({
  words: optional(search('Search', { hint: 'A school' })),
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
})

export const schoolsList = (year: AcademicYear): Listing<SchoolRow> => ({
  caption: `Schools that were members in ${yearName(year)}`,
  empty: 'No school matches that was a member in this year.',
  columns: [
    {
      title: 'School',
      show: ({ id, name }) => <Link to={boughtHref(id, year)}>{name}</Link>,
      csv: ({ name }) => name,
    },
    {
      title: 'A sheet for its governors',
      show: ({ id, shortName }) => (
        <Link to={`/subscriptions/bought/${id}/pdf?year=${yearName(year)}`}>PDF for {shortName}</Link>
      ),
      csv: () => null,
    },
  ],
})

type SchoolsProps = ListShown<SchoolRow> & { year: AcademicYear; keepsPrices: boolean }

export const SchoolsPage = ({ year, keepsPrices, ...shown }: SchoolsProps) => (
  <ListPage
    title="What the subscription bought"
    lead={`What the records say that each school had in ${yearName(year)}. Schools are not compared, and nothing is reckoned per pound.`}
    of={schoolsList(year)}
    filter={schoolsFilter}
    noun={['school', 'schools']}
    add={keepsPrices && { href: '/subscriptions/prices', says: 'Known prices' }}
    shown={shown}
  />
)
