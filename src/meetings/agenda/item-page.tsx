import type { Child } from 'hono/jsx'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Inset, Lead, Link, Section, Tag } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import type { Meeting } from '../queries.ts'
import type { Content } from './content.tsx'
import type { Item, Sibling } from './queries.ts'
import { plainTitle } from './rules.ts'
import { itemKinds, itemStates } from './tables.ts'

/** What this reader may do with an item. */
type ItemMay = {
  keep: boolean
  /** Add a paper to it. */
  add: boolean
  /** Declare an interest in it. */
  declare: boolean
  /** Take their own proposal back. */
  withdraw: boolean
}

type ItemProps = {
  meeting: Meeting
  item: Item
  may: ItemMay
  /** The item it takes up, and those that take it up again. */
  follows: Sibling | undefined
  followed: Sibling[]
  /** What appears on an item of this kind by itself. */
  content: Content | null
  /** What is put to the vote of it. */
  votes: Child
  papers: Child
  /** Who may read it, where not everybody may. */
  sight: Child
  interests: Child
  history: Child
}

const tones = { proposed: 'due', accepted: 'good', declined: 'quiet', withdrawn: 'quiet' } as const

/** One item of an agenda. Its title is no title of the page where it is confidential. */
export function ItemPage({ meeting, item, may, follows, followed, ...parts }: ItemProps) {
  const at = `/meetings/${meeting.id}/items/${item.id}`
  const accepted = item.state === 'accepted'
  const title = accepted ? plainTitle(item) : item.partB ? 'A proposal for Part B' : item.title
  return (
    <Page title={title} up={{ href: `/meetings/${meeting.id}`, says: meeting.title }} wide>
      {item.partB && <Lead>{item.title}</Lead>}
      {parts.sight}
      {item.partB && (
        <Inset>
          Confidential (Part B). Speak of it only with those who may read it. That you opened it is recorded.
        </Inset>
      )}
      <Facts
        facts={[
          { is: 'Kind', says: itemKinds[item.kind] },
          item.purpose !== '' && { is: 'Purpose', says: item.purpose },
          { is: 'Led by', says: item.owner ?? 'Nobody yet' },
          item.minutes !== null && { is: 'Time', says: `${item.minutes} minutes` },
          item.proposer !== null && {
            is: 'Proposed by',
            says: [item.proposer, item.school].filter(Boolean).join(', '),
          },
          !accepted && {
            is: 'State',
            says: <Tag says={itemStates[item.state]} tone={tones[item.state]} />,
          },
          item.stateReason !== null && { is: 'Reason', says: item.stateReason },
          follows ? { is: 'Takes up', says: <Earlier of={follows} /> } : null,
          followed.length > 0 && {
            is: 'Taken up again',
            says: followed.map((one, i) => (
              <>
                {i > 0 && ', '}
                <Earlier of={one} />
              </>
            )),
          },
        ]}
      />
      <ItemDeeds {...{ item, may, at }} />
      {parts.content && <Section title={parts.content.title}>{parts.content.shown}</Section>}
      {parts.votes}
      {parts.papers}
      {parts.interests}
      {parts.history}
    </Page>
  )
}

const Earlier = ({ of: { id, meetingId, title, meeting } }: { of: Sibling }) => (
  <>
    <Link to={`/meetings/${meetingId}/items/${id}`}>{title}</Link>, {meeting}
  </>
)

function ItemDeeds({ item, may, at }: { item: Item; may: ItemMay; at: string }) {
  const [proposed, accepted] = [item.state === 'proposed', item.state === 'accepted']
  return (
    <Deeds>
      {may.keep && proposed && <PressButton action={`${at}/accept`} says="Put it on the agenda" />}
      {may.keep && proposed && (
        <ButtonLink to={`${at}/decline`} kind="secondary">
          Decline it
        </ButtonLink>
      )}
      {may.withdraw && <PressButton action={`${at}/withdraw`} says="Withdraw my proposal" quiet />}
      {may.add && accepted && (
        <ButtonLink to={`${at}/papers/new`} kind="secondary">
          Add a paper
        </ButtonLink>
      )}
      {may.declare && accepted && (
        <ButtonLink to={`${at}/interests/new`} kind="secondary">
          Declare an interest
        </ButtonLink>
      )}
      {may.keep && (
        <ButtonLink to={`${at}/correct`} kind="secondary">
          Correct it
        </ButtonLink>
      )}
      {may.keep && accepted && (
        <ButtonLink to={`${at}/part-b`} kind="secondary">
          {item.partB ? 'Who may read it' : 'Make it confidential'}
        </ButtonLink>
      )}
      {may.keep && accepted && <PressButton action={`${at}/remove`} says="Take it off the agenda" quiet />}
    </Deeds>
  )
}
