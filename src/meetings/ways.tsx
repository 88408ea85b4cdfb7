import { briefedMemberships, mayBrief } from '../briefings/rules.ts'
import { FeedbackItem } from '../feedback/parts.tsx'
import { feedbackOn } from '../feedback/queries.ts'
import { mayOpen } from '../feedback/rules.ts'
import type { Actor } from '../platform/action.ts'
import type { NavItem } from '../platform/page.tsx'
import { LinkList, Section } from '../platform/parts.tsx'
import type { Who } from '../platform/who.ts'
import type { Meeting } from './queries.ts'

/** Where a meeting leads once it is over: to a school’s briefing of it, and to what hubs reported to it. */
export function waysOf(
  who: Who,
  { id, groups, status }: Pick<Meeting, 'id' | 'groups' | 'status'>,
): NavItem[] {
  const briefs = briefedMemberships(who).some((membershipId) => mayBrief(who, membershipId))
  const held = status === 'held'
  const reported = groups.some(({ kind }) => kind === 'hub leads')
  return [
    ...(held && briefs ? [{ href: `/briefings/new?meeting=${id}`, says: 'Brief your governors on it' }] : []),
    ...(reported ? [{ href: `/hubs/reports/${id}`, says: 'Reports of the hubs' }] : []),
  ]
}

/** Feedback that stands on the agenda of a meeting by itself, and where the meeting leads. */
export async function waysOn(by: Actor, meeting: Meeting, keeps: boolean) {
  const rows = await feedbackOn(by, meeting.id)
  const links = waysOf(by.who, meeting)
  return (
    <>
      {rows.length > 0 && (
        <Section title="Feedback from groups" id="feedback">
          <FeedbackItem meetingId={meeting.id} {...{ rows }} opens={(row) => keeps || mayOpen(by.who, row)} />
        </Section>
      )}
      {links.length > 0 && <LinkList links={links} />}
    </>
  )
}
