import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { alternativeVote, type Count, firstPastThePost, type Papers } from './elections.ts'
import { electionInWords, roundInWords } from './words.ts'

/** Papers as they are published: `42 ABC` are 42 that prefer A, then B, then C; `3 -` abstain. */
const stood = (names: string, ...papers: string[]) => ({
  candidates: [...names].map((_, at) => at),
  papers: papers.map((line): Papers => {
    const [many = '0', ranking = ''] = line.split(' ')
    return { ranking: [...ranking.replace('-', '')].map((name) => names.indexOf(name)), papers: Number(many) }
  }),
})

/** A count as one reads it: `A3 B2 (1) -B fewest`, where one paper of a round is exhausted. */
const read = (names: string, { rounds, end }: Count) => [
  ...rounds.map(({ polled, exhausted, out, why }) =>
    [
      ...polled.map(({ id, votes }) => `${names[id]}${votes}`),
      ...(exhausted > 0 ? [`(${exhausted})`] : []),
      ...(why ? [`-${out.map((id) => names[id]).join('')} ${why}`] : []),
    ].join(' '),
  ),
  end.outcome === 'elected'
    ? `${names[end.elected]}: ${end.ground}`
    : end.outcome === 'needs a lot'
      ? `lot ${end.between.map((id) => names[id]).join('')}: ${end.decides}`
      : end.outcome,
]

describe('the alternative vote', () => {
  const order = (names: string, lot: string) => [...lot].map((name) => names.indexOf(name))
  const cases: [says: string, names: string, papers: string[], lot: string | null, counted: string[]][] = [
    [
      'Tennessee chooses its capital (the textbook example): Memphis leads, and Knoxville is elected',
      'MNCK',
      ['42 MNCK', '26 NCKM', '15 CKNM', '17 KCNM'],
      null,
      ['M42 N26 K17 C15 -C fewest', 'M42 K32 N26 -N fewest', 'K58 M42', 'K: more than half'],
    ],
    [
      'the President of Ireland, 1990: Lenihan led, Robinson was elected on the second count',
      'LRC',
      ['694484 L', '612265 R', '205565 CR', '36789 CL', '25548 C'],
      null,
      ['L694484 R612265 C267902 -C fewest', 'R817830 L731273 (25548)', 'R: more than half'],
    ],
    [
      'Burlington, 2009: papers made up to give its published first and last totals, with the two smallest preferring nobody else',
      'WKMSPO',
      [
        ...['1289 W', '495 WK', '1167 WM', '2585 K', '35 P', '36 O'],
        ...['343 SW', '396 SK', '491 SMK', '76 S'],
        ...['841 MK', '767 MW', '455 M'],
      ],
      null,
      [
        'W2951 K2585 M2063 S1306 O36 P35 -P fewest',
        'W2951 K2585 M2063 S1306 O36 (35) -O fewest',
        'W2951 K2585 M2063 S1306 (71) -S fewest',
        'W3294 K2981 M2554 (147) -M fewest',
        'K4313 W4061 (602)',
        'K: more than half',
      ],
    ],
    ['more than half at once', 'ABC', ['6 A', '3 B', '2 C'], null, ['A6 B3 C2', 'A: more than half']],
    [
      'exactly half is not more than half',
      'ABC',
      ['5 A', '3 B', '2 CB'],
      'ABC',
      ['A5 B3 C2 -C fewest', 'A5 B5 -B by lot', 'A: by lot'],
    ],
    [
      'whoever has no vote goes out together',
      'ABCDE',
      ['4 A', '3 BA', '2 CB'],
      null,
      ['A4 B3 C2 D0 E0 -DE no vote', 'A4 B3 C2 -C fewest', 'B5 A4', 'B: more than half'],
    ],
    [
      'papers are exhausted, and of those left more than half is fewer',
      'ABC',
      ['4 A', '3 B', '2 C'],
      null,
      ['A4 B3 C2 -C fewest', 'A4 B3 (2)', 'A: more than half'],
    ],
    ['abstentions are no papers', 'AB', ['2 A', '1 B', '9 -'], null, ['A2 B1', 'A: more than half']],
    ['nobody voted', 'AB', ['9 -'], null, ['A0 B0', 'nobody elected']],
    ['nobody came', 'AB', [], null, ['A0 B0', 'nobody elected']],
    [
      'a tie for fewest waits for the lot',
      'ABC',
      ['3 A', '2 B', '2 C'],
      null,
      ['A3 B2 C2', 'lot BC: who goes out'],
    ],
    [
      'and whoever stands last in it goes',
      'ABC',
      ['3 A', '2 BC', '2 CB'],
      'BAC',
      ['A3 B2 C2 -C by lot', 'B4 A3', 'B: more than half'],
    ],
    [
      'the other way round the other is elected',
      'ABC',
      ['3 A', '2 BC', '2 CB'],
      'CAB',
      ['A3 B2 C2 -B by lot', 'C4 A3', 'C: more than half'],
    ],
    ['two level at the end wait for it', 'AB', ['4 A', '4 B'], null, ['A4 B4', 'lot AB: who is elected']],
    [
      'one lot decides several ties',
      'ABCD',
      ['1 A', '1 B', '1 C', '1 D'],
      'CADB',
      ['A1 B1 C1 D1 -B by lot', 'A1 C1 D1 (1) -D by lot', 'A1 C1 (2) -A by lot', 'C: by lot'],
    ],
    ['all three level', 'ABC', ['1 A', '1 B', '1 C'], null, ['A1 B1 C1', 'lot ABC: who goes out']],
  ]
  for (const [says, names, papers, lot, counted] of cases)
    test(says, () => {
      const given = stood(names, ...papers)
      assert.deepEqual(
        read(names, alternativeVote({ ...given, lot: lot === null ? null : order(names, lot) })),
        counted,
      )
    })
})

describe('first past the post', () => {
  const cases: [string, string, string[], number[] | null, string[]][] = [
    [
      'whoever has most, without a majority',
      'ABC',
      ['4 A', '3 B', '3 C', '5 -'],
      null,
      ['A4 B3 C3', 'A: most votes'],
    ],
    [
      'a tie for most waits for the lot',
      'ABC',
      ['3 A', '1 B', '3 C'],
      null,
      ['A3 C3 B1', 'lot AC: who is elected'],
    ],
    [
      'and whoever of them stands first in it is elected',
      'ABC',
      ['3 A', '1 B', '3 C'],
      [1, 2, 0],
      ['A3 C3 B1', 'C: by lot'],
    ],
    ['nobody voted', 'AB', ['2 -'], null, ['A0 B0', 'nobody elected']],
  ]
  for (const [says, names, papers, lot, counted] of cases)
    test(says, () =>
      assert.deepEqual(read(names, firstPastThePost({ ...stood(names, ...papers), lot })), counted),
    )
})

test('each round says in a sentence what happened after it', () => {
  const names = ['Ann', 'Bob', 'Cid', 'Dee']
  const candidates = names.map((words, id) => ({ id, words }))
  const given = stood('ABCD', '5 A', '4 BA', '2 CB', '1 C')
  const counted = { ...alternativeVote({ ...given, lot: null }), candidates }
  assert.deepEqual(
    counted.rounds.map((_, at) => roundInWords(counted, at)),
    [
      'Dee goes out without any vote.',
      'Cid goes out with fewest votes, and one of the papers prefers nobody who is left.',
      'Bob is elected in round 3, with 6 votes of the 11 papers that counted, 54.5%.',
    ],
  )
  const level = { ...firstPastThePost({ ...stood('AB', '2 A', '2 B'), lot: [1, 0] }), candidates }
  assert.equal(electionInWords(level), 'Bob is elected by lot, level with Ann on 2 votes.')
  const waits = { ...firstPastThePost({ ...stood('AB', '2 A', '2 B'), lot: null }), candidates }
  assert.equal(electionInWords(waits), 'A lot decides between Ann and Bob, who have 2 votes each.')
})

/** Up to six candidates, papers that rank some of them, and an order of the lot. */
const election = fc.integer({ min: 2, max: 6 }).chain((many) => {
  const ids = Array.from({ length: many }, (_, at) => 10 + at)
  return fc.record({
    candidates: fc.constant(ids),
    papers: fc.array(fc.shuffledSubarray(ids), { maxLength: 14 }),
    lot: fc.shuffledSubarray(ids, { minLength: many }),
  })
})

const each = (papers: number[][]): Papers[] => papers.map((ranking) => ({ ranking, papers: 1 }))

/** The winner by the words of the rule alone: strike whoever goes from every paper, and begin again. */
function winnerByStriking(candidates: number[], papers: number[][], lot: number[]): number | null {
  const live = papers.filter((paper) => paper.length > 0)
  if (live.length === 0) return null
  const firsts = (id: number) => live.filter(([first]) => first === id).length
  const winner = candidates.find((id) => firsts(id) > live.length / 2)
  if (winner !== undefined) return winner
  const fewest = Math.min(...candidates.map(firsts))
  const level = candidates.filter((id) => firsts(id) === fewest)
  const gone = fewest === 0 ? level : [level.reduce((a, b) => (lot.indexOf(a) > lot.indexOf(b) ? a : b))]
  const left = candidates.filter((id) => !gone.includes(id))
  return left.length === 1
    ? (left[0] ?? null)
    : winnerByStriking(
        left,
        papers.map((paper) => paper.filter((id) => !gone.includes(id))),
        lot,
      )
}

const electedBy = ({ end }: Count) => (end.outcome === 'elected' ? end.elected : null)

describe('whoever stands and however it is voted', () => {
  test('the alternative vote elects whom striking names from the papers leaves', () =>
    fc.assert(
      fc.property(election, ({ candidates, papers, lot }) => {
        const counted = alternativeVote({ candidates, papers: each(papers), lot })
        assert.equal(electedBy(counted), winnerByStriking(candidates, papers, lot))
      }),
      { numRuns: 300 },
    ))

  test('most votes elects, and of those level the first in the lot', () =>
    fc.assert(
      fc.property(election, ({ candidates, papers, lot }) => {
        const votes = (id: number) => papers.filter(([first]) => first === id).length
        const best = [...candidates].sort((a, b) => votes(b) - votes(a) || lot.indexOf(a) - lot.indexOf(b))[0]
        const counted = firstPastThePost({ candidates, papers: each(papers), lot })
        assert.equal(electedBy(counted), best !== undefined && votes(best) > 0 ? best : null)
      }),
    ))

  test('neither the order of the papers, nor how they are heaped, nor the names matter', () =>
    fc.assert(
      fc.property(election, fc.nat(999), ({ candidates, papers, lot }, turn) => {
        const counted = alternativeVote({ candidates, papers: each(papers), lot })
        const turned = papers.map((_, at) => papers[(at + turn) % papers.length] ?? []).reverse()
        assert.deepEqual(alternativeVote({ candidates, papers: each(turned), lot }), counted)
        const heaps = [...new Set(papers.map(String))].map((said) => ({
          ranking: said === '' ? [] : said.split(',').map(Number),
          papers: papers.filter((paper) => String(paper) === said).length,
        }))
        assert.deepEqual(alternativeVote({ candidates, papers: heaps, lot }), counted)
        const named = (id: number) => 1000 - id
        const renamed = alternativeVote({
          candidates: candidates.map(named),
          papers: each(papers.map((paper) => paper.map(named))),
          lot: lot.map(named),
        })
        const elected = electedBy(counted)
        assert.equal(electedBy(renamed), elected === null ? null : named(elected))
      }),
    ))

  test('every round accounts for every paper, and fewer stand in each', () =>
    fc.assert(
      fc.property(election, ({ candidates, papers, lot }) => {
        const { rounds, abstained } = alternativeVote({ candidates, papers: each(papers), lot })
        for (const [at, { polled, counting, exhausted }] of rounds.entries()) {
          const votes = polled.reduce((sum, one) => sum + one.votes, 0)
          assert.equal(votes, counting)
          assert.equal(counting + exhausted + abstained, papers.length)
          assert.ok(at === 0 || polled.length < (rounds[at - 1]?.polled.length ?? 0))
        }
      }),
    ))

  test('more than half of first preferences elects, and whoever is elected has more than half of the last round but by lot', () =>
    fc.assert(
      fc.property(election, ({ candidates, papers, lot }) => {
        const { rounds, end } = alternativeVote({ candidates, papers: each(papers), lot })
        const [first] = rounds
        const ahead = first?.polled.find(({ votes }) => votes * 2 > first.counting)
        if (ahead) assert.equal(end.outcome === 'elected' && end.elected, ahead.id)
        if (end.outcome !== 'elected' || end.ground === 'by lot') return
        const last = rounds.at(-1)
        const votes = last?.polled.find(({ id }) => id === end.elected)?.votes ?? 0
        assert.ok(votes * 2 > (last?.counting ?? 0))
      }),
    ))

  test('a lot is waited for exactly where it would decide something', () =>
    fc.assert(
      fc.property(election, ({ candidates, papers, lot }) => {
        for (const counts of [alternativeVote, firstPastThePost]) {
          const without = counts({ candidates, papers: each(papers), lot: null })
          const drawn = counts({ candidates, papers: each(papers), lot })
          const byLot =
            drawn.rounds.some(({ why }) => why === 'by lot') ||
            (drawn.end.outcome === 'elected' && drawn.end.ground === 'by lot')
          assert.equal(without.end.outcome === 'needs a lot', byLot)
          assert.notEqual(drawn.end.outcome, 'needs a lot')
        }
      }),
    ))
})
