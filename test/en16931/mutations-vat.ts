import type { VatTreatment } from '../../src/subscriptions/settings/tables.ts'
import {
  both,
  buyer,
  type Change,
  drop,
  item,
  type Mutation,
  onWhole,
  put,
  says,
  seller,
  sub,
  twice,
  vatNumber,
  within,
} from './change.ts'

const rated = (letter: string, of: VatTreatment): Mutation[] => {
  const right = letter === 'S' ? '20' : '0'
  const wrong = letter === 'S' ? '0' : '20'
  const alone = (charge: boolean) =>
    both(onWhole(charge, { code: letter, rate: right }), seller(drop('cac:PartyTaxScheme')))
  const withReason = (change: Change) => sub(within('cac:TaxCategory', change))
  return [
    { breaks: `BR-${letter}-01`, of, by: sub(says('cbc:ID', letter === 'Z' ? 'E' : 'Z')) },
    { breaks: `BR-${letter}-02`, of, by: seller(drop('cac:PartyTaxScheme')) },
    { breaks: `BR-${letter}-03`, of, by: alone(false) },
    { breaks: `BR-${letter}-04`, of, by: alone(true) },
    { breaks: `BR-${letter}-05`, of, by: item(says('cbc:Percent', wrong)) },
    { breaks: `BR-${letter}-06`, of, by: onWhole(false, { code: letter, rate: wrong }) },
    { breaks: `BR-${letter}-07`, of, by: onWhole(true, { code: letter, rate: wrong }) },
    { breaks: `BR-${letter}-08`, of, by: sub(says('cbc:TaxableAmount', '2999.99')) },
    { breaks: `BR-${letter}-08`, of, by: onWhole(true, { code: letter, rate: right }) },
    { breaks: `BR-${letter}-09`, of, by: sub(says('cbc:TaxAmount', letter === 'S' ? '599.98' : '0.01')) },
    {
      breaks: `BR-${letter}-10`,
      of,
      by: withReason(
        of === 'exempt'
          ? drop('cbc:TaxExemptionReason')
          : put('cac:TaxScheme', '<cbc:TaxExemptionReason>Why</cbc:TaxExemptionReason>'),
      ),
    },
  ]
}

const withVatNumber = seller(put('cac:PartyLegalEntity', vatNumber))
const outside: Mutation[] = [
  { breaks: 'BR-O-01', by: sub(says('cbc:ID', 'Z')) },
  { breaks: 'BR-O-01', by: twice('cac:TaxSubtotal') },
  { breaks: 'BR-O-02', by: withVatNumber },
  { breaks: 'BR-O-02', by: buyer(put('cac:PartyLegalEntity', vatNumber)) },
  { breaks: 'BR-O-03', by: both(withVatNumber, onWhole(false, { code: 'O' })) },
  { breaks: 'BR-O-04', by: both(withVatNumber, onWhole(true, { code: 'O' })) },
  { breaks: 'BR-O-05', by: item(put('cac:TaxScheme', '<cbc:Percent>0</cbc:Percent>')) },
  { breaks: 'BR-O-06', by: onWhole(false, { code: 'O', rate: '0' }) },
  { breaks: 'BR-O-07', by: onWhole(true, { code: 'O', rate: '0' }) },
  { breaks: 'BR-O-08', by: sub(says('cbc:TaxableAmount', '2999.99')) },
  { breaks: 'BR-O-08', by: onWhole(false, { code: 'O' }) },
  { breaks: 'BR-O-09', by: sub(says('cbc:TaxAmount', '0.01')) },
  { breaks: 'BR-O-10', by: drop('cbc:TaxExemptionReason') },
  {
    breaks: 'BR-O-11',
    by: both(twice('cac:TaxSubtotal'), sub(says('cbc:ID', 'Z'))),
  },
  { breaks: 'BR-O-12', by: item(says('cbc:ID', 'Z')) },
  { breaks: 'BR-O-13', by: onWhole(false, { code: 'Z', rate: '0' }) },
  { breaks: 'BR-O-14', by: onWhole(true, { code: 'Z', rate: '0' }) },
]

export const vat: Mutation[] = [
  ...outside,
  ...rated('E', 'exempt'),
  ...rated('Z', 'zero'),
  ...rated('S', 'standard'),
]
