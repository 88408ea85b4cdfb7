import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import fc from 'fast-check'
import * as make from '../test/papers.ts'

type Found = { lines: string[]; status: number }
const program = new URL('../bin/verify-ballot.mjs', import.meta.url)
let examine: (content: Uint8Array, noted?: { digest?: string; receipt?: string }) => Found
before(async () => {
  const found = await import(program.href)
  examine = found.examine
})

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))
const failed = ({ lines }: Found) => lines.flatMap((line) => /^✗ ([^:]+):/.exec(line)?.[1] ?? [])
const at = <T>(list: T[], nth: number): T => list[nth] ?? assert.fail(`there is no ${nth}`)
const times = (count: number, choice: string) => Array.from({ length: count }, () => choice)
const votes = (yes: number, no: number, neither: number) => [
  ...[...times(yes, 'for'), ...times(no, 'against'), ...times(neither, 'abstain')],
]

const motion = () => make.published({}, votes(5, 2, 1), ['for', 'against'], 1)
const lot = make.lotOf('a grey goose')
const [best = 0] = make.orderBy(lot, 2)
const tied = () =>
  make.published({ ...make.election('first past the post', 2), lot, ...make.elects(`${10 + best}`) }, [
    '11',
    '12',
    'abstain',
  ])

test('a list as it was published holds, and says so', () => {
  const file = motion()
  const { lines, status } = examine(bytes(file), { digest: file.digest, receipt: at(file.papers, 3).receipt })
  assert.deepEqual([status, lines.at(-1)], [0, 'All of this holds.'])
  assert.ok(lines.includes('  For 6, against 3, abstentions 1 (which are not votes cast).'), lines.join('\n'))
  assert.ok(lines.includes(`✓ Your paper: it says ${at(file.papers, 3).choice}`), lines.join('\n'))
})

test('it says which rule and which words the count stands on', () => {
  const told = examine(bytes(tied())).lines.join('\n')
  for (const premise of [
    /By first past the post; 3 might vote/,
    /Words said for the lot: a grey goose/,
    /11 = Candidate 1/,
  ])
    assert.match(told, premise)
})

describe('what is found', () => {
  const added = (paper: make.Paper) => (file: make.Papers) => file.papers.push(paper)
  const fresh = () => make.blank()
  const foreign = (paper: make.Blank) => ({
    ...paper,
    signature: make.signedBy(make.otherKeys.privateKey, paper.token),
  })
  const short = (paper: make.Blank) => ({
    ...paper,
    signature: make.signedBy(make.signingKey, paper.token, 32),
  })
  const unsigned = (paper: make.Blank) => ({ ...paper, signature: Buffer.alloc(256, 1) })
  const astray = (paper: make.Blank) => {
    const token = Buffer.concat([paper.token.subarray(0, 33), Buffer.alloc(64, 3)])
    return { ...paper, token, signature: make.signedBy(make.signingKey, token) }
  }
  const other = (choice: string) => (choice === 'for' ? 'against' : 'for')

  /** What a forger does who then puts all in order and gives the digest anew, and by which checks it is found. */
  const forged: [string, (file: make.Papers) => unknown, string[]][] = [
    ['an added paper without a signature', added(make.filledIn(unsigned(fresh()), 'for')), ['Signatures']],
    ['one signed by another key', added(make.filledIn(foreign(fresh()), 'for')), ['Signatures']],
    ['one with a shorter salt', added(make.filledIn(short(fresh()), 'for')), ['Signatures']],
    ['one whose own key is none', added(make.filledIn(astray(fresh()), 'for')), ['Proofs']],
    ['one whose choice was proved for another vote', added(make.filledIn(fresh(), 'for', 8)), ['Proofs']],
    [
      'one more than were taken',
      (file) => {
        for (let more = 0; more < 2; more += 1) file.papers.push(make.filledIn(fresh(), 'for'))
      },
      ['Papers'],
    ],
    ['one with a choice that there is not', added(make.filledIn(fresh(), '11')), ['Choices']],
    ['two choices on one', added(make.filledIn(fresh(), '11>12')), ['Choices']],
    ['a paper twice', (file) => file.papers.push(at(file.papers, 0)), ['Once']],
    [
      'a paper twice under two receipts',
      (file) => file.papers.push({ ...at(file.papers, 0), receipt: '0'.repeat(20) }),
      ['Receipts', 'Once'],
    ],
    [
      'an altered choice',
      (file) => {
        at(file.papers, 0).choice = other(at(file.papers, 0).choice)
      },
      ['Proofs'],
    ],
    [
      'two proofs changed about',
      ({ papers: [a, b] }) => {
        assert.ok(a && b)
        ;[a.proof, b.proof] = [b.proof, a.proof]
      },
      ['Proofs'],
    ],
    [
      'another’s signature',
      ({ papers: [a, b] }) => {
        assert.ok(a && b)
        a.signature = b.signature
      },
      ['Signatures'],
    ],
    [
      'another receipt',
      (file) => {
        at(file.papers, 0).receipt = `${at(file.papers, 1).receipt.slice(0, 19)}0`
      },
      ['Receipts'],
    ],
    [
      'another key',
      (file) => {
        file.key = make.otherKeys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
      },
      ['Signatures', 'Proofs'],
    ],
    [
      'a weak key',
      (file) => {
        file.key = make.rsa(1024).publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
      },
      ['Key', 'Signatures', 'Proofs'],
    ],
    [
      'no key',
      (file) => {
        file.key = 'AAAA'
      },
      ['Key', 'Signatures', 'Proofs'],
    ],
    [
      'another vote',
      (file) => {
        file.ballot = 8
      },
      ['Proofs'],
    ],
    ['one school more than might vote', (file) => file.took.push('Elsewhere'), ['Electors']],
    [
      'a school that took a paper twice',
      (file) => {
        file.took[0] = at(file.took, 1)
      },
      ['Schools'],
    ],
    [
      'a school that voted by name and took a paper',
      (file) => {
        at(file.named, 0).school = at(file.took, 1)
      },
      ['Schools'],
    ],
    [
      'a school that voted by name twice',
      (file) => {
        at(file.named, 0).school = at(file.named, 1).school
      },
      ['Schools'],
    ],
    [
      'a vote by name that there is not',
      (file) => {
        at(file.named, 0).choice = '12'
      },
      ['Choices'],
    ],
    [
      'votes by name altered until the result is another',
      (file) => {
        for (const vote of file.named) vote.choice = 'against'
        file.electors.all = 12
        file.majority = 'more than half of all'
      },
      ['Result'],
    ],
    [
      'another result',
      (file) => {
        file.result.outcome = 'not carried'
      },
      ['Result'],
    ],
    [
      'somebody elected by a motion',
      (file) => {
        file.result.elected = '11'
      },
      ['Result'],
    ],
  ]
  for (const [name, change, found] of forged)
    test(name, () => {
      const file = motion()
      change(file)
      const says = examine(bytes(make.sealed(file)))
      assert.deepEqual([failed(says).filter((check) => found.includes(check)), says.status], [found, 1])
    })

  /** What only shows to whoever noted the digest, or keeps a receipt. */
  const well: [string, (file: make.Papers) => unknown][] = [
    [
      'a paper that was taken away',
      (file) =>
        file.papers.splice(
          file.papers.findIndex(({ choice }) => choice === 'for'),
          1,
        ),
    ],
    ['a paper made after the close by whoever has the key', added(make.filledIn(fresh(), 'for'))],
    [
      'a vote by name that was altered',
      (file) => {
        at(file.named, 1).choice = 'for'
      },
    ],
    [
      'a school put in the place of another',
      (file) => {
        file.took[0] = 'Elsewhere'
      },
    ],
  ]
  for (const [name, change] of well)
    test(`${name}, by the digest that was noted`, () => {
      const file = motion()
      const { digest } = file
      change(file)
      make.sealed(file)
      assert.deepEqual(failed(examine(bytes(file))), [])
      assert.deepEqual(failed(examine(bytes(file), { digest })), ['Noted'])
    })

  /** What was asked and what decides it, altered with the result that it then has. */
  const plurality = () =>
    make.published({ ...make.election('first past the post', 3), ...make.elects('11') }, [
      ...['11', '11', '12', '13'],
    ])
  const close = () => make.published({}, votes(5, 4, 1))
  const two = ({ options: [a, b] }: make.Papers) =>
    a && b ? ([a, b] as const) : assert.fail('there are two')
  const lost = { outcome: 'not carried', elected: null, says: '' }
  const reseeded = Array.from({ length: 20 }, (_, nth) =>
    make.lotOf(lot.words, `${nth + 10}`.repeat(32)),
  ).find((one) => make.orderBy(one, 2)[0] !== best)
  const settled: [string, () => make.Papers, (file: make.Papers) => unknown][] = [
    [
      'the names of two candidates changed about',
      plurality,
      (file) => {
        const [a, b] = two(file)
        ;[a.says, b.says] = [b.says, a.says]
      },
    ],
    [
      'for and against changed about',
      close,
      (file) => {
        const [a, b] = two(file)
        ;[a.says, b.says] = [b.says, a.says]
      },
    ],
    [
      'the places of two candidates changed about, for the lot',
      tied,
      (file) => {
        const [a, b] = two(file)
        ;[a.position, b.position] = [b.position, a.position]
        Object.assign(file, make.elects(`${13 - best}`))
      },
    ],
    ['a candidate more', plurality, (file) => file.options.push({ choice: '14', says: 'Dan', position: 4 })],
    [
      'another majority',
      close,
      (file) => Object.assign(file, { majority: 'two thirds of all', result: lost }),
    ],
    [
      'another way to count',
      plurality,
      (file) => Object.assign(file, { counting: 'alternative vote', ...make.elects(null, 'needs a lot') }),
    ],
    [
      'abstentions that are votes cast',
      close,
      (file) => Object.assign(file, { abstentionsCast: true, result: lost }),
    ],
    [
      'more who might vote',
      () => make.published({ majority: 'more than half of all' }, votes(6, 4, 0)),
      (file) => Object.assign(file, { electors: { all: 12, present: 10 }, result: lost }),
    ],
    [
      'more who were present',
      () => make.published({ majority: 'two thirds of those present' }, votes(7, 3, 0)),
      (file) => Object.assign(file, { electors: { all: 10, present: 11 }, result: lost }),
    ],
    [
      'another quorum',
      () => make.published({ quorum: 10 }, votes(5, 4, 1)),
      (file) => Object.assign(file, { quorum: 11, result: { ...lost, outcome: 'no quorum' } }),
    ],
    [
      'another promise of a lot',
      tied,
      (file) => Object.assign(file, { lot: reseeded, ...make.elects(`${13 - best}`) }),
    ],
    [
      'no promise of a lot',
      tied,
      (file) => Object.assign(file, { lot: null, ...make.elects(null, 'needs a lot') }),
    ],
    ['another question', close, (file) => Object.assign(file, { question: 'Shall clause 33 be changed?' })],
  ]
  for (const [name, honest, change] of settled)
    test(`${name}: by its digest, and by the one that was noted where the forger gives it anew`, () => {
      const file = honest()
      const { digest } = file
      assert.deepEqual(failed(examine(bytes(file), { digest })), [])
      change(file)
      assert.deepEqual(failed(examine(bytes(file))), ['Digest'])
      assert.deepEqual(failed(examine(bytes(make.sealed(file)))), [])
      assert.deepEqual(failed(examine(bytes(file), { digest })), ['Noted'])
    })

  test('a paper that was taken away, by its receipt', () => {
    const file = motion()
    const [gone] = file.papers.splice(0, 1)
    const says = examine(bytes(make.sealed(file)), { receipt: gone?.receipt ?? '' })
    assert.deepEqual(failed(says), ['Your paper'])
  })

  /** What is not put right again by whoever did it. */
  const left: [string, (file: make.Papers) => unknown, string[]][] = [
    [
      'a digest of something else',
      (file) => {
        file.digest = '0'.repeat(64)
      },
      ['Digest'],
    ],
    ['papers in the order in which they came', (file) => file.papers.reverse(), ['Order', 'Digest']],
    ['schools out of order', (file) => file.took.reverse(), ['Order', 'Digest']],
    [
      'base64 that says the same in other signs',
      (file) => {
        at(file.papers, 0).token = at(file.papers, 0).token.replace(/=+$/, '')
      },
      ['Form'],
    ],
    [
      'a school whose name holds a line of the digest',
      (file) => {
        file.took[0] = 'Ashmere\nnamed Elm for'
      },
      ['Form'],
    ],
    [
      'an answer whose words hold a line of the digest',
      (file) => {
        at(file.options, 0).says = 'for\noption against 2 against'
      },
      ['Form'],
    ],
    [
      'two answers in one place',
      (file) => {
        at(file.options, 0).position = at(file.options, 1).position
      },
      ['Form'],
    ],
    [
      'a lot with a seed and without words',
      (file) => {
        file.lot = { ...lot, words: null as string | null }
      },
      ['Form'],
    ],
    ['a motion without an answer', (file) => file.options.pop(), ['Form']],
    [
      'a majority of its own',
      (file) => {
        file.majority = 'constructor'
      },
      ['Form'],
    ],
  ]
  for (const [name, change, found] of left)
    test(name, () => {
      const file = motion()
      change(file)
      assert.deepEqual(failed(examine(bytes(file))), found)
    })

  test('another seed than the one promised, and words that give another winner', () => {
    const file = tied()
    assert.deepEqual(failed(examine(bytes(file))), [])
    const words = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].find(
      (said) => make.orderBy({ ...lot, words: said }, 2)[0] !== best,
    )
    assert.deepEqual(failed(examine(bytes({ ...file, lot: { ...lot, words } }))), ['Result'])
    const changed = { ...lot, seed: lot.seed.replace(/^../, 'ff') }
    assert.ok(failed(examine(bytes({ ...file, lot: changed }))).includes('Lot'))
  })

  test('a lot that is drawn after the close leaves the digest as it was', () => {
    const drawn = tied()
    const waiting = { ...tied(), lot: { ...lot, seed: null, words: null } }
    Object.assign(waiting, make.elects(null, 'needs a lot'))
    assert.deepEqual(failed(examine(bytes(waiting), { digest: drawn.digest })), [])
    assert.deepEqual(failed(examine(bytes(drawn), { digest: drawn.digest })), [])
  })

  test('any one sign of it that is changed', () => {
    const file = motion()
    const text = JSON.stringify(file)
    const from = text.indexOf('"question"')
    const places = fc.integer({ min: from, max: text.indexOf('"lot"') - 2 })
    fc.assert(
      fc.property(places, fc.constantFrom(...'A0a+"{, '), (place, sign) => {
        fc.pre(text[place] !== sign)
        const changed = text.slice(0, place) + sign + text.slice(place + 1)
        assert.notEqual(examine(Buffer.from(changed), { digest: file.digest }).status, 0)
      }),
      { numRuns: 300 },
    )
  })
})
