import type { Actor } from '../../platform/action.ts'
import { type AcademicYear, academicYearOf, inDays, yearName, yearTyped } from '../../platform/day.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { History } from '../../platform/history.tsx'
import { notFound, permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, csvFile, fillIn, idOf, type ListAsked, list, rooms, show } from '../../platform/web.tsx'
import { ledMemberships } from '../../platform/who.ts'
import { pledge } from './actions.ts'
import {
  AccountPage,
  type AccountsFilter,
  AccountsPage,
  accountHref,
  accountsFilter,
  accountsList,
  pledgeForm,
  visitsGiven,
} from './pages.tsx'
import { type Account, accounts, visitsNamed } from './queries.ts'
import { hasOrHave, isOrAre, mayOpenLedger, mayPledge, maySeeAllLedgers, maySeeLedger } from './rules.ts'

export const dayLedger = rooms()

const yearOf = (c: Asked) => yearTyped(c.req.query('year') ?? '') ?? academicYearOf(c.var.by.today)

/** Heads and deputies of one school find its page here, of several a list of theirs; the office every school. */
dayLedger.get('/', async (c) => {
  const { by } = c.var
  permit(maySeeLedger(by.who))
  const own = [...new Set(ledMemberships(by.who))]
  const [first] = own
  if (!maySeeAllLedgers(by.who) && own.length === 1 && first !== undefined) return accountShown(c, first)
  const year = yearOf(c)
  const ofAll = maySeeAllLedgers(by.who)
  const all = await accounts(by.db, { year, today: by.today, ...(ofAll ? {} : { memberships: own }) })
  const totals = {
    asked: sumOf(all, 'asked'),
    done: sumOf(all, 'done'),
    committed: sumOf(all, 'committed'),
  }
  return list(c, {
    of: accountsList,
    filter: accountsFilter,
    sort: 'name',
    name: `staff-time-${yearName(year)}`,
    rows: async (asked) => among(all, asked),
    page: (shown) => <AccountsPage {...shown} {...{ year, totals, ofAll }} />,
  })
})

const sumOf = (all: Account[], of: 'asked' | 'done' | 'committed') =>
  all.reduce((sum, { ledger }) => sum + ledger[of], 0)

function among(all: Account[], { filter, order, limit, offset }: ListAsked<AccountsFilter>) {
  const words = filter.words?.toLowerCase()
  const rows = all
    .filter(({ member }) => !words || member.name.toLowerCase().includes(words))
    .filter(({ ahead }) => !filter.outlook || ahead?.forecast.outlook === filter.outlook)
  if (order.descending) rows.reverse()
  return { rows: rows.slice(offset, offset + limit), total: rows.length }
}

dayLedger.get('/:id', (c) => {
  const id = idOf(c)
  permit(maySeeLedger(c.var.by.who))
  return accountShown(c, id)
})

async function accountShown(c: Asked, id: number) {
  const { by } = c.var
  const account = await accountOf(by, id, yearOf(c))
  const { member, year } = account
  const visits = await told(by, account)
  if (c.req.query('format') === 'csv')
    return csvFile(
      c,
      visitsGiven(member.shortName, year),
      visits,
      `staff-time-${member.shortName}-${yearName(year)}`,
    )
  const now = academicYearOf(by.today)
  return show(
    c,
    <AccountPage
      {...{ account, visits }}
      years={yearsOf(account, now)}
      pledges={mayPledge(by.who, id, { year, now })}
      up={
        maySeeAllLedgers(by.who)
          ? { href: `/support/days?year=${yearName(year)}`, says: 'All schools' }
          : null
      }
    />,
  )
}

/** One school's account of a year in which it was a member. @throws Refusal not found. */
async function accountOf(by: Actor, id: number, year: AcademicYear): Promise<Account> {
  if (!mayOpenLedger(by.who, id)) throw notFound()
  const [found] = await accounts(by.db, { year, today: by.today, memberships: [id] })
  if (!found) throw notFound()
  return found
}

async function told(by: Actor, { visits }: Account) {
  if (visits.length === 0) return []
  const named = new Map(
    (
      await visitsNamed(
        by.db,
        visits.map(({ id }) => id),
      )
    ).map((one) => [one.id, one]),
  )
  return visits.flatMap((visit) => {
    const one = named.get(visit.id)
    return one ? [{ ...one, ...visit }] : []
  })
}

const MOST_YEARS = 10

function yearsOf({ member: { joinedOn, leftOn }, year }: Account, now: AcademicYear): AcademicYear[] {
  const last = leftOn === null ? now : Math.min(now, academicYearOf(leftOn))
  const first = academicYearOf(joinedOn)
  const years: AcademicYear[] = []
  for (let one = last; one >= first && years.length < MOST_YEARS; one--) years.push(one as AcademicYear)
  return years.filter((one) => one !== year)
}

dayLedger.on(['get', 'post'], '/:id/pledge', async (c) => {
  const { by } = c.var
  const id = idOf(c)
  const year = yearOf(c)
  permit(mayPledge(by.who, id, { year, now: academicYearOf(by.today) }))
  const { member, ledger, pledge: said } = await accountOf(by, id, year)
  const history = said && <History of={await revisions(by.db, 'supportPledges', said.id)} />
  return fillIn(c, pledgeForm, {
    current: async () => {
      const now = await accountOf(by, id, year)
      return pledgeForm.blank({ halfDays: now.ledger.pledged / 2, version: now.pledge?.version ?? 0 })
    },
    page: (answers) => (
      <FormPage
        {...{ form: pledgeForm, answers }}
        title={`What ${member.shortName} will give in ${yearName(year)}`}
        lead={`The agreement asks for ${inDays(ledger.asked)}. ${hasOrHave(ledger.done)} been given and ${isOrAre(ledger.committed)} bound.`}
        up={accountHref(id, year)}
      >
        {history}
      </FormPage>
    ),
    save: async ({ halfDays }, by, version) => {
      await pledge(by, { membershipId: id, year, version }, halfDays)
      return `${accountHref(id, year)}&did=saved`
    },
  })
})
