import { termInWords, termKinds } from '../../agreement/terms/rules.ts'
import type { VoteTold } from '../../ballots/outcome/told.ts'
import { type Day, inShort, yearName } from '../../platform/day.ts'
import type { ChainItem, Citing, StoryAction, StoryDecision, StoryEdition, StoryPaper } from './queries.ts'

/** One thing that happened on the way of a decision. */
export type Moment = { on: Day; says: string; more?: string; href: string }

export type Told = {
  decision: { id: number; itemId: number; number: string }
  /** The vote by which it was taken, where it was taken by one. */
  vote: VoteTold | undefined
  items: ChainItem[]
  papers: StoryPaper[]
  decisions: StoryDecision[]
  actions: StoryAction[]
  editions: StoryEdition[]
  citing: Citing[]
}

/** Whoever keeps a meeting reads all of it; others its agenda once sent, its minutes once circulated, what was decided at once. */
export const agendaShown = ({ kept, issued }: ChainItem) => kept || issued
export const minutesShown = ({ kept, minutes }: ChainItem) =>
  kept || (minutes !== null && minutes !== 'writing' && minutes !== 'with the chair')

const beginnings: Partial<Record<ChainItem['kind'], string>> = {
  consultation: 'Consulted on',
  report: 'Reported on',
  decision: 'Taken for decision',
}

function momentsOf(item: ChainItem, { decision, vote, papers, decisions, actions }: Told): Moment[] {
  const { heldOn: on, id, meetingId, meeting } = item
  const href = `/meetings/${meetingId}/items/${id}`
  const of = <Row extends { itemId: number }>(rows: Row[]) => rows.filter(({ itemId }) => itemId === id)
  const agenda: Moment[] = agendaShown(item)
    ? [
        { on, says: `${beginnings[item.kind] ?? 'Discussed'} at ${meeting}`, more: item.title, href },
        ...of(papers).map((paper) => ({
          on,
          says: `Paper: ${paper.title}`,
          href: `/meetings/${meetingId}/papers/${paper.id}`,
        })),
      ]
    : []
  return [
    ...agenda,
    ...(item.minuted && minutesShown(item)
      ? [{ on, says: 'The minute of what was said', href: `/meetings/${meetingId}/minutes` }]
      : []),
    ...(vote && id === decision.itemId ? [voteMoment(vote)] : []),
    ...of(decisions).map((one) => ({
      on,
      says: one.id === decision.id ? `Decided: ${one.number}` : `Decision ${one.number}`,
      more: one.words,
      href: `/meetings/decisions/${one.id}`,
    })),
    ...of(actions).flatMap((action) => actionMoments(action, on)),
  ]
}

const voteMoment = ({ ballotId, on, says }: VoteTold): Moment => ({
  on,
  says: 'The schools voted',
  more: says,
  href: `/ballots/${ballotId}`,
})

function actionMoments({ id, words, owner, due, closedOn, outcome }: StoryAction, on: Day): Moment[] {
  const href = `/meetings/actions/${id}`
  const undertaken = {
    on,
    says: `${owner} undertook to act${due === null ? '' : ` by ${inShort(due)}`}`,
    more: words,
    href,
  }
  return closedOn === null
    ? [undertaken]
    : [undertaken, { on: closedOn, says: 'Done', more: [words, outcome].filter(Boolean).join(': '), href }]
}

function editionMoments({ items, decision, editions }: Told): Moment[] {
  const item = items.find(({ id }) => id === decision.itemId)
  if (!item || !minutesShown(item)) return []
  return editions.map(({ number, madeOn, reason, approvedOn }) => ({
    on: number === 1 ? (approvedOn ?? madeOn) : madeOn,
    says: number === 1 ? 'Approved with the minutes, in edition 1' : `In edition ${number} of the minutes`,
    ...(reason === null ? {} : { more: reason }),
    href: `/meetings/${item.meetingId}/editions/${number}`,
  }))
}

function citingMoment({ what, on, id, name, year, value }: Citing): Moment {
  if (what === 'waiver') return { on, says: 'A further deputy was allowed by it', href: `/meetings/${id}` }
  if (what === 'proposal')
    return { on, says: 'A proposal for the agreement names it', href: `/agreement/proposals/${id}` }
  const kind = Object.hasOwn(termKinds, name ?? '') ? (name as keyof typeof termKinds) : null
  const says = kind
    ? `${termKinds[kind].says}: ${termInWords(kind, value ?? 0)}`
    : 'A number was agreed by it'
  return {
    on,
    says,
    ...(year === null ? {} : { more: `From ${yearName(year)} on` }),
    href: '/standing/terms',
  }
}

/** Everything on the way of a decision, in the order in which it happened. */
export function storyOf(told: Told): Moment[] {
  const all = [
    ...told.items.flatMap((item) => momentsOf(item, told)),
    ...editionMoments(told),
    ...told.citing.map(citingMoment),
  ]
  return all
    .map((moment, i) => ({ moment, i }))
    .sort((a, b) => (a.moment.on < b.moment.on ? -1 : a.moment.on > b.moment.on ? 1 : a.i - b.i))
    .map(({ moment }) => moment)
}
