import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Model } from './rules.ts'

const require = createRequire(import.meta.url)

/**
 * HiGHS works in a thread of its own (decision 023), since it answers nothing else until it is done. The script is a
 * string because a bundle has no files beside it. Points are whole, so that a gap below one is none.
 */
const SCRIPT = `
const { parentPort, workerData } = require('node:worker_threads')
const loading = require(workerData)()
const solve = async ({ model, seconds }) => {
  const highs = await loading
  const { columns, rows, whole } = model
  const { maximize } = highs.constants.objectiveSense
  const { integer, continuous } = highs.constants.variableType
  const data = {
    numCols: columns, numRows: rows, sense: maximize, colCost: model.costs,
    colLower: new Float64Array(columns), colUpper: model.mostOfColumn,
    rowLower: new Float64Array(rows).fill(-highs.infinity), rowUpper: model.mostOfRow,
    matrix: { format: 'csc', numRows: rows, numCols: columns, starts: model.starts, indices: model.indices, values: model.values },
    integrality: Int32Array.from({ length: columns }, (_, i) => i < whole ? integer : continuous),
  }
  const { optimal, timeLimit } = highs.constants.modelStatus
  const { mipImprovingSolution } = highs.constants.callbackType
  return highs.withModel(data, (one) => {
    one.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0.99, time_limit: seconds })
    one.run({ [mipImprovingSolution]: ({ data: { objective_function_value } }) =>
      parentPort.postMessage({ kind: 'better', points: Math.round(objective_function_value ?? 0) }) })
    const status = one.getModelStatus()
    const { colValue } = one.getSolution()
    const chosen = []
    for (let i = 0; i < whole; i += 1) if (colValue[i] > 0.5) chosen.push(i)
    if (status === optimal) return { kind: 'solved', chosen, best: true }
    return status === timeLimit ? { kind: 'solved', chosen, best: false } : { kind: 'fault', says: 'HiGHS ended with status ' + status }
  })
}
parentPort.on('message', (asked) => solve(asked).then(
  (answer) => parentPort.postMessage(answer),
  (error) => parentPort.postMessage({ kind: 'fault', says: String(error && error.message) })))
`

/** The pairs that were chosen, by their places; `best` where it is proven that nothing is better. */
export type Solved = { chosen: number[]; best: boolean }
type Said =
  | { kind: 'better'; points: number }
  | ({ kind: 'solved' } & Solved)
  | { kind: 'fault'; says: string }

/** Somebody stopped it: no fault, and nothing to try again. */
export class Stopped extends Error {}

/** Beyond its own limit, within which it gives the best it has found. */
const GRACE_MS = 30_000

/** A thread that solves one model after another until it is stopped. */
export function solver() {
  // None of the options that our own process was started with, such as what reads TypeScript, is of use there.
  const worker = new Worker(SCRIPT, {
    eval: true,
    workerData: require.resolve('highs'),
    execArgv: [],
    env: {},
  })
  let [stopped, over] = [false, false]
  const gone = () => {
    over = true
  }
  // An error nobody listens to would end our own process; whoever is waiting listens as well.
  worker.on('error', gone).on('exit', gone)
  const stop = () => {
    stopped = true
    return worker.terminate()
  }
  const whyEnded = () => (stopped ? new Stopped() : new Error('The solver ended by itself.'))

  function solve(model: Model, { seconds, better = () => {} }: Given): Promise<Solved> {
    if (model.columns === 0) return Promise.resolve({ chosen: [], best: true })
    if (stopped || over) return Promise.reject(whyEnded())
    return new Promise((resolve, reject) => {
      const limit = setTimeout(
        () => {
          failed(new Error('The solver did not end in time.'))
          void stop()
        },
        seconds * 1000 + GRACE_MS,
      )
      const settled = () => {
        clearTimeout(limit)
        worker.off('message', said).off('error', failed).off('exit', ended)
      }
      const failed = (error: Error) => {
        settled()
        reject(error)
      }
      const ended = () => failed(whyEnded())
      const said = (answer: Said) => {
        if (answer.kind === 'better') return better(answer.points)
        if (answer.kind === 'fault') return failed(new Error(answer.says))
        settled()
        resolve({ chosen: answer.chosen, best: answer.best })
      }
      worker.on('message', said).once('error', failed).once('exit', ended)
      worker.postMessage({ model, seconds })
    })
  }

  return { solve, stop }
}

type Given = {
  /** After so long the best that is found by then is given. */
  seconds: number
  better?: (points: number) => void
}
