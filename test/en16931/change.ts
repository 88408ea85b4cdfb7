import type { VatTreatment } from '../../src/subscriptions/settings/tables.ts'

type Base = VatTreatment | 'credit note'
export type Change = (xml: string) => string
/** A change to a document that is valid, and the rule that it breaks at least. */
export type Mutation = { breaks: string; of?: Base; by: Change }

/** As it must, or the mutation is none. */
function changed(was: string, is: string): string {
  if (was === is) throw new Error('The mutation changed nothing')
  return is
}
const element = (name: string) => new RegExp(`<${name}(?: [^>]*)?>[\\s\\S]*?</${name}>\\s*`)
export const drop =
  (name: string): Change =>
  (xml) =>
    changed(xml, xml.replace(element(name), ''))
export const dropAttribute =
  (name: string): Change =>
  (xml) =>
    changed(xml, xml.replace(new RegExp(` ${name}="[^"]*"`), ''))
export const put =
  (before: string, text: string): Change =>
  (xml) =>
    changed(xml, xml.replace(`<${before}`, `${text}<${before}`))
export const twice =
  (name: string): Change =>
  (xml) =>
    changed(
      xml,
      xml.replace(element(name), (found) => found + found),
    )
export const says =
  (name: string, text: string): Change =>
  (xml) =>
    changed(xml, xml.replace(new RegExp(`(<${name}(?: [^>]*)?>)[^<]*`), `$1${text}`))
export const within =
  (name: string, change: Change): Change =>
  (xml) =>
    changed(xml, xml.replace(element(name), change))
export const both =
  (...changes: Change[]): Change =>
  (xml) =>
    changes.reduce((was, change) => change(was), xml)

export const seller = (change: Change) => within('cac:AccountingSupplierParty', change)
export const buyer = (change: Change) => within('cac:AccountingCustomerParty', change)
export const totals = (change: Change) => within('cac:LegalMonetaryTotal', change)
export const line = (change: Change) => within('cac:InvoiceLine', change)
export const item = (change: Change) => within('cac:Item', change)
export const sub = (change: Change) => within('cac:TaxSubtotal', change)

export const vatNumber =
  '<cac:PartyTaxScheme><cbc:CompanyID>GB123456789</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>'
const category = (code: string, rate: string | null) =>
  `<cac:TaxCategory><cbc:ID>${code}</cbc:ID>${rate === null ? '' : `<cbc:Percent>${rate}</cbc:Percent>`}<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>`

type Part = { amount?: string; base?: string; reason?: string; code?: string; rate?: string | null }
const part = (charge: boolean, { amount = '1.00', base, reason = 'Why', code, rate = null }: Part) =>
  `<cac:AllowanceCharge><cbc:ChargeIndicator>${charge}</cbc:ChargeIndicator>${reason && `<cbc:AllowanceChargeReason>${reason}</cbc:AllowanceChargeReason>`}${amount && `<cbc:Amount currencyID="GBP">${amount}</cbc:Amount>`}${base ? `<cbc:BaseAmount currencyID="GBP">${base}</cbc:BaseAmount>` : ''}${code ? category(code, rate) : ''}</cac:AllowanceCharge>`
export const onWhole = (charge: boolean, given: Part) => put('cac:TaxTotal', part(charge, given))
export const onLine = (charge: boolean, given: Part) => put('cac:Item', part(charge, given))
export const sum = (name: string, text: string) =>
  totals(put('cbc:PayableAmount', `<cbc:${name} currencyID="GBP">${text}</cbc:${name}>`))
