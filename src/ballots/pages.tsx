import type { Child } from 'hono/jsx'
import { inWords, momentInWords } from '../platform/day.ts'
import { type Answers, form } from '../platform/form.ts'
import { LivePart } from '../platform/live-part.tsx'
import { Page } from '../platform/page.tsx'
import {
  Bullets,
  Details,
  type Fact,
  Facts,
  Inset,
  Lead,
  Link,
  Section,
  Tag,
  Text,
  type Tone,
} from '../platform/parts.tsx'
import { ErrorSummary, PressButton } from '../platform/questions.tsx'
import type { Keeping } from './keeping.ts'
import type { Ballot, OptionRow, Turnout } from './queries.ts'
import { type BallotState, decidedBy, states, takesVotes, titleOf, tookInWords } from './rules.ts'
import { askings, manners } from './tables.ts'

const tones: Record<BallotState, Tone> = {
  proposed: 'quiet',
  drafted: 'calm',
  beforehand: 'due',
  open: 'due',
  closed: 'quiet',
  cancelled: 'quiet',
}
export const BallotTag = ({ state }: { state: BallotState }) => (
  <Tag says={states[state]} tone={tones[state]} />
)

/** What whoever keeps a vote presses, each a form without questions. */
export type Deed = 'open' | 'beforehand' | 'close'
export const pressing = form({})

type BallotProps = {
  ballot: Ballot
  options: OptionRow[]
  turnout: Turnout
  abstentionsCast: boolean
  /** For whoever keeps it alone. */
  keeping: Keeping | null
  /** Why a press was refused. */
  refused: Answers | null
  /** Whether the roll is there for this reader. */
  roll: boolean
  /** Its votes, its result and what came of it. */
  sections: Child
  /** Whoever drafts it changes it here. */
  drafting: Child
}

/** A vote: what is asked, what decides it, how far it is, and what this reader does next. */
export function BallotPage({ ballot, keeping, refused, sections, drafting, ...of }: BallotProps) {
  const at = `/ballots/${ballot.id}`
  const live = { of: `ballots/${ballot.id}`, from: at }
  return (
    <Page title={titleOf(ballot)} wrong={refused !== null} up={upFrom(ballot)} wide>
      {refused && <ErrorSummary form={pressing} answers={refused} />}
      {ballot.partB && <Lead>{ballot.question}</Lead>}
      <LivePart {...live} part="turnout" said>
        <Turnouts {...{ ballot, turnout: of.turnout }} />
      </LivePart>
      {ballot.explanation && <Text>{ballot.explanation}</Text>}
      <LivePart {...live} part="sections">
        {sections}
      </LivePart>
      <LivePart {...live} part="keeping">
        {keeping && <Keeper {...{ ballot, keeping }} turnout={of.turnout} />}
      </LivePart>
      <Section title="About this vote">
        <About {...{ ballot, ...of }} />
      </Section>
      {drafting}
    </Page>
  )
}

const upFrom = ({ meetingId, meeting, byCorrespondence }: Ballot) =>
  meetingId !== null && !byCorrespondence
    ? { href: `/meetings/${meetingId}`, says: meeting ?? 'The meeting' }
    : { href: '/ballots', says: 'Votes' }

function Turnouts({ ballot, turnout }: Pick<BallotProps, 'ballot' | 'turnout'>) {
  const { state, cancelledAt, closedAt, closesAt } = ballot
  return (
    <Text>
      <BallotTag state={state} />
      {takesVotes(state) && ` ${tookInWords(turnout)}.`}
      {state === 'open' && closesAt && ` It closes on ${momentInWords(closesAt)}.`}
      {closedAt && ` On ${momentInWords(closedAt)}. ${took(turnout)}.`}
      {cancelledAt && ` On ${momentInWords(cancelledAt)}: ${ballot.cancelledWhy}`}
    </Text>
  )
}

const took = ({ may, took }: Turnout) => `${took} of ${may} that could vote took part`

type AboutProps = Pick<BallotProps, 'ballot' | 'options' | 'abstentionsCast' | 'roll'>

function About({ ballot, options, abstentionsCast, roll }: AboutProps) {
  const { id, asks, manner, amendsId, amendedWords, mayChange } = ballot
  return (
    <Facts
      facts={[
        options.length > 0 && {
          is: 'Candidates',
          says: <Bullets items={options.map(({ words }) => words)} />,
        },
        amendsId !== null && {
          is: 'Amends',
          says: <Link to={`/ballots/${amendsId}`}>The motion that is voted on after it</Link>,
        },
        amendedWords !== null && { is: 'If carried it reads', says: amendedWords },
        { is: 'Kind', says: askings[asks] },
        {
          is: asks === 'motion' ? 'To be carried' : 'To be elected',
          says: decidedBy(ballot, abstentionsCast),
        },
        { is: 'How', says: manners[manner] },
        ...whenAndWhere(ballot),
        manner !== 'hands' && {
          is: 'Changing a vote',
          says: mayChange
            ? 'A school may change its vote until the close'
            : 'A vote that was cast stays as it is',
        },
        ballot.proposer !== null && {
          is: 'Proposed by',
          says: [ballot.proposer, ballot.school].filter(Boolean).join(', '),
        },
        roll && {
          is: 'Roll',
          says: <Link to={`/ballots/${id}/roll`}>Who has a vote, and who took part</Link>,
        },
      ]}
    />
  )
}

function whenAndWhere({
  meetingId,
  meeting,
  heldOn,
  agendaIssuedAt,
  itemId,
  item,
  ...ballot
}: Ballot): (Fact | false)[] {
  const { byCorrespondence, opensAt, closesAt, openedAt, closedAt } = ballot
  const until = closesAt ?? closedAt
  const on = meetingId !== null && heldOn !== null
  return [
    byCorrespondence && {
      is: 'Between meetings',
      says: [
        opensAt && `from ${momentInWords(opensAt)}`,
        until ? `until ${momentInWords(until)}` : 'until it is closed',
      ]
        .filter(Boolean)
        .join(' '),
    },
    on && {
      is: byCorrespondence ? 'Belongs to' : 'Where',
      says: (
        <>
          <Link to={`/meetings/${meetingId}`}>{meeting}</Link>, {inWords(heldOn)}
        </>
      ),
    },
    on &&
      itemId !== null && {
        is: 'Item',
        // An agenda that is being made is opened by nobody else.
        says: agendaIssuedAt ? <Link to={`/meetings/${meetingId}/items/${itemId}`}>{item}</Link> : item,
      },
    openedAt !== null && { is: 'Opened', says: `${momentInWords(openedAt)}${quorumThen(ballot)}` },
  ]
}

/** The quorum as it was when a vote in the room opened. */
const quorumThen = ({
  byCorrespondence,
  needed,
  represented,
}: Pick<Ballot, 'byCorrespondence' | 'needed' | 'represented'>) =>
  byCorrespondence
    ? `; ${needed} must take part`
    : `; ${represented} ${represented === 1 ? 'was' : 'were'} represented, ${needed} needed`

type KeeperProps = Pick<BallotProps, 'ballot' | 'turnout'> & { keeping: Keeping }

/** What whoever keeps the vote must know, and presses. */
function Keeper({ ballot, turnout, keeping }: KeeperProps) {
  const { state } = ballot
  if (state === 'open') return <ToClose {...{ ballot, turnout, keeping }} />
  if (state !== 'drafted' && state !== 'beforehand') return null
  const { quorum, outside, undecided, whyNotOpen, mayOpenBeforehand } = keeping
  // A show of hands is opened, counted and closed when it is written down.
  const byHands = ballot.manner === 'hands'
  const mayOpen = whyNotOpen === null && undecided.length === 0 && !byHands
  if (byHands && quorum === null && outside.length === 0 && undecided.length === 0) return null
  return (
    <Section title="Before it opens">
      {quorum && <Inset>Quorum as it stands now: {quorum}</Inset>}
      {outside.length > 0 && (
        <>
          <Text>These schools have no part in it, for an interest that was declared in its item:</Text>
          <Bullets items={outside.map(({ school, who }) => `${school} (${who.join(', ')})`)} />
        </>
      )}
      {undecided.length > 0 && (
        <>
          <Text>An amendment is voted on first:</Text>
          <Bullets items={undecided.map((one) => <Link to={`/ballots/${one.id}`}>{titleOf(one)}</Link>)} />
        </>
      )}
      {whyNotOpen !== null && !byHands && (
        <Text>
          {whyNotOpen}. <Link to={`/meetings/${ballot.meetingId}/register`}>Open the meeting’s register</Link>
        </Text>
      )}
      {ballot.byCorrespondence && ballot.opensAt && (
        <Text>It opens by itself on {momentInWords(ballot.opensAt)}, and closes by itself.</Text>
      )}
      {state === 'beforehand' && <Missing of={keeping.missing} />}
      {mayOpen && (
        <Press
          {...{ ballot }}
          deed="open"
          says={ballot.byCorrespondence ? 'Open the vote now' : 'Open the vote'}
        />
      )}
      {mayOpenBeforehand && undecided.length === 0 && (
        <>
          <Text>
            A school that cannot come votes beforehand, once you open the vote to those: until the vote is
            closed at the meeting.
          </Text>
          <Press {...{ ballot }} deed="beforehand" says="Open it to schools that cannot come" />
        </>
      )}
    </Section>
  )
}

function ToClose({ ballot, turnout, keeping }: KeeperProps) {
  const waits = ballot.closesAt !== null && turnout.took < turnout.may
  return (
    <Section title="While it is open">
      <Missing of={keeping.missing} />
      {waits && ballot.closesAt && (
        <Text>
          It closes by itself on {momentInWords(ballot.closesAt)}, or sooner when every school has taken part
          and you close it.
        </Text>
      )}
      {!waits && <Press {...{ ballot }} deed="close" says="Close the vote and count it" />}
    </Section>
  )
}

const Missing = ({ of }: { of: string[] }) =>
  of.length === 0 ? (
    <Text>Every school that may vote has taken part.</Text>
  ) : (
    <Details
      summary={of.length === 1 ? 'One school has not taken part' : `${of.length} schools have not taken part`}
    >
      <Bullets items={of} />
    </Details>
  )

type PressProps = Pick<BallotProps, 'ballot'> & { deed: Deed; says: string }

const Press = ({ ballot, deed, says }: PressProps) => (
  <PressButton action={`/ballots/${ballot.id}/${deed}`} says={says} />
)
