import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { day } from '../../platform/day.ts'
import { type JournalLine, ledgerRows, takingRefusal } from './rules.ts'

const line = (given: Partial<JournalLine> = {}): JournalLine => ({
  ...{ invoiceId: 1, membershipId: 1, school: 'Ashmere', prefix: 'INV', number: 7 },
  ...{ pence: 300_000, costCentre: 'AA-1', owedPence: 300_000 },
  ...given,
})

test('a journal is taken in from the day it was made, not in the future, and to the penny', () => {
  const taking = { madeOn: day('2018-02-05'), today: day('2018-03-05'), lines: [line()] }
  const refusal = (takenOn: string, lines = taking.lines) =>
    takingRefusal({ ...taking, lines, takenOn: day(takenOn) })?.says ?? null
  assert.equal(refusal('2018-02-05'), null)
  assert.equal(refusal('2018-03-05'), null)
  assert.match(refusal('2018-02-04') ?? '', /made on 5 February 2018/)
  assert.match(refusal('2018-03-06') ?? '', /6 March 2018 has not come yet/)
  assert.match(
    refusal('2018-03-05', [line(), line({ number: 8, owedPence: 299_999 })]) ?? '',
    /INV-00008 of Ashmere now asks for £2,999.99, and stands in this journal with £3,000.00/,
  )
  assert.match(refusal('2018-03-05', [line({ owedPence: 0 })]) ?? '', /asks for nothing more/)
})

test('the file balances whatever it holds: a debit a line, and one credit of the host’s code', () => {
  const lines = fc.array(fc.integer({ min: 1, max: 999_999_999 }), { minLength: 1, maxLength: 30 })
  const pence = (cell: string | undefined) => Math.round(Number(cell || '0') * 100)
  fc.assert(
    fc.property(lines, (sums) => {
      const rows = ledgerRows({
        ...{ id: 12, madeOn: day('2018-03-05'), rechargeCode: 'VLA' },
        lines: sums.map((pence) => line({ pence })),
      })
      const column = (at: number) => rows.reduce((all, cells) => all + pence(cells[at]), 0)
      assert.equal(rows.length, sums.length + 1)
      assert.equal(column(4), column(5))
      assert.ok(rows.every((cells) => (cells[4] === '') !== (cells[5] === '')))
      assert.deepEqual(rows.at(-1)?.slice(0, 4), ['2018-03-05', 'REC-00012', String(rows.length), 'VLA'])
    }),
  )
})
