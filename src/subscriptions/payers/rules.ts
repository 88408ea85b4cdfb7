import { isOffice, moneyOf, type Who } from '../../platform/who.ts'
import type { VatTreatment } from '../settings/tables.ts'
import type { WayToPay } from './tables.ts'

/** Schools that bank with their council; all others have an account of their own. */
const maintained = [
  'Community school',
  'Voluntary aided school',
  'Voluntary controlled school',
  'Foundation school',
  'Community special school',
  'Foundation special school',
  'Pupil referral unit',
]

/** How a school of this type usually pays, until somebody says otherwise. */
export const usualWay = (type: string | null): WayToPay =>
  type !== null && maintained.includes(type) ? 'recharge' : 'invoice'

/** The office, and the school itself: it knows its finance office’s address and its order numbers best. */
export const mayKeepPayer = (who: Who, membershipId: number) =>
  isOffice(who) || moneyOf(who).includes(membershipId)

/** Whether it pays by invoice or by recharge is agreed with the host. */
export const mayChooseWay = (who: Who) => isOffice(who)

type Address = { address: string | null; town: string | null; postcode: string | null }
export const hasAddress = ({ address, town, postcode }: Address) => Boolean(address && town && postcode)

/** An invoice that says VAT names where its customer is (VAT Regulations 1995, regulation 14(1)(e)); others need not. */
export const needsAddress = (payer: Address, vat: VatTreatment) => vat !== 'outside' && !hasAddress(payer)
