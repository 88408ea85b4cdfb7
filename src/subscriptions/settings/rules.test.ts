import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accountNumberTyped,
  postcodeTyped,
  prefixTyped,
  sortCodeInWords,
  sortCodeTyped,
  vatNumberTyped,
  wrongIn,
} from './rules.ts'

const read: [(text: string) => string | undefined, string, string | undefined][] = [
  [sortCodeTyped, '01-02-03', '010203'],
  [sortCodeTyped, '010203', '010203'],
  [sortCodeTyped, '01 02 03', '010203'],
  [sortCodeTyped, '01-02-3', undefined],
  [sortCodeTyped, '01/02/03', undefined],
  [sortCodeTyped, '٠١٠٢٠٣', undefined],
  [accountNumberTyped, '1234 5678', '12345678'],
  [accountNumberTyped, '1234567', undefined],
  [accountNumberTyped, '123456789', undefined],
  [postcodeTyped, 'zz11zz', 'ZZ1 1ZZ'],
  [postcodeTyped, ' SW1A  1AA ', 'SW1A 1AA'],
  [postcodeTyped, 'SW1A', undefined],
  [postcodeTyped, '1AA SW1A', undefined],
  [vatNumberTyped, '434 0314 94', 'GB434031494'],
  [vatNumberTyped, 'gb434031494', 'GB434031494'],
  [vatNumberTyped, 'GB434031494001', 'GB434031494001'],
  [vatNumberTyped, 'GB434031495', undefined],
  [vatNumberTyped, 'GB43403149', undefined],
  [vatNumberTyped, 'GBGD001', 'GBGD001'],
  [vatNumberTyped, 'GBHA599', 'GBHA599'],
  [vatNumberTyped, 'GBGD500', undefined],
  [vatNumberTyped, 'FR434031494', undefined],
  [prefixTyped, 'vla', 'VLA'],
  [prefixTyped, 'VLA26', undefined],
  [prefixTyped, 'SUBSCRI', undefined],
]
for (const [reads, typed, kept] of read)
  test(`${reads.name} reads ${typed} as ${kept ?? 'nothing'}`, () => assert.equal(reads(typed), kept))

test('a sort code is shown in twos', () => assert.equal(sortCodeInWords('010203'), '01-02-03'))

const told = {
  vat: 'outside',
  vatNumber: null,
  vatReason: 'Outside the scope',
  invoicePrefix: 'INV',
  creditPrefix: 'CN',
  firstReminder: 7,
  secondReminder: 21,
  thirdReminder: 35,
} as const
const wrong: [Partial<Parameters<typeof wrongIn>[0]>, string | undefined][] = [
  [{}, undefined],
  [{ vatReason: null }, 'vatReason'],
  [{ vat: 'exempt' }, 'vatNumber'],
  [{ vat: 'exempt', vatNumber: 'GB434031494' }, undefined],
  [{ vat: 'exempt', vatNumber: 'GB434031494', vatReason: null }, 'vatReason'],
  [{ vat: 'standard', vatReason: null }, 'vatNumber'],
  [{ vat: 'standard', vatNumber: 'GB434031494', vatReason: null }, undefined],
  [{ vat: 'zero', vatNumber: 'GB434031494' }, 'vatReason'],
  [{ creditPrefix: 'INV' }, 'creditPrefix'],
  [{ secondReminder: 7 }, 'secondReminder'],
  [{ thirdReminder: 21 }, 'thirdReminder'],
]
for (const [changed, field] of wrong)
  test(`${JSON.stringify(changed)} asks for ${field ?? 'nothing more'}`, () =>
    assert.equal(wrongIn({ ...told, ...changed })?.field, field))
