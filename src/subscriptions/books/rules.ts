import { isOffice, type Who } from '../../platform/who.ts'
import { type Account, accounts } from './tables.ts'

/** One side of a movement; a debit is positive pence, a credit negative. */
export type Line = {
  account: Account
  pence: number
  membershipId?: number | null
  invoiceId?: number | null
  purposeId?: number | null
}

/** Whether a movement takes from nowhere and leaves nothing over. */
export const balances = (lines: readonly Line[]) =>
  lines.length >= 2 && lines.reduce((sum, { pence }) => sum + pence, 0) === 0

/** The same movement the other way round. */
export const reversed = (lines: readonly Line[]): Line[] =>
  lines.map((line) => ({ ...line, pence: -line.pence }))

/** The same account, school, invoice and purpose in one line; what comes to nothing is left out. */
export function gathered(lines: readonly Line[]): Line[] {
  const sums = new Map<string, Line>()
  for (const line of lines) {
    const key = [line.account, line.membershipId, line.invoiceId, line.purposeId].join('/')
    sums.set(key, { ...line, pence: (sums.get(key)?.pence ?? 0) + line.pence })
  }
  return [...sums.values()].filter(({ pence }) => pence !== 0)
}

export type Balance = { account: Account; pence: number }

/** Every account with its balance, in the order of a trial balance, also those on which nothing moved. */
export const trialBalance = (balances: readonly Balance[]): Balance[] =>
  (Object.keys(accounts) as Account[]).map((account) => ({
    account,
    pence: balances.find((one) => one.account === account)?.pence ?? 0,
  }))

/** How a balance stands in two columns, in pence; one of the two is nothing. */
export const inColumns = (pence: number) => ({ debit: Math.max(pence, 0), credit: Math.max(-pence, 0) })

/** The two sums of a list of balances or lines; in books that are whole they are the same. */
export const columnSums = (lines: readonly { pence: number }[]) => ({
  debit: lines.reduce((sum, { pence }) => sum + inColumns(pence).debit, 0),
  credit: lines.reduce((sum, { pence }) => sum + inColumns(pence).credit, 0),
})

/** An account as an address names it: `other-income`. */
export const addressed = (account: Account) => account.replaceAll(' ', '-')
export const accountAddressed = (name: string): Account | undefined =>
  (Object.keys(accounts) as Account[]).find((account) => addressed(account) === name)

/** The books are the office's, and an auditor's who sits with it: they hold every school's account. */
export const mayKeepBooks = (who: Who) => isOffice(who)
