import type { MinuteState } from '../meetings/minutes/tables.ts'
import type { Came } from '../meetings/register/rules.ts'
import { isMemberOn } from '../members/rules.ts'
import { type Day, inWords } from '../platform/day.ts'
import { inPounds } from '../platform/money.ts'
import { mayHandOn } from './rules.ts'

export type DecisionTold = {
  number: string
  words: string
  means: string | null
  pence: number | null
  takesEffectOn: Day | null
}

export type ActionTold = {
  words: string
  owner: string
  dueOn: Day | null
  closedOn: Day | null
  outcome: string | null
}

/** What the records hold of a meeting, as far as anybody may read it, for one school. */
export type Recorded = {
  school: { name: string; joinedOn: Day; leftOn: Day | null }
  meeting: { title: string; heldOn: Day }
  came: Came
  minutes: MinuteState | null
  edition: { number: number; digest: string } | null
  decisions: DecisionTold[]
  actions: ActionTold[]
  ahead: { title: string; heldOn: Day }[]
  /** Clauses that do not bind a school of this kind, by number, with the reason. */
  exempt: Map<string, string>
}

/** What people typed, as one line of a text. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
const ended = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)
const said = (text: string) => ended(oneLine(text))

const attended: Record<Came, string> = {
  head: 'the head was there',
  deputy: 'a deputy was there in the head’s place',
  'sent somebody': 'somebody of the school was there, but not the head',
  apologies: 'apologies were sent',
  absent: 'nobody of the school was there',
  'not recorded': 'the register says nothing of the school',
}

/** Why a decision does not touch the school, in a sentence; null where it may. */
export function notForUs({ words, means, takesEffectOn }: DecisionTold, { school, exempt }: Recorded) {
  if (takesEffectOn && school.leftOn !== null && takesEffectOn > school.leftOn)
    return `It takes effect after ${school.name} leaves the alliance on ${inWords(school.leftOn)}.`
  const named = [...`${words} ${means ?? ''}`.matchAll(/\bclause (\d{1,3})\b/gi)].map(
    ([, number = '']) => number,
  )
  const reasons = named.map((number) => exempt.get(number))
  return named.length > 0 && reasons.every(Boolean) ? (reasons[0] ?? null) : null
}

/** The briefing as the records give it, in Markdown; whoever gives it puts it in their own words. */
export function drafted(of: Recorded): string {
  const parts = [
    inShort(of),
    section('Decisions and what they mean for our school', decisionLines(of)),
    section('Money', moneyLines(of)),
    section('Dates', dateLines(of)),
    section('What our people undertook', of.actions.map(actionLine)),
    section('Where this comes from', [sourceLine(of)]),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

const section = (title: string, paragraphs: string[]) =>
  paragraphs.length === 0 ? '' : [`## ${title}`, ...paragraphs].join('\n\n')

const many = (count: number, one: string, more: string) =>
  `${count === 0 ? 'No' : count} ${count === 1 ? one : more}`

function inShort({ school, meeting, came, decisions, actions, minutes }: Recorded): string {
  const met = `${oneLine(meeting.title)} met on ${inWords(meeting.heldOn)}. For ${school.name}, ${attended[came]}.`
  const member = isMemberOn(school, meeting.heldOn) ? '' : ' The school was not a member on that day.'
  if (!mayHandOn(minutes))
    return `${met}${member}\n\nIts minutes have not been circulated yet: make this again from the records when they are, and its decisions will be here.`
  const sum = `${many(decisions.length, 'decision', 'decisions')} recorded; ${many(actions.length, 'action', 'actions').toLowerCase()} for our people.`
  return `${met}${member} ${sum}`
}

const decisionLines = (of: Recorded) =>
  of.decisions.flatMap((one) => [`**${one.number}** ${said(one.words)}`, meaning(one, of)])

function meaning(one: DecisionTold, of: Recorded): string {
  const not = notForUs(one, of)
  if (not) return `For our school: ${not}`
  const cost = one.pence === null ? '' : ` It costs each school ${inPounds(one.pence)}.`
  const from = one.takesEffectOn === null ? '' : ` It takes effect on ${inWords(one.takesEffectOn)}.`
  return `For our school: ${one.means === null ? 'the minutes do not say what it means for a school.' : said(one.means)}${cost}${from}`
}

function moneyLines(of: Recorded): string[] {
  const ours = of.decisions.filter((one) => (one.pence ?? 0) > 0 && notForUs(one, of) === null)
  if (ours.length === 0) return mayHandOn(of.minutes) ? ['No decision asks our school for money.'] : []
  const sum = ours.reduce((total, { pence }) => total + (pence ?? 0), 0)
  const lines = ours.map(({ number, pence }) => `- ${inPounds(pence ?? 0)}: decision ${number}`).join('\n')
  return [`The decisions ask our school for ${inPounds(sum)} in all:`, lines]
}

function dateLines(of: Recorded): string[] {
  const effects = of.decisions
    .filter((one) => notForUs(one, of) === null)
    .flatMap(({ takesEffectOn: on, number }) => (on ? [{ on, says: `decision ${number} takes effect` }] : []))
  const meetings = of.ahead.map(({ heldOn: on, title }) => ({ on, says: oneLine(title) }))
  const all = [...effects, ...meetings].sort((a, b) => (a.on < b.on ? -1 : 1))
  return all.length === 0 ? [] : [all.map(({ on, says }) => `- ${inWords(on)}: ${says}`).join('\n')]
}

function actionLine({ words, owner, dueOn, closedOn, outcome }: ActionTold): string {
  if (closedOn) return `- ${said(words)} ${owner}; closed on ${inWords(closedOn)}: ${said(outcome ?? '')}`
  return `- ${said(words)} ${owner}${dueOn ? `, by ${inWords(dueOn)}` : ''}.`
}

function sourceLine({ minutes, edition, meeting }: Recorded): string {
  const what = !mayHandOn(minutes)
    ? 'The calendar and the register of the meeting'
    : minutes === 'circulated'
      ? 'The draft minutes, which have not been approved yet'
      : 'The approved minutes'
  const full = edition ? ` Edition ${edition.number} of the minutes has the digest ${edition.digest}.` : ''
  return `${what} of ${inWords(meeting.heldOn)}. What was confidential is left out.${full}`
}
