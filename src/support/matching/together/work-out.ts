import { loadsOf, type Request } from '../suggestions/candidate.ts'
import type { Weighing } from '../suggestions/queries.ts'
import { suggest } from '../suggestions/rules.ts'
import { modelOf, oneAfterAnother, type Problem, worth } from './rules.ts'
import type { solver } from './solver.ts'
import type { Progress, Proposed, Result } from './tables.ts'
import { type Weighed, weighAll } from './weigh.ts'

/** Then the best that was found is proposed. Four hundred practitioners who could all help 200 schools take five. */
const LONGEST_SECONDS = 60

type Tell = (progress: Progress) => Promise<void>
type By = { thread: ReturnType<typeof solver>; tell?: Tell; seconds?: number }

/** Matches these requests to the best whole. */
export async function workOut(
  requests: readonly Request[],
  weighing: Weighing,
  { thread, tell = async () => {}, seconds = LONGEST_SECONDS }: By,
): Promise<Result> {
  const started = performance.now()
  const of = requests.length
  const { problem, nobody } = await weighAll(requests, weighing, (done) =>
    tell({ says: `Weighing ${done} of ${of} requests`, done, of }),
  )
  await tell({ says: 'Looking for the best whole', done: 0, of: 0 })
  const better = (points: number) =>
    void tell({
      says: `Looking for the best whole: ${inFigures(points)} points so far`,
      done: 0,
      of: 0,
    }).catch(() => {})
  const solved = await thread.solve(modelOf(problem), { seconds, better })
  const inTurn = oneAfterAnother(
    problem,
    requests.map(({ id }) => id),
  )
  // What was not proven in time may be worse than the simple way.
  const chosen = worth(problem, solved.chosen) >= worth(problem, inTurn) ? solved.chosen : inTurn
  return {
    practitioners: weighing.candidates.length,
    ...proposed(requests, weighing, { problem, nobody }, chosen),
    points: worth(problem, chosen),
    oneAfterAnother: { matches: inTurn.length, points: worth(problem, inTurn) },
    best: solved.best,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  }
}

const inFigures = (points: number) => points.toLocaleString('en-GB')

function proposed(
  requests: readonly Request[],
  { candidates, context }: Weighing,
  { problem, nobody }: Weighed,
  chosen: number[],
): Pick<Result, 'proposals' | 'unmatched'> {
  const loads = loadsOf(candidates)
  const pairOf = new Map(chosen.flatMap((i) => pairAt(problem, i)).map((pair) => [pair.request, pair]))
  const proposals: Proposed[] = []
  const unmatched: Result['unmatched'] = []
  for (const request of requests) {
    const pair = pairOf.get(request.id)
    const them = candidates.filter(({ id }) => id === pair?.practitioner)
    const [one] = suggest(request, them, context, loads).suggested
    if (pair && one) proposals.push({ ...one, halfDays: pair.halfDays, deploymentId: request.id })
    else
      unmatched.push({
        deploymentId: request.id,
        why: nobody.get(request.id) ?? taken(request, problem, candidates),
      })
  }
  return { proposals, unmatched }
}

const pairAt = ({ pairs }: Problem, i: number) => pairs[i] ?? []

const NAMED = 5

/** Those who could have helped, whose days go to other requests. */
function taken({ id }: Request, { pairs }: Problem, candidates: Weighing['candidates']): string {
  const able = new Set(pairs.filter(({ request }) => request === id).map(({ practitioner }) => practitioner))
  const names = candidates.filter((one) => able.has(one.id)).map(({ name }) => name)
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : ''
  return `The days of those who could help go to other requests: ${names.slice(0, NAMED).join(', ')}${more}`
}
