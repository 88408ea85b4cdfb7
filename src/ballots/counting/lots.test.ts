import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import fc from 'fast-check'
import { commandFor, commandForPromise, digestFor, lotOrder, promiseOf, spoken } from './lots.ts'

const seed = '00ff5c0a25277e7fb1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f5061728'
const inShell = (command: string) => execFileSync('bash', ['-c', command], { encoding: 'utf8' }).split(' ')[0]

test('the commands that are shown give what is shown, whatever was said', () => {
  assert.equal(inShell(commandForPromise({ seed })), promiseOf(Buffer.from(seed, 'hex')))
  const said = ['417, 23, 9006', 'the bishop\'s "hat" $HOME `id` \\n %s !!', 'trwyn ŷ 鶴 100%', '-e -- *']
  for (const [at, words] of said.entries()) {
    const drawn = { seed, words: spoken(words) }
    assert.equal(inShell(commandFor(drawn, at + 1)), digestFor(drawn, at + 1))
  }
})

test('the order is that of the digests, and anything else that is said gives another', () => {
  const drawn = { seed, words: '417, 23, 9006' }
  const order = lotOrder(drawn, [1, 2, 3, 4, 5])
  assert.deepEqual(order.map(({ position }) => position).toSorted(), [1, 2, 3, 4, 5])
  assert.deepEqual(
    order.map(({ digest }) => digest),
    order.map(({ digest }) => digest).toSorted(),
  )
  for (const { position, digest } of order) assert.equal(digest, digestFor(drawn, position))
})

test('every candidate comes first about as often as another', () => {
  const firsts = [0, 0, 0, 0]
  for (let n = 0; n < 2000; n++) {
    const [first] = lotOrder({ seed, words: `said ${n}` }, [1, 2, 3, 4])
    firsts[(first?.position ?? 0) - 1] = (firsts[(first?.position ?? 0) - 1] ?? 0) + 1
  }
  for (const times of firsts) assert.ok(times > 420 && times < 580, String(firsts))
})

test('words are kept as anybody types them again', () => {
  assert.equal(spoken('  417,\r\n 23 \t9006 '), '417, 23 9006')
  assert.equal(spoken('cafe\u0301'), 'caf\u00e9')
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (words) => spoken(spoken(words)) === spoken(words)))
})
