import { withVotes } from '../../ballots/outcome/told.ts'
import type { Actor } from '../../platform/action.ts'
import { inWords } from '../../platform/day.ts'
import { LivePart } from '../../platform/live-part.tsx'
import { ButtonLink, Deeds, Link, Section, type Step, Text } from '../../platform/parts.tsx'
import { ActionsSection } from '../action-log/pages.tsx'
import { actionsOfMeeting } from '../action-log/queries.ts'
import { DecisionsSection } from '../decisions/pages.tsx'
import { decisionsOfMeeting } from '../decisions/queries.ts'
import type { Meeting } from '../queries.ts'
import { MinutesTag } from './pages.tsx'
import { handIn, type MinutesRow, minutesOf, minutesToApprove, type ToApprove } from './queries.ts'
import { type Hand, isApproved, mayRead, mayWrite } from './rules.ts'

/**
 * Minutes, decisions and actions on the page of their meeting, as far as this reader is given them, and what they do
 * next about the minutes.
 */
export async function minutesOn(by: Actor, meeting: Meeting) {
  if (meeting.status === 'cancelled') return { next: [], section: null }
  const [minutes, decisions, actions] = await Promise.all([
    minutesOf(by.db, meeting.id),
    decisionsOfMeeting(by.db, meeting.id).then((found) => withVotes(by.db, found)),
    actionsOfMeeting(by.db, meeting.id, by.today),
  ])
  const hand = await handIn(by.db, by.who, meeting, minutes)
  const toApprove = hand.keeper ? await minutesToApprove(by.db, meeting.id) : []
  const section = (
    <LivePart of={`meetings/${meeting.id}`} part="minutes">
      <MinutesSection {...{ meeting, minutes, hand, toApprove, today: by.today }} />
      <DecisionsSection of={decisions} keeps={hand.keeper} />
      <ActionsSection of={actions} today={by.today} />
    </LivePart>
  )
  return { next: nextSteps({ meeting, minutes, hand, toApprove, today: by.today }), section }
}

type Shown = {
  meeting: Meeting
  minutes: MinutesRow
  hand: Hand
  toApprove: ToApprove[]
  today: Actor['today']
}

/** What waits for whoever looks, once a meeting was held. */
function nextSteps({ meeting, minutes: { id, state }, hand, toApprove, today }: Shown): Step[] {
  if (meeting.status !== 'held' || meeting.heldOn > today) return []
  const href = `/meetings/${meeting.id}/minutes`
  const earlier = toApprove.map(({ id, title }) => ({
    href: `/meetings/${id}/minutes/approve?at=${meeting.id}`,
    says: `Record whether the minutes of ${title} were approved here`,
  }))
  // A meeting without an agenda here is minuted elsewhere.
  if (state === 'writing' && hand.keeper && (id !== null || meeting.agendaIssuedAt !== null))
    return [
      ...earlier,
      { href, says: id === null ? 'Write the minutes' : 'Finish the minutes, and send them to the chair' },
    ]
  if (state === 'with the chair' && hand.chair)
    return [...earlier, { href, says: 'Read the minutes, and let them go out or send them back' }]
  if (state === 'approved' && hand.signatory)
    return [...earlier, { href: `${href}/sign`, says: 'Sign the minutes' }]
  return earlier
}

function MinutesSection({ meeting, minutes, hand, toApprove, today }: Shown) {
  const at = `/meetings/${meeting.id}`
  const begun = minutes.id !== null
  const reads = begun && mayRead(hand, minutes.state)
  const writes = mayWrite(hand, minutes.state) && (begun || meeting.heldOn <= today)
  if (!reads && !writes && toApprove.length === 0) return null
  return (
    <Section title="Minutes" id="minutes">
      {begun && (
        <Text>
          <MinutesTag state={minutes.state} />{' '}
          {reads && !writes && <Link to={`${at}/minutes`}>Read the minutes</Link>}
          {reads && writes && <Link to={`${at}/minutes/read`}>Read them as they stand</Link>}
          {isApproved(minutes.state) && (
            <>
              {' · '}
              <Link to={`${at}/editions`}>Approved editions</Link>
            </>
          )}
        </Text>
      )}
      {toApprove.map(({ id, title, heldOn }) => (
        <Text>
          To be approved here:{' '}
          <Link to={`/meetings/${id}/minutes`}>
            minutes of {title}, {inWords(heldOn)}
          </Link>
        </Text>
      ))}
      {writes && (
        <Deeds>
          <ButtonLink to={`${at}/minutes`} kind="secondary">
            {begun ? 'Write the minutes' : 'Begin the minutes'}
          </ButtonLink>
        </Deeds>
      )}
    </Section>
  )
}
