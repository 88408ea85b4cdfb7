import type { Child } from 'hono/jsx'
import type { Answers, Form } from '../../platform/form.ts'
import { type NavItem, Page } from '../../platform/page.tsx'
import { Bullets, ButtonLink, Deeds, Inset, Lead, Link, Small, Text } from '../../platform/parts.tsx'
import { FormFor } from '../../platform/questions.tsx'
import { choiceInWords } from '../choices.ts'
import type { Ballot, OptionRow } from '../queries.ts'
import type { Filled } from './form.ts'
import type { OwnSeat } from './own.ts'
import { changeable, votedInWords } from './rules.ts'

/** What is voted on, as every page of a vote begins. */
export const TheQuestion = ({ ballot }: { ballot: Ballot }) => (
  <>
    <Lead>{ballot.question}</Lead>
    {ballot.amendedWords && <Text>If it is carried, the motion reads: {ballot.amendedWords}</Text>}
    {ballot.explanation && <Text>{ballot.explanation}</Text>}
  </>
)

/** What is asked of whoever orders candidates, wherever they do. */
export const HowToRank = ({ of }: { of: Pick<Ballot, 'counting'> }) =>
  of.counting === 'alternative vote' ? (
    <Text>
      Give your 1st preference to whom you want most, your 2nd to who is next, and as many more as you like.
    </Text>
  ) : null

export type Booth = {
  ballot: Ballot
  options: OptionRow[]
  seats: OwnSeat[]
  /** The address of the page, and what every address of it carries besides the school. */
  at: string
  carries: string
  now: Date
  up?: NavItem
}

type VoteProps = Booth & {
  seat: OwnSeat | undefined
  /** The form, where this person may vote and has not, or wants to change it. */
  asked: { form: Form<Filled>; answers: Answers } | undefined
  /** Why nobody votes here: it is closed, not open, by show of hands, or not theirs. */
  why: string | null
}

export const addressOf = ({ at, carries }: Pick<Booth, 'at' | 'carries'>, school: number, more = '') =>
  `${at}?${[carries, `school=${school}`, more].filter(Boolean).join('&')}`

/** Where a head, or whoever sits for a school, votes for it: one question, one press. */
export function VotePage(props: VoteProps) {
  const { ballot, seat, asked, why, up } = props
  return (
    <Page title={titleOf(props)} wrong={(asked?.answers.errors.length ?? 0) > 0} {...(up ? { up } : {})}>
      <TheQuestion ballot={ballot} />
      {why && <Inset>{why}.</Inset>}
      {seat && <Standing {...props} seat={seat} />}
      {seat && asked && <Asking {...props} seat={seat} asked={asked} />}
      <Others {...props} />
    </Page>
  )
}

const titleOf = ({ seat, seats }: VoteProps) =>
  seat ? `${seat.school}’s vote` : seats.length > 0 ? 'Your schools’ votes' : 'The schools’ votes'

type SeatProps = VoteProps & { seat: OwnSeat }

/** How the school voted, if it has; what it was before; and the way to change it. */
function Standing({ ballot, options, seat, now, asked, ...booth }: SeatProps) {
  const { vote, former, took, school } = seat
  if (took === 'paper' && !vote)
    return <Inset>{school} has taken its voting paper, and so has no vote by name.</Inset>
  if (!vote) return null
  const mayChange = seat.why === null && (ballot.mayChange || vote.how === 'phone')
  return (
    <>
      <Inset>
        {votedInWords(ballot, options, vote, now)}{' '}
        {seat.why === null && ballot.closedAt === null && changeable(ballot, vote.how)}
      </Inset>
      {vote.reason && <Text>Reason: {vote.reason}</Text>}
      {former.map(({ choice, person }) => (
        <Small>
          Before that: {choiceInWords(ballot, options, choice)}
          {person && `, by ${person}`}.
        </Small>
      ))}
      {mayChange && !asked && (
        <Deeds>
          <ButtonLink to={addressOf(booth, seat.membershipId, 'change=yes')} kind="secondary">
            Change {school}’s vote
          </ButtonLink>
        </Deeds>
      )}
    </>
  )
}

function Asking({ ballot, options, seat, asked: { form, answers }, ...booth }: SeatProps & Asked) {
  const { school, vote } = seat
  const says = vote ? `Change ${school}’s vote` : `Cast ${school}’s vote`
  return (
    <>
      {ballot.manner === 'secret' && (
        <Inset>
          This vote is secret, and this page is not: everybody will read how {school} voted, beside its name,
          once the vote is closed. To vote in secret,{' '}
          <Link to={`/ballots/${ballot.id}`}>
            {booth.up ? 'take a voting paper' : 'sign in and take a voting paper'}
          </Link>
          .
        </Inset>
      )}
      <HowToRank of={ballot} />
      <FormFor
        form={form}
        answers={answers}
        submit={ballot.manner === 'secret' ? `${says} by name` : says}
        action={addressOf(booth, seat.membershipId, vote ? 'change=yes' : '')}
      >
        {!vote && <Small>{changeable(ballot, null)} Until the close nobody else reads it.</Small>}
      </FormFor>
    </>
  )
}
type Asked = { asked: { form: Form<Filled>; answers: Answers } }

/** The other schools that the same person speaks for, each with its own vote. */
function Others({ ballot, options, seats, seat, now, ...booth }: VoteProps) {
  const others = seats.filter(({ membershipId }) => membershipId !== seat?.membershipId)
  if (others.length === 0) return null
  const line = (other: OwnSeat): Child =>
    other.vote ? (
      <>
        {votedInWords(ballot, options, other.vote, now)}{' '}
        {other.why === null && <Link to={addressOf(booth, other.membershipId)}>Look at it</Link>}
      </>
    ) : other.why === null && other.took === null ? (
      <Link to={addressOf(booth, other.membershipId)}>Vote for {other.school}</Link>
    ) : (
      `${other.school}: ${other.why ?? 'has taken its voting paper'}.`
    )
  return (
    <>
      {seat && <Text>You speak for {others.length === 1 ? 'another school' : 'other schools'} too:</Text>}
      <Bullets items={others.map(line)} />
    </>
  )
}

/** A link that we did not make, or that no longer holds. */
export const NoSuchVotePage = ({ says, to }: { says: string; to: string }) => (
  <Page title="This link casts no vote">
    <Text>{says}</Text>
    <Text>
      <Link to={to}>Sign in</Link> to see what is voted on.
    </Text>
  </Page>
)
