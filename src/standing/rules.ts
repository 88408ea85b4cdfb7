import { standings as called, type Standing } from '../agreement/finding.ts'
import type { MarkName } from '../platform/marks.tsx'
import type { Tone } from '../platform/parts.tsx'
import { isOffice, leadsOrAdvises, type Who } from '../platform/who.ts'
import type { Stand } from './queries.ts'

/** The schools whose standing is this person’s own: those they lead, or whose governors or trustees they chair. */
export const ownSchools = ({ held }: Who): number[] => [
  ...new Set(
    held.flatMap(({ role, membershipId }) =>
      membershipId !== null && (role === 'head' || role === 'deputy' || role === 'chair')
        ? [membershipId]
        : [],
    ),
  ),
]

/** How a school stands, and why, is for its head, deputy and chair, and for the office. */
export const maySeeSchool = (who: Who, membershipId: number) =>
  isOffice(who) || ownSchools(who).includes(membershipId)

/** How many schools stand where, and no more, is for those who lead, govern or advise any of them. */
export const maySeeTotals = leadsOrAdvises

/** What to chase, school by school, is the office’s. */
export const mayChase = isOffice

/** The schools for which this person answers as head or chair: what has to be put right waits for them. */
export const answeredFor = ({ held }: Who): number[] => [
  ...new Set(
    held.flatMap(({ role, membershipId }) =>
      membershipId !== null && (role === 'head' || role === 'chair') ? [membershipId] : [],
    ),
  ),
]

/** A standing as it is shown: what people keep between them stands nowhere, which is not the same as not applying. */
export type Shown = Standing | 'people only'

export const shownAs = ({ standing, clause }: Pick<Stand, 'standing' | 'clause'>): Shown =>
  clause.kind === 'people' ? 'people only' : standing

type Look = { says: string; mark: MarkName; tone: Tone }

/** Every standing by shape, colour and word. */
export const looks: Record<Shown, Look> = {
  met: { says: called.met, mark: 'tick', tone: 'good' },
  attested: { says: called.attested, mark: 'signed', tone: 'good' },
  'at risk': { says: called['at risk'], mark: 'half', tone: 'due' },
  breached: { says: called.breached, mark: 'cross', tone: 'bad' },
  'not yet due': { says: called['not yet due'], mark: 'clock', tone: 'calm' },
  'does not apply': { says: called['does not apply'], mark: 'dash', tone: 'quiet' },
  'people only': { says: 'People only', mark: 'people', tone: 'quiet' },
}
export const lookOf = (stand: Pick<Stand, 'standing' | 'clause'>) => looks[shownAs(stand)]

const needs: Partial<Record<Standing, number>> = { breached: 0, 'at risk': 1 }

/** What is to be put right, what is not kept before what is at risk. */
export const toPutRight = (stands: Stand[]): Stand[] =>
  stands
    .filter(({ standing }) => standing in needs)
    .sort((a, b) => (needs[a.standing] ?? 0) - (needs[b.standing] ?? 0))

/** One step that puts right one clause or several, and why. */
export type StepOfClauses = { stands: [Stand, ...Stand[]]; says: string; why: string; href: string | null }

const sameStep = ({ standing, next, clause }: Stand) =>
  JSON.stringify([standing, next?.says ?? clause.number, next?.href])

/** “6, 21 and 31”. */
export const listed = (words: string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** Why, where it stands beside others of which the same is true. */
const because = ({ because, clause }: Stand, amongOthers: boolean) =>
  amongOthers ? because.replaceAll(`clause ${clause.number}`, 'these') : because

/** What to do, the pressing first: clauses that one and the same step puts right stand together. */
export function stepsOf(stands: Stand[]): StepOfClauses[] {
  const together = new Map<string, [Stand, ...Stand[]]>()
  for (const stand of toPutRight(stands)) {
    const others = together.get(sameStep(stand))
    if (others) others.push(stand)
    else together.set(sameStep(stand), [stand])
  }
  return [...together.values()].map((same) => {
    const [{ next }] = same
    const clauses = listed(same.map(({ clause }) => clause.number))
    const says = `${same.length === 1 ? 'Clause' : 'Clauses'} ${clauses}: ${next?.says ?? 'see why'}`
    const why = [...new Set(same.map((stand) => because(stand, same.length > 1)))].join(' ')
    return { stands: same, says, why, href: next?.href ?? null }
  })
}

const inOrder: [Shown[], string][] = [
  [['met'], 'met'],
  [['attested'], 'declared'],
  [['at risk'], 'at risk'],
  [['breached'], 'not kept'],
  [['not yet due'], 'not yet due'],
  [['does not apply'], 'that do not apply'],
  [['people only'], 'kept between people'],
]

/** “31 met, 2 at risk, 9 not yet due.” */
export function summaryOf(stands: Stand[]): string {
  const parts = inOrder.flatMap(([shown, says]) => {
    const count = stands.filter((stand) => shown.includes(shownAs(stand))).length
    return count === 0
      ? []
      : [`${count} ${count === 1 && says === 'that do not apply' ? 'that does not apply' : says}`]
  })
  return `${parts.join(', ')}.`
}
