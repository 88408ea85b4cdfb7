/** The items that somebody moved from one order to another: as few as explain it. */
export function movedBetween(before: number[], after: number[]): Set<number> {
  const both = after.filter((id) => before.includes(id))
  const stayed = longestRising(both.map((id) => before.indexOf(id)))
  const still = new Set(stayed.map((at) => before[at]))
  return new Set(both.filter((id) => !still.has(id)))
}

/** The longest run of growing numbers, not necessarily next to each other. */
function longestRising(numbers: number[]): number[] {
  const best: number[][] = []
  for (const [i, number] of numbers.entries()) {
    const before = best.filter((run, j) => j < i && (run.at(-1) ?? -1) < number)
    const longest = before.reduce<number[]>((most, run) => (run.length > most.length ? run : most), [])
    best.push([...longest, number])
  }
  return best.reduce<number[]>((most, run) => (run.length > most.length ? run : most), [])
}

/** The items in the order of the places typed beside them; of two at one place the one that was moved there comes first. */
export function orderTyped(opened: number[], typed: Map<number, number>): number[] {
  const placeOf = (id: number) => typed.get(id) ?? opened.indexOf(id) + 1
  const moved = (id: number) => placeOf(id) !== opened.indexOf(id) + 1
  const rank = (id: number) => {
    const was = opened.indexOf(id) + 1
    const place = placeOf(id)
    // Who goes down to a place comes after whoever stood there, since that one moves up.
    return moved(id) ? (place > was ? place + 0.25 : place - 0.25) : place
  }
  return [...opened].sort((a, b) => rank(a) - rank(b) || opened.indexOf(a) - opened.indexOf(b))
}

export type Merged = { order: number[] } | { both: number[] }

/**
 * Brings an order made on a page that was opened at `opened` to the agenda as it stands now. What one person moved
 * and what others moved meanwhile both hold; the same item moved by both to different places is for people to settle.
 */
export function mergedOrder(opened: number[], mine: number[], now: number[]): Merged {
  const byMe = movedBetween(opened, mine)
  const byThem = movedBetween(opened, now)
  const both = [...byMe].filter((id) => byThem.has(id) && before(mine, id) !== before(now, id))
  if (both.length > 0) return { both }
  let order = now
  for (const id of mine) if (byMe.has(id) && order.includes(id)) order = placed(order, id, mine)
  return { order }
}

const before = (order: number[], id: number) => order[order.indexOf(id) - 1]

/** Puts the item after whatever stands before it in my order, as far as that is still there. */
function placed(order: number[], id: number, mine: number[]): number[] {
  const rest = order.filter((one) => one !== id)
  const ahead = mine.slice(0, mine.indexOf(id)).findLast((one) => rest.includes(one))
  const at = ahead === undefined ? 0 : rest.indexOf(ahead) + 1
  return rest.toSpliced(at, 0, id)
}

/** One place up or down; at the end of the list it stays. */
export function stepped(order: number[], id: number, step: -1 | 1): number[] {
  const at = order.indexOf(id)
  const to = Math.min(order.length - 1, Math.max(0, at + step))
  return at === -1 ? order : order.toSpliced(at, 1).toSpliced(to, 0, id)
}
