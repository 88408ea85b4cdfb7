import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Actor } from '../../platform/action.ts'
import {
  ButtonLink,
  Digest,
  type Fact,
  Facts,
  Link,
  Section,
  Text,
  type Tone,
  Verdict,
} from '../../platform/parts.tsx'
import { type Ballot, type ElectorRow, electorsOf, keepsBallot } from '../queries.ts'
import { ElectionCounted } from './election.tsx'
import { MotionCounted } from './motion.tsx'
import { type Result, resultOf } from './result.ts'
import { inLetters, tallyInWords, written } from './rules.ts'
import { electionInWords, together } from './words.ts'

/** What came of a vote, for its page: once it is closed. */
export async function resultSection(by: Actor, ballot: Ballot): Promise<JSX.Element | null> {
  if (ballot.closedAt === null) return null
  const [result, electors, keeps] = await Promise.all([
    resultOf(by.db, ballot),
    electorsOf(by.db, ballot.id),
    keepsBallot(by, ballot),
  ])
  return result && <ResultShown {...{ ballot, result, electors, keeps }} />
}

/** Of an election that is open: the promise of its lot, which is made before anybody knows whether it is needed. */
export async function lotSection(_by: Actor, ballot: Ballot): Promise<JSX.Element | null> {
  return ballot.state === 'open' && ballot.lotPromise !== null ? <LotPromised of={ballot} /> : null
}

const LotPromised = ({ of: { id, lotPromise } }: { of: Ballot }) => (
  <Section title="Should candidates be level" id="lot">
    <Text>
      A lot decides, which nobody can steer: <Link to={`/ballots/${id}/lot`}>how it works</Link>. Its promise
      was made when the vote opened: <Digest of={lotPromise ?? ''} />
    </Text>
  </Section>
)

export const outcomes: Record<Result['outcome'], { says: string; tone: Tone }> = {
  carried: { says: 'Carried', tone: 'good' },
  'not carried': { says: 'Not carried', tone: 'bad' },
  elected: { says: 'Elected', tone: 'good' },
  'needs a lot': { says: 'Level: a lot decides', tone: 'due' },
  'no quorum': { says: 'Not decided: no quorum', tone: 'bad' },
  'nobody elected': { says: 'Nobody elected', tone: 'bad' },
}

type Shown = { ballot: Ballot; result: Result; electors: ElectorRow[]; keeps: boolean }

function ResultShown({ ballot, result, electors, keeps }: Shown) {
  const { says, tone } = outcomes[result.outcome]
  const { motion, election } = result
  return (
    <Section title="Result" id="result">
      <Verdict state={says} tone={tone}>
        {inOneSentence(result)}
      </Verdict>
      {result.outcome === 'needs a lot' && <LotWaits id={ballot.id} keeps={keeps} />}
      {motion && <MotionCounted id={ballot.id} of={motion} />}
      {election && <ElectionCounted id={ballot.id} of={election} />}
      <Facts facts={factsOf({ ballot, result, electors })} />
    </Section>
  )
}

/** What is read from the other end of a room. */
export function inOneSentence({ outcome, motion, election, turnout, says }: Result): string {
  if (outcome === 'no quorum')
    return `${written(turnout.took)} of ${written(turnout.all)} took part, which is no quorum.`
  if (election) return electionInWords(election)
  if (!motion) return says
  const { enough, over } = motion.sum
  const many = inLetters(Math.abs(over))
  const compared =
    over === 0
      ? `exactly the ${written(enough)} it needed`
      : `${many} ${over > 0 ? 'more than' : 'short of'} the ${written(enough)} it needed`
  return `${tallyInWords(motion.tally)}: ${compared}.`
}

const LotWaits = ({ id, keeps }: { id: number; keeps: boolean }) =>
  keeps ? (
    <ButtonLink to={`/ballots/${id}/lot`}>Draw the lot</ButtonLink>
  ) : (
    <Text>
      Whoever keeps the vote draws it: <Link to={`/ballots/${id}/lot`}>how it works</Link>.
    </Text>
  )

type FactsProps = Omit<Shown, 'keeps'>

function factsOf({ ballot, result, electors }: FactsProps): (Fact | false)[] {
  const { turnout } = result
  const named = (which: (elector: ElectorRow) => boolean) =>
    electors.filter(which).map(({ school }) => school)
  const outside = named(({ excluded }) => excluded)
  const silent = named(
    ({ excluded, took, present }) => !excluded && took === null && (present || ballot.byCorrespondence),
  )
  const absent = named(
    ({ excluded, took, present }) => !excluded && took === null && !present && !ballot.byCorrespondence,
  )
  return [
    { is: 'Quorum', says: quorum(ballot, result) },
    { is: 'Took part', says: `${written(turnout.took)} of ${written(turnout.all)} memberships` },
    turnout.papers > turnout.inBox && {
      is: 'Papers not put in',
      says: `${written(turnout.papers - turnout.inBox)} of ${written(turnout.papers)} that were taken: they are no votes`,
    },
    ...abstained(result),
    outside.length > 0 && {
      is: 'Outside this vote',
      says: `${together(outside)}, for an interest declared in the item`,
    },
    silent.length > 0 && { is: 'Did not vote', says: together(silent) },
    absent.length > 0 && { is: 'Not represented', says: together(absent) },
    result.election?.lot != null && {
      is: 'The lot',
      says: <Link to={`/ballots/${ballot.id}/lot`}>What was promised and said, and the order it gave</Link>,
    },
    ballot.digest !== null && {
      is: 'Digest of the papers',
      says: (
        <>
          <Digest of={ballot.digest} /> <Link to={`/ballots/${ballot.id}/papers`}>Read and recount them</Link>
        </>
      ),
    },
  ]
}

function abstained({ election }: Result): Fact[] {
  const many = election?.abstained ?? 0
  return many === 0 ? [] : [{ is: 'Abstained', says: `${written(many)}: no part of the count` }]
}

function quorum({ byCorrespondence, needed, represented }: Ballot, { turnout }: Result): string {
  const needs = `${written(needed ?? 0)} needed`
  return byCorrespondence
    ? `${needs} to take part; ${written(turnout.took)} did`
    : `${needs}; ${written(represented ?? 0)} were represented when it opened`
}
