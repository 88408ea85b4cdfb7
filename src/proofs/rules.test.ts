import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type CodeKept, codeInMail, digestOf, isCode, newCode, notTaken, type Tried, tried } from './rules.ts'

describe('a code', () => {
  test('is six digits, and stands in a mail in two halves', () => {
    for (let i = 0; i < 200; i += 1) assert.match(newCode(), /^\d{6}$/)
    assert.equal(codeInMail('012345'), '012 345')
  })

  test('is known again by what is kept of it, and no other is', () => {
    const codes = fc.integer({ min: 0, max: 999_999 }).map((n) => String(n).padStart(6, '0'))
    fc.assert(
      fc.property(codes, codes, (code, other) => {
        const kept = digestOf(code)
        assert.ok(isCode(kept, code))
        assert.equal(isCode(kept, other), code === other)
      }),
    )
  })

  test('is kept differently each time', () => assert.notEqual(digestOf('123456'), digestOf('123456')))

  test('is nothing that cannot be understood', () => {
    for (const kept of ['', '.', 'x', 'salt.', 'salt.zz']) assert.equal(isCode(kept, '123456'), false)
  })
})

describe('a try at a code', () => {
  const kept: CodeKept = { codeDigest: digestOf('123456'), attempts: 0, live: true, used: false }
  const cases: [string, CodeKept | undefined, string, Tried][] = [
    ['is right', kept, '123456', 'right'],
    ['is wrong', kept, '123457', 'wrong'],
    ['is right at the fifth time', { ...kept, attempts: 4 }, '123456', 'right'],
    ['comes too often, right or not', { ...kept, attempts: 5 }, '123456', 'exhausted'],
    ['comes too late, right or not', { ...kept, live: false }, '123456', 'over'],
    ['comes without any code sent', undefined, '123456', 'none'],
    ['is right for one sent twice', { ...kept, used: true, live: false, attempts: 5 }, '123456', 'right'],
    ['says nothing of one that was used', { ...kept, used: true }, '123457', 'none'],
  ]
  for (const [name, so, code, outcome] of cases) test(name, () => assert.equal(tried(so, code), outcome))

  test('that is not taken says what to do next', () => {
    assert.match(notTaken('wrong', 4), /You can try 4 times more$/)
    assert.match(notTaken('wrong', 1), /You can try once more$/)
    for (const [outcome, left] of [
      ['wrong', 0],
      ['exhausted', 0],
      ['over', 3],
    ] as const)
      assert.match(notTaken(outcome, left), /Ask for a new one$/)
  })
})
