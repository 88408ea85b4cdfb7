import { type AcademicYear, inDays, inShort, yearName } from '../../platform/day.ts'
import { academicYear, days, form, optional, search, select } from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Page } from '../../platform/page.tsx'
import {
  ButtonLink,
  Deeds,
  Facts,
  Link,
  LinkList,
  NextSteps,
  Section,
  Tag,
  Text,
  type Tone,
  Verdict,
} from '../../platform/parts.tsx'
import { type Listing, Pager, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { halves, visitStatuses } from '../visits/tables.ts'
import type { VisitCounted } from './counted.ts'
import { forecastInWords, type Outlook } from './forecast.ts'
import type { Account } from './queries.ts'
import { leftInWords } from './rules.ts'

export const accountHref = (membershipId: number, year: AcademicYear) =>
  `/support/days/${membershipId}?year=${yearName(year)}`

const outlooks: Record<Outlook, { says: string; tone: Tone }> = {
  given: { says: 'Given', tone: 'good' },
  'on course': { says: 'On course', tone: 'good' },
  'in reach': { says: 'In reach', tone: 'calm' },
  'falls short': { says: 'Falls short', tone: 'due' },
  'not known': { says: 'Not known', tone: 'quiet' },
}

export type AccountsFilter = { words: string | null; year: AcademicYear | null; outlook: Outlook | null }

export const accountsFilter = form<AccountsFilter>({
  words: optional(search('School')),
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
  outlook: optional(
    select(
      'How it looks',
      Object.fromEntries(Object.entries(outlooks).map(([key, { says }]) => [key, says])) as Record<
        Outlook,
        string
      >,
      { ask: 'Choose one from the list' },
    ),
  ),
})

const inFigures = (title: string, of: (account: Account) => number) => ({
  title,
  numeric: true as const,
  show: (account: Account) => inDays(of(account)).replace(/ days?$/, ''),
  csv: (account: Account) => of(account) / 2,
})

export const accountsList: Listing<Account> = {
  caption: 'Days of staff time by school',
  empty: 'No school matches.',
  plain: true,
  columns: [
    {
      title: 'School',
      sort: 'name',
      show: ({ member: { id, shortName }, year }) => <Link to={accountHref(id, year)}>{shortName}</Link>,
      csv: ({ member }) => member.shortName,
    },
    inFigures('Asked', ({ ledger }) => ledger.asked),
    inFigures('Pledged', ({ ledger }) => ledger.pledged),
    inFigures('Bound', ({ ledger }) => ledger.committed),
    inFigures('Done', ({ ledger }) => ledger.done),
    inFigures('Left', ({ ledger }) => ledger.left),
    {
      title: 'Short at the end',
      numeric: true,
      sparse: true,
      show: ({ ahead }) => (ahead && ahead.forecast.short > 0 ? inDays(ahead.forecast.short) : null),
      csv: ({ ahead }) => (ahead ? ahead.forecast.short / 2 : null),
    },
    {
      title: 'How it looks',
      sparse: true,
      show: ({ ahead }) => ahead && <Tag {...outlooks[ahead.forecast.outlook]} />,
      csv: ({ ahead }) => ahead && outlooks[ahead.forecast.outlook].says,
    },
  ],
}

type AccountsProps = ListShown<Account> & {
  year: AcademicYear
  /** Whether these are all schools, or those of one head. */
  ofAll: boolean
  /** Of every school of the year, whatever is looked for among them, in half-days. */
  totals: { asked: number; done: number; committed: number }
}

export function AccountsPage({ year, totals, ofAll, ...shown }: AccountsProps) {
  return (
    <ListPage
      title={`Days of staff time in ${yearName(year)}`}
      lead={`${ofAll ? 'All schools' : 'Your schools'} together: ${inDays(totals.asked)} are asked, ${inDays(totals.done)} done and ${inDays(totals.committed)} bound. Each school sees its own page and no other.`}
      of={accountsList}
      filter={accountsFilter}
      shown={shown}
      noun={['school', 'schools']}
      up={{ href: '/support', says: 'Support' }}
    />
  )
}

/** A visit of a school's account, with who went where. */
export type VisitTold = VisitCounted & { practitioner: string; toSchool: string; subject: string | null }

export const visitsGiven = (schoolName: string, year: AcademicYear): Listing<VisitTold> => ({
  caption: `Visits of ${schoolName}’s staff in ${yearName(year)}`,
  empty: 'No visit to another school is recorded or planned in this year.',
  columns: [
    {
      title: 'Date',
      day: true,
      show: ({ id, visitedOn }) => <Link to={`/support/visits/${id}`}>{inShort(visitedOn)}</Link>,
      csv: ({ visitedOn }) => visitedOn,
    },
    { title: 'Practitioner', show: ({ practitioner }) => practitioner },
    { title: 'To', show: ({ toSchool }) => toSchool },
    { title: 'Subject', show: ({ subject }) => subject },
    { title: 'Part of day', show: ({ half }) => halves[half] },
    { title: 'State', show: ({ status }) => visitStatuses[status] },
    {
      title: 'Counts',
      numeric: true,
      show: ({ halfDays }) => (halfDays > 0 ? inDays(halfDays) : 'No'),
      csv: ({ halfDays }) => halfDays / 2,
    },
    { title: 'Why not', sparse: true, show: ({ why }) => why },
  ],
})

type AccountProps = {
  account: Account
  visits: VisitTold[]
  /** Other years that the school was a member in, the latest first. */
  years: AcademicYear[]
  pledges: boolean
  /** The page of all schools, where the reader has it. */
  up: { href: string; says: string } | null
}

export function AccountPage({ account, visits, years, pledges, up }: AccountProps) {
  const { member, year, ledger, pledge } = account
  const { asked, pledged, committed, done } = ledger
  return (
    <Page title={`${member.shortName}: staff time in ${yearName(year)}`} wide {...(up ? { up } : {})}>
      <Facts
        facts={[
          { is: 'Asked by clause 21', says: inDays(asked) },
          {
            is: 'Pledged by its head',
            says: pledge ? inDays(pledged) : `${inDays(pledged)}, as nothing else was said`,
          },
          { is: 'Done', says: inDays(done) },
          { is: 'Bound or planned', says: inDays(committed) },
          { is: 'Left to agree', says: leftInWords(ledger) },
        ]}
      />
      {pledges && (
        <Deeds>
          <ButtonLink to={`/support/days/${member.id}/pledge?year=${yearName(year)}`} kind="secondary">
            Say how many days you will give
          </ButtonLink>
        </Deeds>
      )}
      <Ahead account={account} />
      <Section title="Visits">
        <Table of={visitsGiven(member.shortName, year)} rows={visits} hideCaption />
        <Pager
          {...{ page: 1, pages: 1, total: visits.length, query: `year=${yearName(year)}` }}
          noun={visits.length === 1 ? 'visit' : 'visits'}
        />
      </Section>
      {years.length > 0 && (
        <Section title="Other years">
          <LinkList
            links={years.map((one) => ({ href: accountHref(member.id, one), says: yearName(one) }))}
          />
        </Section>
      )}
    </Page>
  )
}

function Ahead({ account: { ahead, ledger } }: { account: Account }) {
  if (!ahead) return null
  const { forecast, remaining, to, mends } = ahead
  const look = outlooks[forecast.outlook]
  return (
    <Section title="Until the end of the year">
      <Verdict state={look.says} tone={look.tone}>
        {forecastInWords(forecast, { asked: ledger.asked, to, remaining })}
      </Verdict>
      {mends.length > 0 && <NextSteps steps={mends} none="" />}
      {'days' in remaining && (
        <Text>
          {remaining.days === 0
            ? 'No school days of the school’s own calendar are left in this year.'
            : `${remaining.days} school days of the school’s own calendar are left. Only the school and the office see this.`}
        </Text>
      )}
    </Section>
  )
}

export const pledgeForm = form<{ halfDays: number }>({
  halfDays: days('Days that your school will give in the year', {
    ask: 'Enter how many days your school will give',
    hint: 'Whole or half days, like 9 or 10.5',
  }),
})
