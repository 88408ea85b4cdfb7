import { inWords, momentInWords } from '../platform/day.ts'
import type { Letter } from '../platform/mail.ts'
import type { Settings } from '../platform/settings.ts'
import { votingPlace } from './may-vote.ts'
import type { Ballot } from './queries.ts'
import { voteLink } from './votes/token.ts'

export type Site = Pick<Settings, 'url' | 'secret'>

/** A head with the schools for which they may vote and nobody has. */
export type Voter = {
  personId: number
  name: string
  email: string
  schools: { membershipId: number; school: string }[]
}

/** Why somebody is written to: a vote opened, it is open before its meeting, or it closes tomorrow. */
export type Occasion = 'opened' | 'reminded'

/** What is confidential is read on its own page, and never in a mail. */
const asked = ({ partB, question }: Ballot) =>
  partB ? 'The question is about a confidential item: you read it there.' : `“${question}”`

const until = ({ closesAt }: Ballot) => (closesAt === null ? '' : ` until ${momentInWords(closesAt)}`)

function subject(ballot: Ballot, occasion: Occasion): string {
  const { byCorrespondence, meeting } = ballot
  if (occasion === 'reminded') return `Your school has not voted yet: open${until(ballot)}`
  return byCorrespondence
    ? `A vote is open${until(ballot)}`
    : `Vote beforehand, if you cannot come to ${meeting}`
}

function opening(ballot: Ballot, occasion: Occasion, schools: string): string {
  const { byCorrespondence, meeting, heldOn } = ballot
  if (occasion === 'reminded')
    return `Nobody has voted for ${schools} yet, and the vote is open${until(ballot)}.`
  if (byCorrespondence)
    return `The alliance votes between meetings. You may vote for ${schools}${until(ballot)}.`
  const on = heldOn === null ? '' : ` on ${inWords(heldOn)}`
  return `This is voted on at ${meeting}${on}. If nobody can come for ${schools}, you may vote beforehand, until the vote is closed at the meeting.`
}

/** Where they vote: from the mail itself, or signed in where the vote is secret or its item confidential. */
function ways(ballot: Ballot, { personId, schools }: Voter, site: Site): string {
  if (ballot.manner === 'secret')
    return `The vote is secret, and is cast on its page:\n${site.url}${votingPlace(ballot)}`
  if (ballot.partB) return `The vote is cast on its page, signed in:\n${site.url}${votingPlace(ballot)}`
  const lines = schools.map(
    ({ membershipId, school }) =>
      `${school}: ${voteLink(site, { ballotId: ballot.id, membershipId, personId })}`,
  )
  return `${lines.join('\n')}\n\nOpening the link casts nothing: you choose there, and confirm. The link is yours alone.`
}

const again = ({ closesAt }: Ballot, occasion: Occasion) =>
  occasion === 'opened' && closesAt !== null
    ? 'Where nobody has voted a day before the close, we write once more.'
    : 'We do not write about this vote again.'

/** What a head is written when a vote is open to them from afar, and once more a day before it closes. */
export function letterTo(voter: Voter, ballot: Ballot, occasion: Occasion, site: Site): Letter {
  const schools = voter.schools.map(({ school }) => school).join(' and ')
  const text = `Dear ${voter.name},

${opening(ballot, occasion, schools)}

${asked(ballot)}

${ways(ballot, voter, site)}

You are written to because you lead ${schools}: each school has one vote. ${again(ballot, occasion)}
`
  return { to: voter.email, subject: subject(ballot, occasion), text }
}
