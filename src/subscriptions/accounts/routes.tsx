import { academicYearOf, firstDay } from '../../platform/day.ts'
import { pdf } from '../../platform/pdf.ts'
import { permit } from '../../platform/refusal.ts'
import { type Asked, csvFile, file, idOf, rooms, show } from '../../platform/web.tsx'
import { isOffice, type Who } from '../../platform/who.ts'
import { mayOpenMoney, mayOpenMoneyOf } from '../invoices/rules.ts'
import { accountOf, type Holder } from './gathered.ts'
import { AccountPage, periodForm, statementList } from './pages.tsx'
import { statementDocument } from './printed.ts'
import { schoolOf, trustOf } from './queries.ts'
import { periodOf } from './rules.ts'

const mayOpenAll = (who: Who, { schools }: { schools: readonly { id: number }[] }) =>
  schools.every(({ id }) => mayOpenMoneyOf(who, id))

type Found = { holder: Holder; trust: { href: string; says: string } | null }

/** A school that one may not open is answered as one that may not be opened, whether it is there or not. */
async function school(c: Asked): Promise<Found> {
  const { who, db } = c.var.by
  permit(mayOpenMoney(who))
  const id = idOf(c)
  permit(mayOpenMoneyOf(who, id))
  const found = await schoolOf(db, id)
  const holder = { name: found.name, href: `/subscriptions/accounts/${id}`, schools: [found] }
  if (found.trustId === null) return { holder, trust: null }
  const trust = await trustOf(db, found.trustId)
  const together = trust.schools.length > 1 && mayOpenAll(who, trust)
  const link = {
    href: `/subscriptions/trusts/${trust.id}`,
    says: `All schools of ${trust.name} in one statement`,
  }
  return { holder, trust: together ? link : null }
}

async function trust(c: Asked): Promise<Found> {
  const { who, db } = c.var.by
  permit(mayOpenMoney(who))
  const found = await trustOf(db, idOf(c))
  permit(mayOpenAll(who, found))
  const holder = { name: found.name, href: `/subscriptions/trusts/${found.id}`, schools: found.schools }
  return { holder, trust: null }
}

function statements(find: (c: Asked) => Promise<Found>) {
  const routes = rooms()

  const asked = async (c: Asked) => {
    const { db, today } = c.var.by
    const found = await find(c)
    const { searchParams, search } = new URL(c.req.url)
    const read = periodForm.read(searchParams)
    const typed = 'filled' in read ? read.filled : { from: null, to: null }
    const period = periodOf(typed, { from: firstDay(academicYearOf(today)), to: today })
    const account = await accountOf(db, found.holder, period, today)
    const answers = 'filled' in read ? periodForm.blank(typed) : read.answers
    return { ...found, account, answers, query: 'filled' in read ? search : '' }
  }

  routes.get('/:id', async (c) => {
    const { account, answers, query, trust } = await asked(c)
    const up = isOffice(c.var.by.who)
      ? { href: '/subscriptions/ageing', says: 'Aged debt' }
      : { href: '/subscriptions', says: 'Subscription' }
    return show(
      c,
      <AccountPage {...{ account, answers, query, trust, up }} />,
      answers.errors.length > 0 ? 422 : 200,
    )
  })

  routes.get('/:id/pdf', async (c) => {
    const { account } = await asked(c)
    const alliance = await c.var.by.db.selectFrom('alliance').select('name').executeTakeFirst()
    const document = statementDocument(account, alliance?.name ?? 'the alliance')
    return file(c, await pdf(document), `${nameOf(account)}.pdf`, 'application/pdf')
  })

  routes.get('/:id/:file{statement\\.csv}', async (c) => {
    const { account } = await asked(c)
    const { statement, schools } = account
    return csvFile(c, statementList(schools.length > 1), statement.lines, nameOf(account))
  })

  return routes
}

const nameOf = ({ name, statement: { from, to } }: Holder & { statement: { from: string; to: string } }) =>
  `statement-${name.toLowerCase()}-${from}-to-${to}`

/** Statements of account: of one membership, and of all memberships of a trust in one. */
export const accounts = statements(school)
export const trustAccounts = statements(trust)
