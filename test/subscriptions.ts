import type { Actor } from '../src/platform/action.ts'
import type { AcademicYear } from '../src/platform/day.ts'
import { day } from '../src/platform/day.ts'
import { everything } from '../src/platform/db.ts'
import { runSubscriptions } from '../src/subscriptions/charging/actions.ts'
import { chargesOf, toIssue } from '../src/subscriptions/charging/queries.ts'
import { billingSettings } from '../src/subscriptions/settings/queries.ts'
import type { BillingSettings } from '../src/subscriptions/settings/tables.ts'
import { adding } from './adding.ts'
import type { World } from './world.ts'

/** The council that hosts the alliance’s account, outside the scope of VAT. */
export const hostSettings: BillingSettings = {
  hostName: 'Rivington Vale Council',
  address: 'Town Hall, 1 Market Square',
  town: 'Rivington',
  postcode: 'ZZ1 1ZZ',
  legalId: 'LA-350',
  vatNumber: null,
  email: 'finance@council.example',
  telephone: '01000 000000',
  accountName: 'Vale Learning Alliance',
  sortCode: '010203',
  accountNumber: '12345678',
  paymentDays: 30,
  vat: 'outside',
  vatReason: 'Outside the scope of VAT: not a supply in the course of business',
  invoicePrefix: 'INV',
  creditPrefix: 'CN',
  rechargeCode: 'VLA-INCOME',
  financialYearMonth: 4,
  firstReminder: 7,
  secondReminder: 21,
  thirdReminder: 35,
}

/** Says who sends invoices, as the office does before the first. */
export const settleHost = (w: Pick<World, 'database'>, given: Partial<BillingSettings> = {}) =>
  w.database.transaction(everything, (tx) =>
    tx
      .insertInto('billingSettings')
      .values({ ...hostSettings, ...given })
      .execute(),
  )

type School = {
  urn: number
  name: string
  joinedOn?: string
  leftOn?: string | null
  type?: string
  trustId?: number
}

/** Adds a school that is a member, with an address. */
export const addSchool = (w: Pick<World, 'database'>, school: School): Promise<number> =>
  w.database.transaction(everything, async (tx) => {
    const {
      urn,
      name,
      joinedOn = '2015-09-01',
      leftOn = null,
      type = 'Academy converter',
      trustId = null,
    } = school
    const none = { religiousCharacter: null, openedOn: null, closedOn: null, pupils: null, website: null }
    await tx
      .insertInto('schools')
      .values({
        ...{ urn, name, shortName: name, type, trustId, ...none },
        ...{ phase: 'Secondary', status: 'Open', lowAge: 11, highAge: 16, telephone: null, headName: null },
        ...{ street: `${urn % 100} School Lane`, town: 'Rivington', postcode: 'ZZ2 2ZZ', importId: null },
      })
      .execute()
    const add = adding(tx)
    const membershipId = await add('memberships', {
      joinedOn: day(joinedOn),
      leftOn: leftOn === null ? null : day(leftOn),
      importId: null,
    })
    await tx
      .insertInto('membershipSchools')
      .values({ membershipId, urn, fromOn: day(joinedOn), toOn: null, importId: null })
      .execute()
    return membershipId
  })

/** Issues every subscription invoice of a year that is not issued yet, as seen at this moment. */
export async function runYear(by: Actor, year: number): Promise<number> {
  const of = year as AcademicYear
  const charges = toIssue(await chargesOf(by.db, of, await billingSettings(by.db)))
  const pence = charges.reduce((sum, { due }) => sum + due.pence, 0)
  return runSubscriptions(by, of, { invoices: charges.length, pence })
}
