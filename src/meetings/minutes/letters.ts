import { inWords } from '../../platform/day.ts'
import type { Meeting } from '../queries.ts'
import type { Recipient } from './queries.ts'

type About = { to: Recipient; meeting: Pick<Meeting, 'id' | 'title' | 'heldOn'>; url: string }

/** Mail about minutes names the meeting and no item of it: what is confidential must not leave by mail. */
const letter = ({ to, meeting, url }: About, subject: string, says: string[], why: string) => ({
  subject: `${subject}: ${meeting.title}, ${inWords(meeting.heldOn)}`,
  text: [`Hello ${to.name},`, ...says, `${url}/meetings/${meeting.id}/minutes`, why].join('\n\n'),
})

const of = ({ title, heldOn }: About['meeting']) => `${title} on ${inWords(heldOn)}`

export const toChair = (about: About) =>
  letter(
    about,
    'Minutes for you to read',
    [
      `The minutes of ${of(about.meeting)} are written and wait for you.`,
      'Read them, then let them go out as a draft, or send them back with what is to be put right:',
    ],
    'You get this because you chaired the meeting.',
  )

export const toClerk = (about: About) =>
  letter(
    about,
    'Minutes to put right',
    [`The chair has read the minutes of ${of(about.meeting)} and asks for something to be put right:`],
    'You get this because you keep the minutes of the meeting.',
  )

export const toReaders = (about: About) =>
  letter(
    about,
    'Draft minutes',
    [
      `The draft minutes of ${of(about.meeting)} are ready to read. They are a draft until a meeting approves them.`,
      'Tell the clerk before the next meeting if anything is not right:',
    ],
    'You get this because you were invited to the meeting, were there, or serve on the group.',
  )
