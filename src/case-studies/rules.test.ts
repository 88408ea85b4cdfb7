import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { bodyOf, inParts } from './rules.ts'

const told = (some: Partial<ReturnType<typeof inParts>>) => ({
  before: '',
  issue: '',
  done: '',
  impact: '',
  ...some,
})

describe('the parts of a case study', () => {
  const cases: [string, string, ReturnType<typeof inParts>][] = [
    [
      'as an office writes them, under a title',
      '# Title\n\n## The issue\n\na\n\n## What was done\n\nb\n\n## The impact\n\nc',
      told({ issue: 'a', done: 'b', impact: 'c' }),
    ],
    [
      'with headings of other levels and marks',
      '### ISSUE:\na\n# **What we did**\nb\n\nImpact\n------\nc',
      told({ issue: 'a', done: 'b', impact: 'c' }),
    ],
    ['words before the first', 'Once.\n\n## The issue\n\na', told({ before: 'Once.', issue: 'a' })],
    ['under the title alone', '# Title\n\nOnce.', told({ before: 'Once.' })],
    [
      'another heading stays where it stands',
      '## The impact\n\na\n\n### In Year 7\n\nb',
      told({ impact: 'a\n\n### In Year 7\n\nb' }),
    ],
    [
      'told twice they are joined',
      '## Issue\n\na\n\n## Impact\n\nb\n\n## Issue\n\nc',
      told({ issue: 'a\n\nc', impact: 'b' }),
    ],
    ['no heading at all', 'Just words.', told({ before: 'Just words.' })],
    ['nothing', '', told({})],
  ]
  for (const [name, body, parts] of cases) test(name, () => assert.deepEqual(inParts(body), parts))

  test('written out and read again they are the same', () => {
    const line = fc.constantFrom(
      'a word',
      '- a point',
      '**bold**',
      '{{reading:readers-2017}}',
      '### Aside',
      '> said',
    )
    const part = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n\n'))
    fc.assert(
      fc.property(part, part, part, (issue, done, impact) => {
        assert.deepEqual(inParts(bodyOf({ issue, done, impact })), told({ issue, done, impact }))
      }),
    )
  })

  test('every case study of the demonstration is told in all three', () => {
    const files = readdirSync('demo', { recursive: true, encoding: 'utf8' }).filter((name) =>
      /case-study.*\.md$/.test(name),
    )
    assert.ok(files.length > 0)
    for (const name of files) {
      const { before, ...parts } = inParts(readFileSync(`demo/${name}`, 'utf8'))
      assert.equal(before, '', name)
      for (const part of Object.values(parts)) assert.ok(part.length > 50, name)
    }
  })
})
