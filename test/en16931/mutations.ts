import {
  both,
  buyer,
  drop,
  item,
  line,
  type Mutation,
  onLine,
  onWhole,
  put,
  says,
  seller,
  sub,
  sum,
  totals,
  twice,
  vatNumber,
  within,
} from './change.ts'
import { core } from './mutations-core.ts'
import { vat } from './mutations-vat.ts'

const conditions: Mutation[] = [
  {
    breaks: 'BR-CO-03',
    by: both(
      put('cbc:DocumentCurrencyCode', '<cbc:TaxPointDate>2018-03-05</cbc:TaxPointDate>'),
      within('cac:InvoicePeriod', put('/cac:InvoicePeriod', '<cbc:DescriptionCode>35</cbc:DescriptionCode>')),
    ),
  },
  { breaks: 'BR-CO-04', by: item(drop('cac:ClassifiedTaxCategory')) },
  { breaks: 'BR-CO-09', of: 'standard', by: seller(says('cbc:CompanyID', '123456789')) },
  { breaks: 'BR-CO-10', by: totals(says('cbc:LineExtensionAmount', '2999.99')) },
  { breaks: 'BR-CO-11', by: sum('AllowanceTotalAmount', '1.00') },
  { breaks: 'BR-CO-12', by: sum('ChargeTotalAmount', '1.00') },
  { breaks: 'BR-CO-13', by: totals(says('cbc:TaxExclusiveAmount', '3000.01')) },
  { breaks: 'BR-CO-14', of: 'standard', by: says('cbc:TaxAmount', '599.99') },
  { breaks: 'BR-CO-15', of: 'standard', by: totals(says('cbc:TaxInclusiveAmount', '3599.99')) },
  { breaks: 'BR-CO-16', by: totals(says('cbc:PayableAmount', '2999.99')) },
  { breaks: 'BR-CO-17', of: 'standard', by: sub(says('cbc:TaxAmount', '599.98')) },
  { breaks: 'BR-CO-18', by: drop('cac:TaxSubtotal') },
  {
    breaks: 'BR-CO-19',
    by: within('cac:InvoicePeriod', both(drop('cbc:StartDate'), drop('cbc:EndDate'))),
  },
  {
    breaks: 'BR-CO-20',
    by: line(within('cac:InvoicePeriod', both(drop('cbc:StartDate'), drop('cbc:EndDate')))),
  },
  { breaks: 'BR-CO-21', by: onWhole(false, { reason: '' }) },
  { breaks: 'BR-CO-22', by: onWhole(true, { reason: '' }) },
  { breaks: 'BR-CO-23', by: onLine(false, { reason: '' }) },
  { breaks: 'BR-CO-24', by: onLine(true, { reason: '' }) },
  { breaks: 'BR-CO-25', by: both(drop('cbc:DueDate'), drop('cac:PaymentTerms')) },
  { breaks: 'BR-CO-25', of: 'credit note', by: drop('cac:PaymentTerms') },
  { breaks: 'BR-CO-26', by: seller(drop('cbc:CompanyID')) },
]

const fine = '1.001'
const decimals: Mutation[] = [
  { breaks: 'BR-DEC-01', by: onWhole(false, { amount: fine }) },
  { breaks: 'BR-DEC-02', by: onWhole(false, { base: fine }) },
  { breaks: 'BR-DEC-05', by: onWhole(true, { amount: fine }) },
  { breaks: 'BR-DEC-06', by: onWhole(true, { base: fine }) },
  { breaks: 'BR-DEC-09', by: totals(says('cbc:LineExtensionAmount', '3000.000')) },
  { breaks: 'BR-DEC-10', by: sum('AllowanceTotalAmount', fine) },
  { breaks: 'BR-DEC-11', by: sum('ChargeTotalAmount', fine) },
  { breaks: 'BR-DEC-12', by: totals(says('cbc:TaxExclusiveAmount', '3000.000')) },
  { breaks: 'BR-DEC-13', by: says('cbc:TaxAmount', '0.000') },
  { breaks: 'BR-DEC-14', by: totals(says('cbc:TaxInclusiveAmount', '3000.000')) },
  {
    breaks: 'BR-DEC-15',
    by: both(
      put('cac:InvoicePeriod', '<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode>'),
      put(
        'cac:TaxTotal',
        `<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">${fine}</cbc:TaxAmount></cac:TaxTotal>`,
      ),
    ),
  },
  { breaks: 'BR-DEC-16', by: sum('PrepaidAmount', fine) },
  { breaks: 'BR-DEC-17', by: sum('PayableRoundingAmount', fine) },
  { breaks: 'BR-DEC-18', by: totals(says('cbc:PayableAmount', '3000.000')) },
  { breaks: 'BR-DEC-19', by: sub(says('cbc:TaxableAmount', '3000.000')) },
  { breaks: 'BR-DEC-20', by: sub(says('cbc:TaxAmount', '0.000')) },
  { breaks: 'BR-DEC-23', by: line(says('cbc:LineExtensionAmount', '3000.000')) },
  { breaks: 'BR-DEC-24', by: onLine(false, { amount: fine }) },
  { breaks: 'BR-DEC-25', by: onLine(false, { base: fine }) },
  { breaks: 'BR-DEC-27', by: onLine(true, { amount: fine }) },
  { breaks: 'BR-DEC-28', by: onLine(true, { base: fine }) },
]

const codes: Mutation[] = [
  { breaks: 'BR-CL-01', by: says('cbc:InvoiceTypeCode', '381') },
  { breaks: 'BR-CL-01', of: 'credit note', by: says('cbc:CreditNoteTypeCode', '380') },
  { breaks: 'BR-CL-03', by: (xml) => xml.replace('currencyID="GBP"', 'currencyID="EUR"') },
  { breaks: 'BR-CL-04', by: says('cbc:DocumentCurrencyCode', 'EUR') },
  { breaks: 'BR-CL-05', by: put('cac:InvoicePeriod', '<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode>') },
  {
    breaks: 'BR-CL-10',
    by: seller(
      put(
        'cac:PostalAddress',
        '<cac:PartyIdentification><cbc:ID schemeID="none">1</cbc:ID></cac:PartyIdentification>',
      ),
    ),
  },
  {
    breaks: 'BR-CL-11',
    by: seller((xml) => xml.replace('<cbc:CompanyID', '<cbc:CompanyID schemeID="none"')),
  },
  { breaks: 'BR-CL-14', by: says('cbc:IdentificationCode', 'UK') },
  { breaks: 'BR-CL-16', by: says('cbc:PaymentMeansCode', '0') },
  { breaks: 'BR-CL-17', by: sub(says('cbc:ID', 'X')) },
  { breaks: 'BR-CL-18', by: item(says('cbc:ID', 'X')) },
  { breaks: 'BR-CL-23', by: (xml) => xml.replace('unitCode="C62"', 'unitCode="ones"') },
  { breaks: 'BR-CL-25', by: (xml) => xml.replace('schemeID="EM"', 'schemeID="mail"') },
]

const syntax: Mutation[] = [
  {
    breaks: 'UBL-SR-01',
    by: put(
      'cac:AccountingSupplierParty',
      '<cac:ContractDocumentReference><cbc:ID>1</cbc:ID></cac:ContractDocumentReference>'.repeat(2),
    ),
  },
  { breaks: 'UBL-SR-05', by: twice('cac:PaymentTerms') },
  { breaks: 'UBL-SR-07', of: 'credit note', by: within('cac:BillingReference', drop('cbc:ID')) },
  { breaks: 'UBL-SR-08', by: twice('cac:InvoicePeriod') },
  { breaks: 'UBL-SR-09', by: seller(twice('cbc:RegistrationName')) },
  {
    breaks: 'UBL-SR-10',
    by: seller(put('cac:PostalAddress', '<cac:PartyName><cbc:Name>a</cbc:Name></cac:PartyName>'.repeat(2))),
  },
  { breaks: 'UBL-SR-11', by: seller(twice('cbc:CompanyID')) },
  { breaks: 'UBL-SR-12', of: 'standard', by: seller(twice('cac:PartyTaxScheme')) },
  { breaks: 'UBL-SR-15', by: buyer(twice('cbc:RegistrationName')) },
  {
    breaks: 'UBL-SR-16',
    by: buyer(
      put(
        'cac:PostalAddress',
        '<cac:PartyIdentification><cbc:ID>1</cbc:ID></cac:PartyIdentification>'.repeat(2),
      ),
    ),
  },
  {
    breaks: 'UBL-SR-17',
    by: buyer(put('/cac:PartyLegalEntity', '<cbc:CompanyID>1</cbc:CompanyID>'.repeat(2))),
  },
  { breaks: 'UBL-SR-18', by: buyer(put('cac:PartyLegalEntity', vatNumber.repeat(2))) },
  { breaks: 'UBL-SR-32', by: twice('cbc:TaxExemptionReason') },
  { breaks: 'UBL-SR-34', by: line(put('cbc:InvoicedQuantity', '<cbc:Note>a</cbc:Note>'.repeat(2))) },
  { breaks: 'UBL-SR-36', by: line(twice('cac:InvoicePeriod')) },
  { breaks: 'UBL-SR-42', of: 'standard', by: seller(put('cac:PartyTaxScheme', vatNumber.repeat(2))) },
  {
    breaks: 'UBL-SR-44',
    by: put(
      'cac:PaymentMeans',
      '<cac:PaymentMeans><cbc:PaymentMeansCode>97</cbc:PaymentMeansCode><cbc:PaymentID>1</cbc:PaymentID></cac:PaymentMeans>',
    ),
  },
  {
    breaks: 'UBL-SR-47',
    by: put(
      'cac:PaymentMeans',
      '<cac:PaymentMeans><cbc:PaymentMeansCode>97</cbc:PaymentMeansCode></cac:PaymentMeans>',
    ),
  },
  { breaks: 'UBL-SR-48', by: item(twice('cac:ClassifiedTaxCategory')) },
  { breaks: 'UBL-SR-53', of: 'standard', by: seller(drop('cbc:CompanyID')) },
  { breaks: 'UBL-DT-01', by: totals(says('cbc:PayableAmount', '3000.0000')) },
  { breaks: 'UBL-DT-08', by: (xml) => xml.replace('schemeID="EM"', 'schemeID="EM" schemeName="mail"') },
  { breaks: 'UBL-DT-09', by: (xml) => xml.replace('schemeID="EM"', 'schemeID="EM" schemeAgencyName="mail"') },
  { breaks: 'UBL-DT-10', by: (xml) => xml.replace('schemeID="EM"', 'schemeID="EM" schemeDataURI="mail"') },
]

/** Of every rule that is stated here at least one change that breaks it. */
export const mutations: Mutation[] = [...core, ...conditions, ...decimals, ...vat, ...codes, ...syntax]
