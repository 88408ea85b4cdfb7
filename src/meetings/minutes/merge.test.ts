import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Merged, merged, paragraphsOf, type Versions } from './merge.ts'

const text = (...paragraphs: string[]) => paragraphs.join('\n\n')

const cases: [string, Versions, Merged][] = [
  ['what only I changed stands', { opened: 'a', mine: 'b', theirs: 'a' }, { words: 'b', both: [] }],
  ['what only they changed stands', { opened: 'a', mine: 'a', theirs: 'b' }, { words: 'b', both: [] }],
  [
    'different paragraphs are both taken',
    { opened: text('a', 'b', 'c'), mine: text('A', 'b', 'c'), theirs: text('a', 'b', 'C') },
    { words: text('A', 'b', 'C'), both: [] },
  ],
  [
    'so are neighbouring ones',
    { opened: text('a', 'b'), mine: text('A', 'b'), theirs: text('a', 'B') },
    { words: text('A', 'B'), both: [] },
  ],
  [
    'both may begin a minute',
    { opened: '', mine: 'mine', theirs: 'theirs' },
    { words: text('theirs', 'mine').replace('\n\n', '\n'), both: [] },
  ],
  [
    'both may go on writing at the end',
    { opened: 'a', mine: text('a', 'mine'), theirs: text('a', 'theirs') },
    { words: text('a', 'theirs', 'mine'), both: [] },
  ],
  [
    'one mends the last paragraph while the other goes on after it',
    { opened: 'a', mine: 'A', theirs: text('a', 'more') },
    { words: text('A', 'more'), both: [] },
  ],
  [
    'one paragraph changed by both is shown as each left it',
    { opened: 'a', mine: 'mine', theirs: 'theirs' },
    { words: 'theirs\nmine', both: [{ mine: 'mine', theirs: 'theirs' }] },
  ],
  [
    'what I took out and they changed is theirs, and shown',
    { opened: text('a', 'b'), mine: 'b', theirs: text('A', 'b') },
    { words: text('A', 'b'), both: [{ mine: '', theirs: 'A' }] },
  ],
  [
    'the same change by both is one change',
    { opened: text('a', 'b'), mine: text('A', 'b'), theirs: text('A', 'b') },
    { words: text('A', 'b'), both: [] },
  ],
]

describe('what two people wrote at once', () => {
  for (const [name, versions, expected] of cases)
    test(name, () => assert.deepEqual(merged(versions), expected))
})

/** Edits of a text, each by a writer who marks every sentence as theirs. */
const edit = fc.record({
  at: fc.nat(12),
  does: fc.constantFrom('write', 'change', 'take out'),
  says: fc.stringMatching(/^[a-z]{1,3}$/),
})
const edited = (before: string[], edits: { at: number; does: string; says: string }[], by: string) => {
  const lines = [...before]
  for (const [n, { at, does, says }] of edits.entries()) {
    const i = at % (lines.length + 1)
    if (does === 'write') lines.splice(i, 0, `${by}${n} ${says}`)
    else if (i < lines.length && does === 'change') lines[i] = `${lines[i]} ${by}${n} ${says}`
    else lines.splice(i, 1)
  }
  return lines
}
const typedBy = (text: string, by: string) => text.match(new RegExp(`${by}\\d+ [a-z]+`, 'g')) ?? []

test('every sentence that either of two writers typed survives, or is shown', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[A-Z]{1,2}$/), { maxLength: 8 }),
      fc.array(edit, { maxLength: 6 }),
      fc.array(edit, { maxLength: 6 }),
      fc.constantFrom('\n', '\n\n'),
      (before, ours, others, between) => {
        const opened = before.join(between)
        const mine = edited(before, ours, 'm').join(between)
        const theirs = edited(before, others, 't').join(between)
        const { words, both } = merged({ opened, mine, theirs })
        for (const sentence of [...typedBy(mine, 'm'), ...typedBy(theirs, 't')])
          assert.ok(words.includes(sentence), `${sentence} is lost in “${words}”`)
        for (const one of both)
          assert.ok(
            mine.includes(paragraphsOf(one.mine)[0] ?? '') &&
              theirs.includes(paragraphsOf(one.theirs)[0] ?? ''),
          )
      },
    ),
    { numRuns: 500 },
  )
})

test('a paragraph that neither touched stands once, where both keep it', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 5 }), fc.array(edit, { maxLength: 5 }), (ours, others) => {
      const before = ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE']
      const [mine, theirs] = [edited(before, ours, 'm'), edited(before, others, 't')]
      const { words, both } = merged({
        opened: before.join('\n'),
        mine: mine.join('\n'),
        theirs: theirs.join('\n'),
      })
      if (both.length > 0) return
      for (const line of before)
        if (mine.includes(line) && theirs.includes(line))
          assert.equal(paragraphsOf(words).filter((said) => said === line).length, 1, words)
    }),
  )
})
