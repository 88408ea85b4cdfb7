/** Below this many, who knows the others may guess. */
const FEW = 5

/** How many may vote, have taken a paper or voted by name. */
type Few = { may: number; papers: number; named: number }

const schools = (count: number) => (count === 1 ? 'one school' : `${count} schools`)

/** Why a secret vote may come to be no secret, told before anybody casts one; nothing where many may vote. */
export function warningsBefore({ may, papers, named }: Few): string[] {
  if (may === 1) return ['Only one school may vote, so everybody will know how it voted.']
  const secret = may - named
  const left = may - named - papers
  const few =
    may < FEW
      ? [
          `Only ${schools(may)} may vote. With so few, others may guess from the result how each of them voted.`,
        ]
      : []
  if (named === 0) return few
  if (left === 1 && papers === 0)
    return ['Every other school has voted by name, so the one secret vote that is left will be known.']
  if (secret < FEW && may >= FEW)
    return [
      `So many have voted by name that at most ${schools(secret)} can vote in secret. Others may guess how each of them voted.`,
    ]
  return few
}

/** Where the result tells what the papers hide. `choices` are those of the papers in the box. */
export function warningsAfter(choices: string[]): string[] {
  const count = choices.length
  if (count === 0) return []
  if (count === 1)
    return [
      'There was one secret paper. Whoever knows which school put it into the box knows how it voted, and the schools that took one are named below.',
    ]
  const few =
    count < FEW
      ? [`There were only ${count} secret papers, so others may guess how each of these schools voted.`]
      : []
  return [...oneMind(choices), ...few]
}

function oneMind(choices: string[]): string[] {
  const most = Math.max(
    ...[...new Set(choices)].map((choice) => choices.filter((one) => one === choice).length),
  )
  if (most === choices.length)
    return [
      `All ${most} secret papers say the same, so it is known how each school that put one into the box voted.`,
    ]
  if (most === choices.length - 1 && most > 1)
    return [
      'All secret papers but one say the same: whoever cast that one knows how each of the others voted.',
    ]
  return []
}

/** A paper more than was taken is there by nobody’s right; fewer are there where a school kept its own back. */
export function boxInWords(papers: number, taken: number): string {
  const were = taken === 1 ? '1 school took a voting paper' : `${taken} schools took a voting paper`
  const lay = papers === 1 ? '1 paper was in the box' : `${papers} papers were in the box`
  if (papers > taken)
    return `${were}, and ${lay}: there are more than were taken, so this count does not hold.`
  if (papers === taken) return `${were}, and ${lay}.`
  return `${were}, and ${lay}. A school that takes a paper need not put it into the box.`
}
