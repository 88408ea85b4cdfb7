import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { markdownOf, plainTextOf } from './printed.ts'
import { recognise } from './readings/recognise.ts'
import type { Words } from './rules.ts'

const word = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'We',
      'share',
      'our',
      'school',
      'data,',
      'staff.',
      'and',
      'Year 7',
      '9',
      'governors’',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '1.',
      '(a)',
      '*all*',
      '_it_',
      '#',
      '-',
      'a)',
      'iv.',
      '|',
      '\\',
      '2.1',
      '[x]',
      'Clause 4:',
      '•',
      '**',
      'Part 2',
      '–',
      '12 -',
      'Signed',
      'Date',
    ),
  },
)
const line = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '))
const several = fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n'))

const numberings = [
  (i: number) => String(i + 1),
  (i: number) => `${Math.floor(i / 3) + 1}.${(i % 3) + 1}`,
  (i: number) => `${Math.floor(i / 2) + 1}${i % 2 === 0 ? '' : 'a'}`,
  (i: number) => String((i + 1) * 5),
]

const text: fc.Arbitrary<Words> = fc
  .record({
    title: line,
    opening: fc.oneof(fc.constant(''), several),
    numbering: fc.constantFrom(...numberings),
    parts: fc.uniqueArray(line, { minLength: 1, maxLength: 4 }),
    clauses: fc.array(fc.record({ words: several, starts: fc.boolean() }), { minLength: 1, maxLength: 12 }),
  })
  .map(({ title, opening, numbering, parts, clauses }) => {
    let part = 0
    return {
      title,
      opening,
      clauses: clauses.map(({ words, starts }, i) => {
        if (i > 0 && starts && part < parts.length - 1) part++
        return { number: numbering(i), part: parts[part] ?? '', words }
      }),
    }
  })

describe('what is printed can be read again', () => {
  test('as Markdown, word for word, whatever the words look like', () => {
    fc.assert(
      fc.property(text, (words) => assert.deepEqual(recognise(markdownOf(words).split('\n')), words)),
      { numRuns: 300 },
    )
  })

  test('as plain text, where its lines look like nothing else', () => {
    const sentences = fc.array(fc.constantFrom('We share', 'what we know', 'gladly', 'in every year'), {
      minLength: 1,
      maxLength: 6,
    })
    const sentence = sentences.map((words) => `We agree that ${words.join(' ')}.`)
    const clauses = fc.array(fc.record({ words: sentence, part: fc.constantFrom(0, 0, 1) }), {
      minLength: 2,
      maxLength: 12,
    })
    fc.assert(
      fc.property(clauses, fc.constantFrom(...numberings.slice(0, 2)), (given, numbering) => {
        let at = 0
        const words = {
          title: 'The compact of the valley',
          opening: 'This is what the schools agree.',
          clauses: given.map(({ words, part }, i) => {
            if (i > 0) at = Math.min(at + part, 2)
            return { number: numbering(i), part: ['Sharing', 'Caring', 'Giving'][at] ?? '', words }
          }),
        }
        assert.deepEqual(recognise(plainTextOf(words).split('\n')), words)
      }),
      { numRuns: 100 },
    )
  })
})
