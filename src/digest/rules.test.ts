import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, day } from '../platform/day.ts'
import type { Need } from '../platform/need.ts'
import { isDue, isWorkday, markOf, repeatsOn, subjectOf, textOf } from './rules.ts'
import { personOfToken, stopToken } from './token.ts'

const monday = day('2018-03-05')
const need: Need = {
  href: '/sign',
  says: 'Sign the agreement',
  why: 'Ashmere has not.',
  on: day('2018-03-09'),
}

describe('the days on which it comes', () => {
  const days: [string, string, boolean][] = [
    ['a Friday', '2018-03-02', true],
    ['a Saturday', '2018-03-03', false],
    ['a Sunday', '2018-03-04', false],
    ['a Monday', '2018-03-05', true],
    ['Good Friday', '2018-03-30', false],
    ['Easter Monday', '2018-04-02', false],
    ['the day after it', '2018-04-03', true],
    ['the Monday after the clocks went forward', '2018-03-26', true],
    ['the Monday after the clocks went back', '2018-10-29', true],
    ['a bank holiday of Scotland alone', '2018-01-02', true],
  ]
  for (const [name, on, comes] of days) test(name, () => assert.equal(isWorkday(day(on)), comes))

  const spring = { kind: 'term', fromOn: day('2018-01-08'), toOn: day('2018-03-29') } as const
  const summer = { kind: 'term', fromOn: day('2018-04-16'), toOn: day('2018-07-20') } as const
  const half = { kind: 'half-term', fromOn: day('2018-02-12'), toOn: day('2018-02-16') } as const
  const repeated: [string, string, boolean][] = [
    ['in a term', '2018-03-05', true],
    ['at half-term', '2018-02-14', false],
    ['between terms', '2018-04-10', false],
    ['after the last term that is known', '2018-09-10', true],
    ['before the first', '2017-12-11', true],
  ]
  for (const [name, on, again] of repeated)
    test(`told again ${name}: ${again}`, () =>
      assert.equal(repeatsOn([spring, half, summer], day(on)), again))
  test('told again where no calendar is kept', () => assert.ok(repeatsOn([], monday)))
})

describe('whether somebody is written to', () => {
  const last = (sentOn: string, ...told: string[]) => ({ sentOn: day(sentOn), told })
  const cases: [string, string[], ReturnType<typeof last> | undefined, boolean, boolean][] = [
    ['nothing needs them', [], undefined, true, false],
    ['nothing needs them any more', [], last('2018-01-01', 'a'), true, false],
    ['the first thing', ['a'], undefined, true, true],
    ['what they know', ['a'], last('2018-03-02', 'a'), true, false],
    ['less than they know', ['a'], last('2018-03-02', 'a', 'b'), true, false],
    ['something new', ['a', 'b'], last('2018-03-02', 'a'), true, true],
    ['six days after', ['a'], last('2018-02-27', 'a'), true, false],
    ['a week after', ['a'], last('2018-02-26', 'a'), true, true],
    ['a week after, in the holidays', ['a'], last('2018-02-26', 'a'), false, false],
    ['something new, in the holidays', ['b'], last('2018-03-02', 'a'), false, true],
    ['something new on the same day', ['b'], last('2018-03-05', 'a'), true, false],
    ['a clock that went back', ['b'], last('2018-03-06', 'a'), true, false],
  ]
  for (const [name, marks, told, repeats, due] of cases)
    test(name, () => assert.equal(isDue(marks, told, monday, repeats), due))

  const changes: [string, Need, boolean][] = [
    ['the same with another reason', { ...need, why: 'Nor has Brindle.' }, false],
    ['other words', { ...need, says: 'Sign version 3' }, true],
    ['another page', { ...need, href: '/sign/2' }, true],
    ['another last day', { ...need, on: day('2018-03-08') }, true],
    ['another state', { ...need, state: { says: 'At risk', tone: 'bad' } }, true],
  ]
  for (const [name, other, differs] of changes)
    test(`${name}: ${differs ? 'a change' : 'no change'}`, () =>
      assert.equal(markOf(other, monday) !== markOf(need, monday), differs))
  test('a last day gone by is a change, a day nearer is none', () => {
    assert.equal(markOf(need, monday), markOf(need, day('2018-03-09')))
    assert.notEqual(markOf(need, monday), markOf(need, day('2018-03-10')))
    assert.equal(markOf(need, day('2018-03-10')), markOf(need, day('2018-03-20')))
  })
})

describe('its words', () => {
  const made = (needs: Need[], coming = [{ on: day('2018-03-07'), says: 'Board', href: '/meetings/3' }]) => ({
    ...{ name: 'Hannah Head', alliance: 'Vale Learning Alliance', url: 'https://vale.example' },
    ...{ needs, coming, stop: 'https://vale.example/digest/stop?token=x' },
  })

  test('say how many, and the first', () => {
    assert.equal(subjectOf([need]), 'One thing needs you: Sign the agreement')
    assert.equal(subjectOf([need, need]), 'Two things need you: Sign the agreement')
    assert.equal(subjectOf(Array(31).fill(need)), '31 things need you: Sign the agreement')
  })

  test('give each thing with its last day and its link, and what is coming, and no reasons', () => {
    const late = { ...need, href: '/late', says: 'Declare', on: day('2018-03-01') }
    const text = textOf(made([late, need, { ...need, href: '/open', on: null }]), monday)
    assert.match(text, /^Hello Hannah Head,\n\nThree things need you at Vale Learning Alliance\.\n\n/)
    assert.match(text, /\* Declare \(the last day was Thu 1 Mar 2018\)\n {2}https:\/\/vale\.example\/late\n/)
    assert.match(text, /\* Sign the agreement \(by Fri 9 Mar 2018\)\n {2}https:\/\/vale\.example\/sign\n/)
    assert.match(text, /\* Sign the agreement\n {2}https:\/\/vale\.example\/open\n/)
    assert.match(
      text,
      /In the next seven days:\n\n\* Wed 7 Mar 2018: Board\n {2}https:\/\/vale\.example\/meetings\/3\n/,
    )
    assert.match(text, /\nhttps:\/\/vale\.example\/digest\/stop\?token=x\n/)
    assert.doesNotMatch(text, /Ashmere/)
    assert.doesNotMatch(textOf(made([need], []), monday), /next seven days/)
  })

  test('tell twenty at most, and where the others are', () => {
    const text = textOf(made(Array(23).fill(need)), monday)
    assert.equal(text.match(/\* Sign/g)?.length, 20)
    assert.match(text, /and 3 more on your front page\n {2}https:\/\/vale\.example\/\n/)
  })

  test('stay on one line and short, whatever people typed', () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (says) => {
        const subject = subjectOf([{ ...need, says }])
        assert.ok(subject.length <= 110)
        assert.doesNotMatch(subject, /[\p{Cc}\u2028\u2029]/u)
        const lines = textOf(made([{ ...need, says }]), monday).split('\n')
        assert.ok(lines.includes('  https://vale.example/sign'))
        assert.equal(lines.length, textOf(made([need]), monday).split('\n').length)
      }),
    ))
})

describe('the link that stops it', () => {
  const secret = 'a secret for tests, which is long enough to be one'
  const anybody = fc.integer({ min: 1, max: 999_999_999_999 })

  test('is one person’s', () =>
    fc.assert(fc.property(anybody, (id) => assert.equal(personOfToken(secret, stopToken(secret, id)), id))))

  test('altered in any way, or made with another secret, is nobody’s', () =>
    fc.assert(
      fc.property(anybody, anybody, fc.nat(60), fc.string({ maxLength: 2 }), (id, other, at, put) => {
        const token = stopToken(secret, id)
        const altered = token.slice(0, at) + put + token.slice(at + 1)
        if (altered !== token) assert.equal(personOfToken(secret, altered), undefined)
        const [, seal] = token.split('.')
        if (other !== id) assert.equal(personOfToken(secret, `${other}.${seal}`), undefined)
        assert.equal(personOfToken(secret, stopToken(`${secret}.`, id)), undefined)
        assert.equal(personOfToken(secret, `0${token}`), undefined)
      }),
    ))

  test('is not what the same secret seals for another purpose', () => {
    for (const sealed of ['12', 'person 12', 'stop the daily digest of person', 'sign in\n12']) {
      const seal = createHmac('sha256', secret).update(sealed).digest('base64url')
      assert.equal(personOfToken(secret, `12.${seal}`), undefined)
    }
    for (const text of ['', '12', '12.', '.', '-1.x', 'NaN.x', `1e3.${'A'.repeat(43)}`])
      assert.equal(personOfToken(secret, text), undefined)
  })
})

test('whatever needs somebody when, they are told of all of it, of none twice in a week, and never of nothing', () => {
  const things = fc.subarray(['a', 'b', 'c', 'd'])
  fc.assert(
    fc.property(fc.array(things, { minLength: 1, maxLength: 60 }), (history) => {
      let last: { sentOn: typeof monday; told: string[] } | undefined
      for (const [n, marks] of history.entries()) {
        const today = addDays(monday, n)
        const before = last
        if (!isDue(marks, before, today, true)) {
          assert.ok(
            marks.every((mark) => before?.told.includes(mark)),
            'something new was not told',
          )
          continue
        }
        assert.ok(marks.length > 0)
        const fresh = marks.some((mark) => !before?.told.includes(mark))
        assert.ok(fresh || !before || addDays(before.sentOn, 7) <= today)
        last = { sentOn: today, told: marks }
        assert.equal(isDue(marks, last, today, true), false)
      }
    }),
  )
})
