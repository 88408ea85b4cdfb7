import { inShort, inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import type { Block, Document } from '../../platform/pdf.ts'
import { type Age, ages } from '../ageing/rules.ts'
import { inFours } from '../invoices/reference.ts'
import { numberOf } from '../invoices/rules.ts'
import type { Account } from './gathered.ts'
import { dayBefore } from './rules.ts'
import { accountInWords, ageLabel, balanceInWords, heldInWords, toPay } from './words.ts'

/** A statement of account to send or to file: who owes whom what, and how it came to it. */
export function statementDocument(account: Account, alliance: string): Document {
  const { name, statement, seller, today } = account
  const { from, to } = statement
  return {
    title: `Statement of account: ${name}`,
    subtitle: `${inWords(from)} to ${inWords(to)}`,
    author: seller?.hostName ?? alliance,
    date: today,
    sections: [
      {
        kind: 'paragraph',
        text: `Subscriptions and other charges of ${alliance}. ${balanceInWords(account.owed.totalPence)} on ${inWords(today)}.`,
      },
      ...owedNow(account),
      ...movements(account),
    ],
  }
}

function owedNow({ open, owed, seller, schools }: Account): Block[] {
  const several = schools.length > 1
  const payable = toPay(open)
  const sum = payable.reduce((pence, { owedPence }) => pence + owedPence, 0)
  const agesOwed = (Object.keys(ages) as Age[]).filter((age) => owed[age] > 0)
  return [
    { kind: 'heading', level: 1, text: 'What is owed now' },
    {
      kind: 'table',
      caption: 'Invoices that are not settled',
      columns: [
        { header: 'Invoice' },
        ...(several ? [{ header: 'School', wide: true }] : []),
        { header: 'Due by' },
        { header: 'Reference to give', ...(several ? {} : { wide: true }) },
        { header: 'Still owed', align: 'end' },
      ],
      rows: open.map((row) => [
        numberOf(row),
        ...(several ? [row.school] : []),
        inShort(row.dueOn),
        row.payBy === 'invoice' ? inFours(row.reference) : 'By internal recharge',
        inPounds(row.owedPence),
      ]),
    },
    {
      kind: 'list',
      items: [
        ...agesOwed.map((age) => `${ageLabel(age)}: ${inPounds(owed[age])}`),
        ...(owed.onAccountPence > 0 ? [`Less money held on account: ${inPounds(owed.onAccountPence)}`] : []),
        `Together: ${balanceInWords(owed.totalPence)}`,
      ],
    },
    ...(seller && sum > 0
      ? [
          {
            kind: 'paragraph' as const,
            text: `Please pay ${inPounds(sum)} to ${accountInWords(seller)}. ${owed.onAccountPence > 0 ? `${heldInWords(seller)} ` : ''}Questions: ${seller.email}${seller.telephone ? `, ${seller.telephone}` : ''}.`,
          },
        ]
      : []),
  ]
}

function movements({ statement, schools }: Account): Block[] {
  const several = schools.length > 1
  const { from, to, openingPence, lines, closingPence } = statement
  return [
    { kind: 'heading', level: 1, text: 'How it came to that' },
    {
      kind: 'table',
      caption: 'Every movement, with what was owed after it',
      columns: [
        { header: 'Day' },
        { header: 'What', wide: true },
        ...(several ? [{ header: 'School' }] : []),
        { header: 'Amount', align: 'end' as const },
        { header: 'Balance', align: 'end' as const },
      ],
      rows: [
        [
          inShort(dayBefore(from)),
          'Balance at the end of this day',
          ...(several ? [''] : []),
          '',
          inPounds(openingPence),
        ],
        ...lines.map(({ datedOn, says, school, pence, balancePence }) => [
          inShort(datedOn),
          says,
          ...(several ? [school] : []),
          inPounds(pence),
          inPounds(balancePence),
        ]),
        [inShort(to), 'Balance at the end of this day', ...(several ? [''] : []), '', inPounds(closingPence)],
      ],
    },
    {
      kind: 'note',
      text: 'A line that was wrong is not rubbed out: it stays, with the line that takes it off again.',
    },
  ]
}
