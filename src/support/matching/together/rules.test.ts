import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { holds, modelOf, oneAfterAnother, type Problem, worth } from './rules.ts'
import { Stopped, solver } from './solver.ts'

const open: ReturnType<typeof solver>[] = []
const thread = () => {
  const one = solver()
  open.push(one)
  return one
}
after(() => Promise.all(open.map(({ stop }) => stop())))

const solved = async (problem: Problem, by = thread()) =>
  (await by.solve(modelOf(problem), { seconds: 20 })).chosen

/** Every choice there is, tried one after another. */
function bruteForce(problem: Problem): number {
  const requests = [...new Set(problem.pairs.map(({ request }) => request))]
  const pairsOf = requests.map((request) =>
    problem.pairs.flatMap((pair, i) => (pair.request === request ? [i] : [])),
  )
  let best = 0
  const tried = (at: number, chosen: number[]) => {
    if (!holds(problem, chosen)) return
    best = Math.max(best, worth(problem, chosen))
    for (let next = at; next < pairsOf.length; next += 1)
      for (const i of pairsOf[next] ?? []) tried(next + 1, [...chosen, i])
  }
  tried(0, [])
  return best
}

const cell = fc.option(
  fc.record({ points: fc.integer({ min: 60, max: 220 }), halfDays: fc.integer({ min: 1, max: 8 }) }),
  { freq: 4 },
)
const problems: fc.Arbitrary<Problem> = fc
  .record({
    table: fc.array(fc.array(cell, { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
    schools: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 5, maxLength: 5 }),
    left: fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 5, maxLength: 5 }),
    further: fc.array(fc.tuple(fc.nat(24), fc.nat(24), fc.nat(24), fc.nat(12)), { maxLength: 3 }),
  })
  .map(({ table, schools, left, further }) => {
    const pairs = table.flatMap((row, request) =>
      row.flatMap((one, practitioner) =>
        one ? [{ request, practitioner, school: schools[practitioner] ?? 0, ...one }] : [],
      ),
    )
    const own = left.map((most, practitioner) => ({
      pairs: pairs.flatMap((pair, i) => (pair.practitioner === practitioner ? [i] : [])),
      most,
    }))
    const more = further.map(([a, b, c, most]) => ({
      pairs: [...new Set([a, b, c])].filter((i) => i < pairs.length),
      most,
    }))
    return { pairs, limits: [...own, ...more] }
  })

test('what the solver finds holds, and nothing that brute force finds is better', async () => {
  const one = thread()
  await fc.assert(
    fc.asyncProperty(problems, async (problem) => {
      const chosen = await solved(problem, one)
      assert.ok(holds(problem, chosen))
      assert.equal(worth(problem, chosen), bruteForce(problem))
    }),
    { numRuns: 300 },
  )
})

test('one after another is never better than together, and holds', async () => {
  const one = thread()
  await fc.assert(
    fc.asyncProperty(problems, async (problem) => {
      const requests = [...new Set(problem.pairs.map(({ request }) => request))]
      const chosen = oneAfterAnother(problem, requests)
      assert.ok(holds(problem, chosen))
      assert.ok(worth(problem, chosen) <= worth(problem, await solved(problem, one)))
    }),
    { numRuns: 50 },
  )
})

test('two requests that want the same person are both matched where one has somebody else', async () => {
  const pair = { halfDays: 4, school: 1 }
  const problem: Problem = {
    pairs: [
      { ...pair, request: 1, practitioner: 1, points: 190 },
      { ...pair, request: 1, practitioner: 2, points: 185, school: 2 },
      { ...pair, request: 2, practitioner: 1, points: 150 },
    ],
    limits: [{ pairs: [0, 2], most: 6 }],
  }
  assert.deepEqual(oneAfterAnother(problem, [1, 2]), [0])
  assert.deepEqual(await solved(problem), [1, 2])
})

test('a second match of one practitioner and school costs what is said', () => {
  const pair = { halfDays: 1, practitioner: 1, school: 1, points: 100 }
  const pairs = [
    { ...pair, request: 1 },
    { ...pair, request: 2 },
    { ...pair, request: 3, practitioner: 2 },
  ]
  assert.deepEqual(
    [[0], [0, 1], [0, 2], [0, 1, 2]].map((chosen) => worth({ pairs }, chosen)),
    [100, 177, 192, 269],
  )
})

test('nothing to choose from gives nothing', async () => {
  assert.deepEqual(await solved({ pairs: [], limits: [] }), [])
})

/** Two hundred requests that four hundred practitioners could all answer: the most there can be of pairs. */
const large = (): Problem => {
  const numbers = (n: number) => Array.from({ length: n }, (_, i) => i)
  const pairs = numbers(200).flatMap((request) =>
    numbers(400).map((practitioner) => ({
      ...{ request, practitioner, school: practitioner % 60 },
      ...{ points: 90 + ((request * 37 + practitioner * 53) % 100), halfDays: 1 + (request % 8) },
    })),
  )
  return {
    pairs,
    limits: numbers(400).map((one) => ({ pairs: numbers(200).map((i) => i * 400 + one), most: 9 })),
  }
}

test('while it solves everything else goes on, and it can be stopped in the middle', async () => {
  const one = thread()
  const solving = one.solve(modelOf(large()), { seconds: 60 })
  const outcome = assert.rejects(solving, Stopped)
  let turns = 0
  const turning = setInterval(() => {
    turns += 1
  }, 20)
  await new Promise((done) => setTimeout(done, 600))
  clearInterval(turning)
  assert.ok(turns > 5, `only ${turns} turns`)
  await one.stop()
  await outcome
})

test('at its limit of time it gives the best it has, and says that it may not be the best there is', async () => {
  const one = thread()
  const problem = large()
  const { chosen, best } = await one.solve(modelOf(problem), { seconds: 0.4 })
  assert.equal(best, false)
  assert.ok(holds(problem, chosen))
})
