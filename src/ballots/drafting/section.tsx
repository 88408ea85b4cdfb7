import type { Child } from 'hono/jsx'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { piecesOf } from '../../agreement/changes.ts'
import { membersOn } from '../../members/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { ButtonLink, Deeds, Inset, Link, Reworded, Section, Subheading, Text } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { revisions } from '../../platform/revision.ts'
import { type Listing, Table } from '../../platform/table.tsx'
import { BallotTag } from '../pages.tsx'
import { amendmentsOf, type Ballot, ballotOf, ballotsOfItem, keepsBallot } from '../queries.ts'
import { isKnownTo, mayPropose } from '../rules.ts'
import { EarlierDrafts } from './earlier.tsx'
import { beside, writtenAgainst } from './queries.ts'
import { illusorySecrecy, mayWithdraw, whyNotAmended, whyNotCorrected } from './rules.ts'

/** What is drafted of a vote: its amendments, the order of voting, its earlier words, and what may be done with it. */
export async function draftingSection(by: Actor, ballot: Ballot): Promise<JSX.Element | null> {
  const { id, amendsId, itemId, byCorrespondence } = ballot
  const settled = whyNotCorrected(ballot) !== null
  const [keeps, amendments, motion, earlier, order, members] = await Promise.all([
    keepsBallot(by, ballot),
    amendmentsOf(by.db, id),
    amendsId === null ? null : ballotOf(by.db, amendsId),
    revisions(by.db, 'ballots', id),
    itemId === null || byCorrespondence ? [] : ballotsOfItem(by.db, itemId),
    settled || ballot.manner !== 'secret' ? null : membersOn(by.db, ballot.heldOn ?? by.today),
  ])
  const places = keeps && !settled ? await beside(by.db, ballot) : []
  const known = order.filter((one) => keeps || isKnownTo(by.who, one))
  const inOrder = known.length > 0 ? known : [...amendments, ballot]
  const deeds = deedsOf(by, ballot, { keeps, places })
  return (
    <>
      {motion && <AmendmentOf {...(await changeOf(by, ballot, motion))} />}
      {amendments.length > 0 && (
        <Amendments of={await Promise.all(amendments.map((one) => changeOf(by, one, ballot)))} />
      )}
      {amendsId === null && <Order of={inOrder} here={id} />}
      {members !== null && <Warning says={illusorySecrecy(members.length)} />}
      {deeds.length > 0 && (
        <Section title="What you can do" id="draft">
          <WaitsInVain {...{ ballot, amendments }} />
          <Deeds>{deeds}</Deeds>
        </Section>
      )}
      <EarlierDrafts of={earlier} now={ballot} />
    </>
  )
}

const Warning = ({ says }: { says: string | null }) => says && <Inset>{says}</Inset>

/** An amendment with the motion as it was when its words were written, and as it is. */
type Change = { amendment: Ballot; motion: Ballot; was: string }

const changeOf = async (by: Actor, amendment: Ballot, motion: Ballot): Promise<Change> => ({
  amendment,
  motion,
  was: await writtenAgainst(by.db, amendment, motion),
})

const isUndecided = (ballot: Ballot) => ballot.state !== 'closed' && ballot.state !== 'cancelled'

/** What an amendment would change, word by word; and that its motion reads differently by now, where it does. */
const Words = ({ amendment, motion, was }: Change) => (
  <>
    <Reworded pieces={piecesOf({ was, now: amendment.amendedWords ?? '' })} />
    {isUndecided(amendment) && was !== motion.question && (
      <Inset>
        The motion has changed since this amendment was written. If it is carried as it is, the motion reads
        as this amendment says, and what was changed in between is lost: whoever keeps the vote can bring it
        up to date by correcting it.
      </Inset>
    )}
  </>
)

const AmendmentOf = (change: Change) => (
  <Section title="What it would change" id="amendment">
    <Text>
      In the motion <Link to={`/ballots/${change.motion.id}`}>{change.motion.question}</Link>
    </Text>
    <Words {...change} />
  </Section>
)

const Amendments = ({ of }: { of: Change[] }) => (
  <Section title="Amendments" id="amendments">
    <Text>Each is voted on before the motion, which then asks in the words of those that were carried.</Text>
    {of.map((change) => {
      const { id, question, state, explanation, proposer, school } = change.amendment
      return (
        <>
          <Subheading>
            <Link to={`/ballots/${id}`}>{question}</Link>
          </Subheading>
          <Text>
            <BallotTag state={state} />
            {(proposer ?? school) !== null &&
              ` Proposed by ${[proposer, school].filter(Boolean).join(', ')}.`}
          </Text>
          <Words {...change} />
          {explanation && <Text>Why: {explanation}</Text>}
        </>
      )
    })}
  </Section>
)

type Placed = { ballot: Ballot; at: number; here: boolean }

const ordered: Listing<Placed> = {
  caption: 'The order of voting',
  empty: '',
  columns: [
    {
      title: 'Vote',
      show: ({ ballot: { id, question }, at, here }) => (
        <>
          {at}. {here ? question : <Link to={`/ballots/${id}`}>{question}</Link>}
        </>
      ),
    },
    { title: 'What', show: ({ ballot }) => (ballot.amendsId === null ? kindOf(ballot) : 'Amendment') },
    { title: 'State', show: ({ ballot }) => <BallotTag state={ballot.state} /> },
  ],
}

const kindOf = ({ asks }: Ballot) => (asks === 'motion' ? 'Motion' : 'Election')

/** In which order the votes of an item are taken, where there is more than one; those given up have no place in it. */
function Order({ of, here }: { of: Ballot[]; here: number }) {
  const rows = of
    .filter(({ state }) => state !== 'cancelled')
    .map((ballot, i) => ({ ballot, at: i + 1, here: ballot.id === here }))
  if (rows.length < 2) return null
  return (
    <Section title="Order of voting" id="order">
      <Table of={ordered} rows={rows} hideCaption />
    </Section>
  )
}

/** Between meetings a motion does not open while an amendment is undecided, however long its window lasts. */
function WaitsInVain({
  ballot: { opensAt, byCorrespondence },
  amendments,
}: {
  ballot: Ballot
  amendments: Ballot[]
}) {
  const late = amendments.some(
    (one) => isUndecided(one) && one.closesAt !== null && opensAt !== null && one.closesAt > opensAt,
  )
  return byCorrespondence && late ? (
    <Inset>
      An amendment is open beyond the time at which this motion opens, and the motion waits for it: correct
      the one or the other, so that both have their time.
    </Inset>
  ) : null
}

type Hand = { keeps: boolean; places: Ballot[] }

/** What whoever reads may do with the draft. */
function deedsOf({ who }: Actor, ballot: Ballot, { keeps, places }: Hand): Child[] {
  const { id, state, amendsId } = ballot
  const at = `/ballots/${id}`
  const drafts = whyNotCorrected(ballot) === null
  const proposed = keeps && state === 'proposed'
  const place = places.findIndex((one) => one.id === id)
  return [
    proposed && (
      <PressButton action={`${at}/accept`} says={amendsId === null ? 'Take it up' : 'Put it to the vote'} />
    ),
    proposed && (
      <ButtonLink to={`${at}/decline`} kind="secondary">
        Decline it
      </ButtonLink>
    ),
    keeps && drafts && (
      <ButtonLink to={`${at}/correct`} kind="secondary">
        Correct it
      </ButtonLink>
    ),
    (keeps || mayPropose(who)) && whyNotAmended(ballot) === null && (
      <ButtonLink to={`${at}/amend`} kind="secondary">
        Propose an amendment
      </ButtonLink>
    ),
    place > 0 && <PressButton action={`${at}/sooner`} says="Vote on it sooner" quiet />,
    place >= 0 && place < places.length - 1 && (
      <PressButton action={`${at}/later`} says="Vote on it later" quiet />
    ),
    mayWithdraw(who, ballot) && <PressButton action={`${at}/withdraw`} says="Withdraw it" quiet />,
    keeps && isUndecided(ballot) && state !== 'proposed' && (
      <ButtonLink to={`${at}/cancel`} kind="warning">
        Cancel the vote
      </ButtonLink>
    ),
  ].filter((deed) => deed !== false)
}
