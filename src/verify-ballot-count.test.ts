import assert from 'node:assert/strict'
import { truncateSync } from 'node:fs'
import { before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import * as make from '../test/papers.ts'
import { said, written } from '../test/programs.ts'

const program = new URL('../bin/verify-ballot.mjs', import.meta.url)
let examine: (content: Uint8Array) => { lines: string[]; status: number }
before(async () => {
  const found = await import(program.href)
  examine = found.examine
})

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))
const times = (count: number, choice: string) => Array.from({ length: count }, () => choice)
const votes = (yes: number, no: number, neither: number) => [
  ...[...times(yes, 'for'), ...times(no, 'against'), ...times(neither, 'abstain')],
]

/** The file holds with this result, and with no other. */
function comesTo(file: make.Papers, outcome: string, elected: string | null = null) {
  const { lines, status } = examine(bytes({ ...file, result: { outcome, elected, says: '' } }))
  assert.equal(status, 0, lines.join('\n'))
  const wrong = { outcome: `${outcome} `, elected, says: '' }
  assert.equal(examine(bytes({ ...file, result: wrong })).status, 1)
}

describe('a motion', () => {
  const all = (electors: number, present = electors) => ({ electors: { all: electors, present } })
  const cases: [string, Partial<make.Papers>, [number, number, number], string][] = [
    [
      '15 to 5, two thirds of all 25',
      { majority: 'two thirds of all', ...all(25) },
      [15, 5, 2],
      'not carried',
    ],
    ['17 of 25', { majority: 'two thirds of all', ...all(25) }, [17, 5, 0], 'carried'],
    [
      '15 to 5, two thirds of votes cast',
      { majority: 'two thirds of votes cast', ...all(25) },
      [15, 5, 2],
      'carried',
    ],
    [
      'the same, abstentions cast',
      { majority: 'two thirds of votes cast', abstentionsCast: true, ...all(25) },
      [14, 5, 3],
      'not carried',
    ],
    ['15 of 22 present', { majority: 'two thirds of those present', ...all(25, 22) }, [15, 5, 2], 'carried'],
    [
      '14 of 22 present',
      { majority: 'two thirds of those present', ...all(25, 22) },
      [14, 5, 2],
      'not carried',
    ],
    ['13 of all 25', { majority: 'more than half of all', ...all(25) }, [13, 0, 0], 'carried'],
    ['12 of all 25', { majority: 'more than half of all', ...all(25) }, [12, 0, 0], 'not carried'],
    ['a tie', {}, [4, 4, 1], 'not carried'],
    ['one more', {}, [5, 4, 1], 'carried'],
    ['one more, abstentions cast', { abstentionsCast: true }, [5, 4, 1], 'not carried'],
    ['nobody', {}, [0, 0, 0], 'not carried'],
    ['nobody, two thirds of votes cast', { majority: 'two thirds of votes cast' }, [0, 0, 3], 'not carried'],
    ['a quorum missed by one', { quorum: 13, ...all(25, 0) }, [12, 0, 0], 'no quorum'],
    ['a quorum missed, and all for it', { quorum: 5, ...all(25, 0) }, [4, 0, 0], 'no quorum'],
    ['a quorum met by abstaining', { quorum: 13, ...all(25, 0) }, [7, 5, 1], 'carried'],
  ]
  for (const [name, says, numbers, outcome] of cases)
    test(name, () => comesTo(make.published(says, votes(...numbers)), outcome))

  test('whoever took a paper took part, also where it stayed out of the box', () =>
    comesTo(make.published({ quorum: 13 }, votes(8, 3, 0), ['for'], 1), 'carried'))

  test('any, by each majority', () => {
    const few = fc.integer({ min: 0, max: 9 })
    const majority = fc.constantFrom(
      ...[
        'simple',
        'more than half of all',
        'two thirds of all',
        'two thirds of votes cast',
        'two thirds of those present',
      ],
    )
    fc.assert(
      fc.property(
        fc.tuple(few, few, few),
        few,
        few,
        majority,
        fc.boolean(),
        (numbers, byName, more, how, abstentionsCast) => {
          const electors = { all: 27 + 9 + more, present: 27 + more }
          const named = votes(byName, 0, 0)
          const [no, neither] = [numbers[1], numbers[2]]
          const yes = numbers[0] + byName
          const cast = yes + no + (abstentionsCast ? neither : 0)
          const carried = {
            simple: yes * 2 > cast,
            'more than half of all': yes * 2 > electors.all,
            'two thirds of all': yes * 3 >= electors.all * 2,
            'two thirds of votes cast': yes > 0 && yes * 3 >= cast * 2,
            'two thirds of those present': yes * 3 >= electors.present * 2,
          }[how]
          const file = make.published({ majority: how, abstentionsCast, electors }, votes(...numbers), named)
          comesTo(file, carried ? 'carried' : 'not carried')
        },
      ),
      { numRuns: 40 },
    )
  })
})

/** Who is elected, by taking the rule word for word. */
function winner(papers: string[][], inside: string[], worstFirst: string[]): string | null {
  const counts = (one: string) =>
    papers.filter((paper) => paper.find((each) => inside.includes(each)) === one).length
  const total = inside.map(counts).reduce((a, b) => a + b, 0)
  const majority = inside.find((one) => counts(one) > total / 2)
  if (majority || inside.length === 0) return majority ?? null
  const fewest = Math.min(...inside.map(counts))
  const last = inside.filter((one) => counts(one) === fewest)
  const out = fewest === 0 ? last : worstFirst.filter((one) => last.includes(one)).slice(0, 1)
  return winner(
    papers,
    inside.filter((one) => !out.includes(one)),
    worstFirst,
  )
}

describe('an election', () => {
  const lot = make.lotOf('seven swans')
  const placed = (candidates: number) => make.orderBy(lot, candidates).map((position) => `${10 + position}`)

  test('fewest votes for three: the lot has to say who goes out', () =>
    comesTo(
      make.published(make.election('alternative vote', 3), ['11', '11', '12>13', '13>12', '13>12'], ['12']),
      'needs a lot',
    ))
  test('second choices of who goes out decide', () => {
    const papers = ['11', '11', '11', '12>13', '12', '13>12', '13>12', '13']
    comesTo(make.published(make.election('alternative vote', 3), papers), 'elected', '13')
  })
  test('a paper that ranks no more is not counted', () =>
    comesTo(
      make.published(make.election('alternative vote', 3), ['11', '11', '12', '12', '12', '13']),
      'elected',
      '12',
    ))
  test('all who have no vote go out together', () =>
    comesTo(make.published(make.election('alternative vote', 5), ['11', '12', '12>14']), 'elected', '12'))
  for (const counting of ['first past the post', 'alternative vote']) {
    test(`nobody votes for anybody: ${counting}`, () =>
      comesTo(make.published(make.election(counting, 2), ['abstain']), 'nobody elected'))
    test(`a tie waits for the lot: ${counting}`, () =>
      comesTo(make.published(make.election(counting, 2), ['11', '12']), 'needs a lot'))
    test(`the lot decides: ${counting}`, () =>
      comesTo(make.published({ ...make.election(counting, 2), lot }, ['11', '12']), 'elected', placed(2)[0]))
    test(`a quorum is missed: ${counting}`, () =>
      comesTo(make.published({ ...make.election(counting, 2), quorum: 3 }, ['11', '11']), 'no quorum'))
  }

  test('any', () => {
    const election = fc.integer({ min: 1, max: 6 }).chain((count) => {
      const numbers = Array.from({ length: count }, (_, nth) => `${11 + nth}`)
      const ranked = fc.shuffledSubarray(numbers).map((some) => some.join('>') || 'abstain')
      const one = fc.constantFrom(...numbers, 'abstain')
      return fc.record({
        numbers: fc.constant(numbers),
        rankings: fc.array(ranked, { maxLength: 12 }),
        ones: fc.array(one, { maxLength: 12 }),
      })
    })
    fc.assert(
      fc.property(election, ({ numbers, rankings, ones }) => {
        const order = placed(numbers.length)
        const papers = rankings.filter((one) => one !== 'abstain').map((one) => one.split('>'))
        const elected = winner(papers, numbers, order.toReversed())
        const ranked = make.published({ ...make.election('alternative vote', numbers.length), lot }, rankings)
        comesTo(ranked, elected ? 'elected' : 'nobody elected', elected)
        const count = (one: string) => ones.filter((each) => each === one).length
        const most = Math.max(...numbers.map(count))
        const first = most === 0 ? null : (order.find((one) => count(one) === most) ?? null)
        const single = make.published({ ...make.election('first past the post', numbers.length), lot }, ones)
        comesTo(single, first ? 'elected' : 'nobody elected', first)
      }),
      { numRuns: 40 },
    )
  })
})

describe('a file that is not one', () => {
  const file = make.published({}, votes(2, 1, 0))
  const deep = `{"format":"${file.format}","took":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
  const unreadable: [string, Uint8Array | string][] = [
    ['nothing', ''],
    ['a page', '<html></html>'],
    ['half of one', JSON.stringify(file).slice(0, 900)],
    ['another encoding', Buffer.from(JSON.stringify(file), 'utf16le')],
    ['no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['null', 'null'],
    ['a list', '[]'],
    ['a format to come', JSON.stringify({ ...file, format: 'endeavour-secret-ballot-2' })],
  ]
  for (const [name, content] of unreadable)
    test(name, () => {
      const { lines, status } = examine(Buffer.from(content))
      assert.deepEqual([lines.length, status], [1, 2])
    })
  test('lists in lists without end', () => assert.notEqual(examine(Buffer.from(deep)).status, 0))

  test('anything in the place of any member', () => {
    const names = Object.keys(file).filter((name) => name !== 'format')
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.jsonValue(), (name, value) => {
        const { lines, status } = examine(bytes({ ...file, [name]: value }))
        assert.ok(lines.length > 0 && status < 2)
      }),
      { numRuns: 200 },
    )
  })

  test('a question that would write lines of its own', () => {
    const question = 'Shall we?\n✓ Noted: \u001b[2Kall is well\u202e'
    const { lines } = examine(bytes({ ...file, question }))
    for (const sign of ['\n', '\u001b', '\u202e']) assert.ok(!lines.join('|').includes(sign))
  })
})

describe('on the command line', () => {
  const file = make.published({}, votes(3, 1, 0))
  const asked = (...args: string[]) => said(process.execPath, fileURLToPath(program), ...args)
  const kept = written('papers.json', JSON.stringify(file))
  const receipt = file.papers[1]?.receipt ?? ''

  test('it ends well, and tells the paper of a receipt as people write it', () => {
    const typed = `${receipt.slice(0, 10).toLowerCase()}-${receipt.slice(10)}`
    const found = asked(kept, '--digest', file.digest.toUpperCase(), '--receipt', typed)
    assert.match(found.says, /✓ Noted.*✓ Your paper: it says (for|against)\n.*All of this holds\.\n$/s)
    assert.ok(found.ok)
  })
  test('it ends badly with another digest', () => {
    const found = asked(kept, '--digest', '0'.repeat(64))
    assert.match(found.says, /✗ Noted.*This does NOT hold: Noted\.\n$/s)
    assert.ok(!found.ok)
  })
  const large = written('large.json', '')
  truncateSync(large, 51 * 2 ** 20)
  const refused: [string, string[]][] = [
    ['without a file', []],
    ['with one that is not there', ['/nowhere/papers.json']],
    ['with a folder', ['.']],
    ['with one that is too large', [large]],
    ['with half a digest', [kept, '--digest', 'abc']],
    ['with something that it does not know', [kept, '--count']],
  ]
  for (const [name, args] of refused)
    test(`a sentence ${name}`, () => {
      const { ok, says } = asked(...args)
      assert.ok(!ok)
      assert.match(says, /^[^\n]+\n$/)
    })
})
