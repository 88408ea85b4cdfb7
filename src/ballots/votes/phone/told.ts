import { dayInLondon, inWords, timeInLondon } from '../../../platform/day.ts'
import type { Writer } from '../../../platform/db.ts'
import { postMail } from '../../../platform/mail.ts'
import type { Settings } from '../../../platform/settings.ts'
import type { Ballot } from '../../queries.ts'
import { voteLink } from '../token.ts'
import type { Reached } from './queries.ts'

type Told = {
  ballot: Ballot
  membershipId: number
  school: string
  /** How the school was said to vote. */
  says: string
  source: string
  clerk: string
}

const untilWhen = ({ closesAt }: Ballot) =>
  closesAt === null
    ? 'before the vote is closed'
    : `before ${timeInLondon(closesAt)} on ${inWords(dayInLondon(closesAt))}`

/** What is confidential is not told by mail; whoever signs in reads it. */
const whatOf = ({ partB, question }: Ballot) => (partB ? 'on a confidential item' : `on “${question}”`)

/** Tells those who head a school how it was said by phone to vote, and how they overturn it. */
export async function tellHeads(
  tx: Writer,
  heads: Reached[],
  { ballot, membershipId, school, says, source, clerk }: Told,
  settings: Pick<Settings, 'url' | 'secret'>,
): Promise<void> {
  for (const { id, name, email } of heads) {
    const names = { ballotId: ballot.id, membershipId, personId: id }
    const link = ballot.partB
      ? `${settings.url}/ballots/${ballot.id}/vote`
      : `${voteLink(settings, names)}&change=yes`
    const text = `Dear ${name},

${clerk} wrote down a vote by phone for ${school} ${whatOf(ballot)}:

${says}

On whose word: ${source}

If that is right, there is nothing to do. If it is not, overturn it ${untilWhen(ballot)}: open this address and say how ${school} votes.
${link}

You are told because you head ${school}. If nobody of your school rang, tell the alliance office as well.
`
    await postMail(tx, { to: email, subject: `${school}’s vote was written down by phone`, text })
  }
}
