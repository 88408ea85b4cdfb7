import type { MeetingStatus } from '../meetings/tables.ts'
import { type Day, inShort, inWords } from '../platform/day.ts'
import { asked, groupsOf, type MeetingTold, pageOf, type Sending, type Told } from './rules.ts'

export function timesOf({ starts, ends }: Pick<Told, 'starts' | 'ends'>): string {
  if (starts && ends) return `${starts} to ${ends}`
  if (starts) return `from ${starts}`
  return ends ? `until ${ends}` : 'time not known yet'
}

const names: Record<(typeof asked)[number], string> = {
  title: 'Title',
  heldOn: 'Date',
  starts: 'Start',
  ends: 'End',
  place: 'Place',
  link: 'Join at',
}

const inPlain = (name: (typeof asked)[number], value: string | null) =>
  value === null ? 'not known' : name === 'heldOn' ? inWords(value as Day) : value

/** “Start: 16:00 (was 15:45)”, a line for each thing that is different. */
export const changesOf = (before: Told, now: Told): string[] =>
  asked
    .filter((name) => before[name] !== now[name])
    .map((name) => `${names[name]}: ${inPlain(name, now[name])} (was ${inPlain(name, before[name])})`)

type LetterOf = { meeting: MeetingTold; sending: Sending; before: Told | null; alliance: string; url: string }

/** The same in words, for whoever reads the mail and not the calendar. */
export function letterOf({ meeting, sending, before, alliance, url }: LetterOf) {
  const kind = kindOf(meeting, sending)
  const of = `${meeting.title}, ${inShort(meeting.heldOn)}`.replace(/\s+/g, ' ')
  const lines = [
    openings[kind],
    '',
    ...(kind === 'changed' && before ? [...changesOf(before, meeting), ''] : []),
    meeting.title,
    groupsOf(meeting),
    `${inWords(meeting.heldOn)}, ${timesOf(meeting)}`,
    ...(meeting.place ? [meeting.place] : []),
    ...(meeting.link && sending.method === 'REQUEST' ? [`Join: ${meeting.link}`] : []),
    '',
    ...(sending.method === 'REQUEST'
      ? ['Please answer with your calendar: accept, or decline if you cannot come.', '']
      : []),
    pageOf(url, meeting.id),
    '',
    `You have this mail because you ${sending.method === 'REQUEST' ? 'are' : 'were'} invited to a meeting of ${alliance}.`,
  ]
  return { subject: `${subjects[kind]}: ${of}`, text: `${lines.join('\n')}\n` }
}

type Kind = 'invited' | 'changed' | 'cancelled' | 'taken off'

const kindOf = ({ status }: { status: MeetingStatus }, { method, first }: Sending): Kind =>
  method === 'REQUEST' ? (first ? 'invited' : 'changed') : status === 'cancelled' ? 'cancelled' : 'taken off'

const subjects: Record<Kind, string> = {
  invited: 'Invitation',
  changed: 'Changed',
  cancelled: 'Cancelled',
  'taken off': 'No longer invited',
}

const openings: Record<Kind, string> = {
  invited: 'You are invited to this meeting.',
  changed: 'A meeting to which you are invited has changed.',
  cancelled: 'This meeting is cancelled.',
  'taken off': 'You are no longer expected at this meeting. It takes place without you.',
}

/**
 * What a head is sent who cannot come to the board: clause 32 lets a deputy stand in. `links` has a line for each
 * school whose seat is theirs.
 */
export const deputyLetter = (meeting: Pick<MeetingTold, 'title' | 'heldOn'>, links: string) => ({
  subject: `Send a deputy? ${meeting.title}, ${inShort(meeting.heldOn)}`.replace(/\s+/g, ' '),
  text: `You have declined ${meeting.title} on ${inWords(meeting.heldOn)}.

If a deputy is to come in your place, name them here:

${links}

How often a deputy may stand in is agreed for each year, and the page says how it stands for your school. The address
is yours alone, so do not pass this mail on.

You have this mail because your calendar declined an invitation to the board.
`,
})
