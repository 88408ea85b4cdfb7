import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addressOf, MARK, piecesOf, plainly } from './rules.ts'

test('a snippet falls into what was found and what stands around it', () => {
  const cases: [string, [string, boolean][]][] = [
    ['', []],
    ['Nothing here', [['Nothing here', false]]],
    [
      `${MARK.begin}Budgets${MARK.end} for`,
      [
        ['Budgets', true],
        [' for', false],
      ],
    ],
    [
      `The ${MARK.begin}budget${MARK.end}`,
      [
        ['The ', false],
        ['budget', true],
      ],
    ],
  ]
  for (const [snippet, pieces] of cases)
    assert.deepEqual(
      piecesOf(snippet).map(({ text, found }) => [text, found]),
      pieces,
    )
})

test('nothing of a text is lost by marking it, whatever it holds', () => {
  const text = fc.string().map((said) => said.replaceAll(MARK.begin, '').replaceAll(MARK.end, ''))
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text)), (parts) => {
      const snippet = parts.map(([before, found]) => `${before}${MARK.begin}${found}${MARK.end}`).join('')
      assert.equal(plainly(snippet), parts.flat().join(''))
    }),
  )
})

test('what was found leads to where it stands in full', () => {
  const at = { rowId: 7, meetingId: 3, itemId: 5 }
  const sources = ['item', 'paper', 'minute', 'decision', 'action', 'feedback'] as const
  assert.deepEqual(
    sources.map((source) => addressOf({ ...at, source })),
    [
      '/meetings/3/items/5',
      '/meetings/3/papers/7',
      '/meetings/3/minutes',
      '/meetings/decisions/7',
      '/meetings/actions/7',
      '/meetings/3',
    ],
  )
})
