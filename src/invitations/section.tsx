import type { MeetingStatus } from '../meetings/tables.ts'
import type { Actor } from '../platform/action.ts'
import type { Day } from '../platform/day.ts'
import { Link, Section, Text } from '../platform/parts.tsx'
import { answersTo } from './queries.ts'
import { mayStillInvite, repliesInWords } from './rules.ts'

/** On the page of a meeting that is to come, for whoever keeps it: how many are invited, and what they answered. */
export async function invitationsOn(
  { db, today }: Actor,
  meeting: { id: number; status: MeetingStatus; heldOn: Day },
  keeps: boolean,
) {
  if (!keeps || !mayStillInvite(meeting, today)) return null
  const answers = await answersTo(db, meeting.id)
  const none = answers.length === 0
  return (
    <Section title="Invitations" id="invitations">
      <Text>
        {none ? 'Nobody has been invited yet. ' : `${repliesInWords(answers.map(({ reply }) => reply))} `}
        <Link to={`/meetings/${meeting.id}/invitations`}>
          {none ? 'Invite people' : 'Invitations and answers'}
        </Link>
      </Text>
    </Section>
  )
}
