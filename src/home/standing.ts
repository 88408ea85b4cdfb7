import type { Standing } from '../agreement/finding.ts'
import type { Actor } from '../platform/action.ts'
import type { Day } from '../platform/day.ts'
import { schoolHref } from '../standing/judged.tsx'
import type { Standings } from '../standing/queries.ts'
import { maySeeTotals, ownSchools } from '../standing/rules.ts'
import { standingsToday } from '../standing/today.ts'
import { toldOf, totalsOf } from '../standing/totals.ts'

export type StandingLine = { says: string; href: string }

/** As long as one line about the whole alliance may be behind its records. */
const STALE_MS = 60_000

/**
 * How the schools stand, a line each: for whoever leads or chairs schools their own, as it is at this moment; for
 * others who lead or advise how the alliance does, worked out once a minute for all of them.
 */
export function standingLines() {
  let known: { on: Day; at: number; line: Promise<StandingLine[]> } | undefined
  const alliance = (by: Actor) => {
    if (known && known.on === by.today && performance.now() - known.at < STALE_MS) return known.line
    known = { on: by.today, at: performance.now(), line: standingsToday(by).then(allianceLine) }
    known.line.catch(() => {
      known = undefined
    })
    return known.line
  }
  return async (by: Actor): Promise<StandingLine[]> => {
    const own = ownSchools(by.who)
    if (own.length > 0) return ownLines(await standingsToday(by), own)
    return maySeeTotals(by.who) ? alliance(by) : []
  }
}

const ownLines = ({ members, of, clauses }: Standings, own: number[]): StandingLine[] =>
  clauses.length === 0
    ? []
    : members
        .filter(({ id }) => own.includes(id))
        .map((member) => ({
          says: `${member.shortName}: ${inOneLine(of(member))}`,
          href: schoolHref(member.id),
        }))

const kept = (one: Standing) => one === 'met' || one === 'attested'

/** “31 clauses kept, 2 at risk, 9 not due yet.” What applies to nobody or is kept between people is on the page itself. */
export function inOneLine(stands: { standing: Standing }[]): string {
  const count = (such: (one: Standing) => boolean) => stands.filter(({ standing }) => such(standing)).length
  const clauses = count(kept)
  const others: [number, string][] = [
    [count((one) => one === 'at risk'), 'at risk'],
    [count((one) => one === 'breached'), 'not kept'],
    [count((one) => one === 'not yet due'), 'not due yet'],
  ]
  const told = others.filter(([many]) => many > 0).map(([many, says]) => `${many} ${says}`)
  return `${[`${clauses} ${clauses === 1 ? 'clause' : 'clauses'} kept`, ...told].join(', ')}.`
}

/** Of nothing but what is told to everybody of each clause, so that the line gives no school away. */
export function allianceLine(standings: Standings): StandingLine[] {
  const told = totalsOf(standings).map((counts) => toldOf(counts))
  if (told.length === 0) return []
  const clear = told.filter(
    ({ of, counts }) =>
      of === 0 ||
      (counts !== null &&
        [counts['at risk'], counts.broken].every((count) => count.is === 'exact' && count.schools === 0)),
  ).length
  return [{ says: `On ${clear} of ${told.length} clauses no school is behind.`, href: '/standing' }]
}
