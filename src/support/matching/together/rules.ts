/** One practitioner for one request: the points of it, and the half-days it would take. All are whole numbers. */
export type Pair = { request: number; practitioner: number; school: number; points: number; halfDays: number }

/** Of these pairs, by their place in the list, no more half-days are taken than this. */
export type Limit = { pairs: number[]; most: number }

/** What is to be made the most of: at most one pair for each request, within all limits. */
export type Problem = { pairs: Pair[]; limits: Limit[] }

/** A match is worth so many points beside its own: what is more urgent goes unmatched last. */
export const urgencyPoints = { 'this month': 120, 'this term': 100, 'this year': 80 } as const

/**
 * What each further match of one practitioner takes away, and of one school. Both together are less than any match
 * brings, so that no request goes unmatched for the sake of evenness.
 */
export const againPoints = { practitioner: 15, school: 8 } as const

/** The points of a choice of pairs, by their places: their sum, less what is taken away for the same again. */
export function worth({ pairs }: Pick<Problem, 'pairs'>, chosen: readonly number[]): number {
  const taken = chosen.flatMap((i) => pairs[i] ?? [])
  const further = (of: 'practitioner' | 'school') =>
    taken.length - new Set(taken.map((pair) => pair[of])).size
  const points = taken.reduce((sum, pair) => sum + pair.points, 0)
  return points - againPoints.practitioner * further('practitioner') - againPoints.school * further('school')
}

/** Whether a choice of pairs gives each request one practitioner at most, and keeps within every limit. */
export function holds({ pairs, limits }: Problem, chosen: readonly number[]): boolean {
  const taken = new Set(chosen)
  const requests = chosen.map((i) => pairs[i]?.request)
  if (new Set(requests).size < requests.length) return false
  return limits.every(({ pairs: within, most }) => {
    const all = within.reduce((sum, i) => sum + (taken.has(i) ? (pairs[i]?.halfDays ?? 0) : 0), 0)
    return all <= most
  })
}

/** Each request in its turn takes the pair that is best at that moment: what matching one after another comes to. */
export function oneAfterAnother(problem: Problem, requests: readonly number[]): number[] {
  const left = problem.limits.map(({ most }) => most)
  const limitsOf: number[][] = problem.pairs.map(() => [])
  problem.limits.forEach(({ pairs }, at) => {
    for (const pair of pairs) limitsOf[pair]?.push(at)
  })
  const pairsOf = grouped(problem.pairs, 'request')
  const chosen: number[] = []
  const seen = { practitioners: new Set<number>(), schools: new Set<number>() }
  for (const request of requests) {
    const open = (pairsOf.get(request) ?? []).filter((i) =>
      (limitsOf[i] ?? []).every((at) => (left[at] ?? 0) >= (problem.pairs[i]?.halfDays ?? 0)),
    )
    const best = bestOf(problem, open, seen)
    const pair = best === undefined ? undefined : problem.pairs[best]
    if (best === undefined || !pair) continue
    chosen.push(best)
    seen.practitioners.add(pair.practitioner)
    seen.schools.add(pair.school)
    for (const at of limitsOf[best] ?? []) left[at] = (left[at] ?? 0) - pair.halfDays
  }
  return chosen
}

type Seen = { practitioners: Set<number>; schools: Set<number> }

function bestOf(
  { pairs }: Problem,
  open: readonly number[],
  { practitioners, schools }: Seen,
): number | undefined {
  const adds = (i: number) => {
    const pair = pairs[i]
    if (!pair) return Number.NEGATIVE_INFINITY
    const again = practitioners.has(pair.practitioner) ? againPoints.practitioner : 0
    return pair.points - again - (schools.has(pair.school) ? againPoints.school : 0)
  }
  return open.reduce<number | undefined>(
    (best, i) => (best === undefined || adds(i) > adds(best) ? i : best),
    undefined,
  )
}

/** What the solver is given, column by column, as it reads sparse matrices. */
export type Model = {
  columns: number
  rows: number
  costs: Float64Array
  /** 1 for a pair, which is chosen or not; infinite for how often somebody is taken again. */
  mostOfColumn: Float64Array
  mostOfRow: Float64Array
  starts: Int32Array
  indices: Int32Array
  values: Float64Array
  /** The first so many columns are whole: the pairs. */
  whole: number
}

/**
 * The problem as a mixed-integer linear one. A column for each pair; a row for each request (at most one), and for
 * each limit that could be passed. For each practitioner and each school with several pairs a further column counts
 * the matches beyond the first: its row holds `matches − further ≤ 1`, and its cost is what each takes away.
 */
export function modelOf({ pairs, limits }: Problem): Model {
  const costs = pairs.map(({ points }) => points)
  const rows: Row[] = []
  for (const columns of grouped(pairs, 'request').values()) rows.push({ most: 1, columns, value: () => 1 })
  const halves = (i: number) => pairs[i]?.halfDays ?? 0
  for (const { pairs: columns, most } of limits)
    if (columns.reduce((sum, i) => sum + halves(i), 0) > most) rows.push({ most, columns, value: halves })
  for (const [of, takes] of Object.entries(againPoints) as ['practitioner' | 'school', number][])
    for (const same of grouped(pairs, of).values()) {
      if (same.length < 2) continue
      const further = costs.push(-takes) - 1
      rows.push({ most: 1, columns: [...same, further], value: (i) => (i === further ? -1 : 1) })
    }
  return {
    ...{ columns: costs.length, rows: rows.length, whole: pairs.length },
    costs: Float64Array.from(costs),
    mostOfColumn: Float64Array.from(costs, (_, i) => (i < pairs.length ? 1 : Number.POSITIVE_INFINITY)),
    mostOfRow: Float64Array.from(rows, ({ most }) => most),
    ...byColumn(rows, costs.length),
  }
}

type Row = { most: number; columns: number[]; value: (column: number) => number }

/** The rows as the columns they are made of, one column after another. */
function byColumn(rows: Row[], columns: number): Pick<Model, 'starts' | 'indices' | 'values'> {
  const starts = new Int32Array(columns + 1)
  for (const row of rows) for (const column of row.columns) starts[column + 1] = (starts[column + 1] ?? 0) + 1
  for (let i = 0; i < columns; i += 1) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0)
  const next = starts.slice()
  const indices = new Int32Array(starts[columns] ?? 0)
  const values = new Float64Array(indices.length)
  rows.forEach((row, at) => {
    for (const column of row.columns) {
      const place = next[column] ?? 0
      indices[place] = at
      values[place] = row.value(column)
      next[column] = place + 1
    }
  })
  return { starts, indices, values }
}

/** The places of the pairs that share what they are of. */
export function grouped(
  pairs: readonly Pair[],
  of: 'request' | 'practitioner' | 'school',
): Map<number, number[]> {
  const groups = new Map<number, number[]>()
  pairs.forEach((pair, i) => {
    const group = groups.get(pair[of])
    if (group) group.push(i)
    else groups.set(pair[of], [i])
  })
  return groups
}
