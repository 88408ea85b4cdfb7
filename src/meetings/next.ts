import { type Day, inShort } from '../platform/day.ts'
import type { Step } from '../platform/parts.tsx'
import type { MeetingStatus } from './tables.ts'

/** What a meeting’s page knows of it when it says what to do next. */
export type Present = {
  meeting: {
    id: number
    heldOn: Day
    status: MeetingStatus
    link: string | null
    agendaIssuedAt: Date | null
  }
  today: Day
  keeps: boolean
  /** How many items are on its agenda, and how many wait for an answer, as far as whoever looks sees them. */
  items: number
  proposals: number
  /** Whether the agenda changed after it was last sent. */
  changed: boolean
  /** The last day on which the agenda can be sent in time, and items proposed by whoever looks; null where they may not. */
  sendBy: Day
  proposeBy: Day | null
}

/** What whoever looks at a meeting does next, the most pressing first; nothing where nothing waits for them. */
export function nextSteps(present: Present): Step[] {
  const { meeting, today, keeps } = present
  if (meeting.status === 'cancelled') return []
  const steps = keeps ? keepersSteps(present) : []
  const joins = meeting.link !== null && meeting.heldOn === today && meeting.status === 'planned'
  return [
    ...(joins ? [{ href: meeting.link ?? '', says: 'Join from afar' }] : []),
    ...steps,
    ...readersSteps(present),
  ]
}

function keepersSteps({ meeting, today, ...present }: Present): Step[] {
  const at = `/meetings/${meeting.id}`
  const { heldOn, status, agendaIssuedAt } = meeting
  if (heldOn < today) return status === 'planned' ? [closing(at, heldOn)] : []
  const late = today > present.sendBy
  const sendBy = `${late ? 'It was due' : 'Send it'} by ${inShort(present.sendBy)}`
  const state = late ? ({ says: 'Late', tone: 'bad' } as const) : ({ says: 'Draft', tone: 'due' } as const)
  const steps: (Step | false)[] = [
    present.proposals > 0 && {
      href: `${at}/agenda#proposed`,
      says:
        present.proposals === 1 ? 'Answer the item proposed' : `Answer ${present.proposals} items proposed`,
    },
    agendaIssuedAt === null &&
      status === 'planned' &&
      (present.items === 0
        ? { href: `${at}/agenda`, says: 'Prepare the agenda', why: `${sendBy}.`, state }
        : { href: `${at}/agenda/issue`, says: 'Send the agenda', why: `${sendBy}.`, state }),
    present.changed && {
      href: `${at}/agenda/issue`,
      says: 'Send the changed agenda again',
      why: 'It has changed since it was sent.',
    },
    heldOn === today && { href: `${at}/register`, says: 'Keep the register' },
  ]
  return steps.filter((step) => step !== false)
}

const closing = (at: string, heldOn: Day): Step => ({
  href: `${at}/correct`,
  says: 'Say what became of it',
  why: `It was planned for ${inShort(heldOn)}, and nobody has said yet.`,
  state: { says: 'Past', tone: 'bad' },
})

function readersSteps({ meeting, today, keeps, items, proposeBy }: Present): Step[] {
  const at = `/meetings/${meeting.id}`
  const steps: (Step | false)[] = [
    meeting.agendaIssuedAt !== null &&
      items > 0 &&
      meeting.heldOn >= today && { href: `${at}/pack`, says: 'Read the agenda and its papers' },
    !keeps &&
      proposeBy !== null && {
        href: `${at}/items/propose`,
        says: 'Propose an item',
        why: `Until ${inShort(proposeBy)}.`,
      },
  ]
  return steps.filter((step) => step !== false)
}
