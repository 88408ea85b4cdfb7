import { type Day, inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import { isOffice, type Who } from '../../platform/who.ts'
import { numberOf } from '../invoices/rules.ts'

/** Recharges are the office’s, with the host: one journal is of several schools. */
export const mayKeepRecharges = (who: Who) => isOffice(who)

/** How the journal is called in the host’s ledger and in the books: `REC-00012`. */
export const rechargeNumber = (id: number) => `REC-${String(id).padStart(5, '0')}`

export const rechargeStates = {
  made: { says: 'With the host', tone: 'due' },
  taken: { says: 'Taken in', tone: 'good' },
  cancelled: { says: 'Cancelled', tone: 'quiet' },
} as const
export type RechargeState = keyof typeof rechargeStates

export const rechargeState = (one: { takenOn: Day | null; cancelledAt: Date | null }): RechargeState =>
  one.cancelledAt ? 'cancelled' : one.takenOn ? 'taken' : 'made'

/** Days after which a journal that the host has not taken in is asked after. */
export const LONG_DAYS = 30

export type Waiting = {
  invoiceId: number
  membershipId: number
  school: string
  prefix: string
  number: number
  owedPence: number
  costCentre: string | null
}

/** Which invoices a journal can hold, and which are left out since the host’s ledger has no code for the school. */
export const sorted = (waiting: readonly Waiting[]) => ({
  ready: waiting.filter((one): one is Waiting & { costCentre: string } => one.costCentre !== null),
  without: waiting.filter(({ costCentre }) => costCentre === null),
})

export type JournalLine = {
  invoiceId: number
  membershipId: number
  school: string
  prefix: string
  number: number
  pence: number
  costCentre: string
  /** What the invoice asks for now. */
  owedPence: number
}

export const totalOf = (lines: readonly { pence: number }[]) =>
  lines.reduce((sum, { pence }) => sum + pence, 0)

type Taking = { takenOn: Day; madeOn: Day; lines: readonly JournalLine[]; today: Day }

/** Why a journal cannot be said to be taken in, with the question it is about; null when it can. */
export function takingRefusal({
  takenOn,
  madeOn,
  lines,
  today,
}: Taking): { says: string; field?: string } | null {
  if (takenOn > today)
    return {
      says: `Enter today or a day before it: ${inWords(takenOn)} has not come yet`,
      field: 'takenOn',
    }
  if (takenOn < madeOn)
    return {
      says: `The journal was made on ${inWords(madeOn)}: enter that day or a later one`,
      field: 'takenOn',
    }
  const changed = lines.find(({ pence, owedPence }) => pence !== owedPence)
  if (!changed) return null
  const asks =
    changed.owedPence === 0 ? 'asks for nothing more' : `now asks for ${inPounds(changed.owedPence)}`
  return {
    says: `${numberOf(changed)} of ${changed.school} ${asks}, and stands in this journal with ${inPounds(changed.pence)}: cancel the journal and make it anew`,
  }
}

export const ledgerColumns = ['Date', 'Reference', 'Line', 'Code', 'Debit', 'Credit', 'Narrative'] as const

type Journal = { id: number; madeOn: Day; lines: readonly JournalLine[]; rechargeCode: string }

/**
 * The journal as the host’s ledger takes it in: a debit of each school’s cost centre, and one credit of the alliance’s
 * code by their sum, so that both columns come to the same.
 */
export function ledgerRows({ id, madeOn, lines, rechargeCode }: Journal): string[][] {
  const pounds = (pence: number) => (pence / 100).toFixed(2)
  const row = (at: number, code: string, sides: [string, string], narrative: string) => [
    ...[madeOn, rechargeNumber(id), String(at), code, ...sides, narrative],
  ]
  return [
    ...lines.map((line, at) =>
      row(at + 1, line.costCentre, [pounds(line.pence), ''], `${numberOf(line)} ${line.school}`),
    ),
    row(
      lines.length + 1,
      rechargeCode,
      ['', pounds(totalOf(lines))],
      `${lines.length === 1 ? '1 invoice' : `${lines.length} invoices`} recharged`,
    ),
  ]
}
