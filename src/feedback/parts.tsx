import { inWords } from '../platform/day.ts'
import { Bullets, Link, Tag, Text } from '../platform/parts.tsx'
import type { Feedback } from './queries.ts'
import { type FeedbackState, feedbackHref, feedbackStates, isOwing } from './rules.ts'

const tones = { due: 'due', late: 'bad', given: 'good', 'given late': 'due', 'no meeting': 'quiet' } as const

export const FeedbackTag = ({ state }: { state: FeedbackState }) => (
  <Tag says={feedbackStates[state]} tone={tones[state]} />
)

/** What became of one report at one meeting of those on whose agenda it stood, in a sentence. */
export function atMeeting({ state, at, due, missed }: Feedback, meetingId: number): string {
  const here = at?.id === meetingId
  const late = due !== null && due.id !== meetingId && missed.some(({ id }) => id === due.id)
  const since = late ? `, due on ${inWords(due.heldOn)}` : ''
  if (here) return isOwing(state) ? `Not given yet${since}.` : `Given${late ? ` late${since}` : ''}.`
  return `Not given${since}; ${at ? `carried to ${inWords(at.heldOn)}` : 'carried to the next meeting'}.`
}

const metOf = ({ group, heldOn }: Feedback) => `${group}, ${inWords(heldOn)}`

type ItemProps = { meetingId: number; rows: Feedback[]; opens: (row: Feedback) => boolean }

/** Feedback that stands on the agenda of a meeting, with what was reported there; `opens` says whose may be opened. */
export function FeedbackItem({ meetingId, rows, opens }: ItemProps) {
  if (rows.length === 0) return <Text>No feedback from groups is due at this meeting.</Text>
  return (
    <Bullets
      items={rows.map((row) => (
        <>
          {opens(row) ? <Link to={feedbackHref(row)}>{metOf(row)}</Link> : metOf(row)}:{' '}
          {[row.person, row.school].filter(Boolean).join(', ')}. {atMeeting(row, meetingId)}
          {row.at?.id === meetingId && row.words && ` ${row.words}`}
        </>
      ))}
    />
  )
}

/** The same for a document: a line for each, as plain text. */
export const feedbackLines = (meetingId: number, rows: Feedback[]): string[] =>
  rows.map((row) => {
    const who = [row.person, row.school].filter(Boolean).join(', ')
    const said = row.at?.id === meetingId && row.words ? ` ${row.words}` : ''
    return `${metOf(row)}: ${who}. ${atMeeting(row, meetingId)}${said}`
  })
