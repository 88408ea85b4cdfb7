import { LATEST } from '../../meetings/seats/rules.ts'
import { dayInLondon, momentInWords } from '../../platform/day.ts'
import type { Need, Needs } from '../../platform/need.ts'
import { votingPlace } from '../may-vote.ts'
import { type Ballot, ballotOf, type ElectorRow, electorOf } from '../queries.ts'
import { whyNoVote } from '../rules.ts'
import { seatsOn } from '../seats.ts'
import { waitingFor } from './queries.ts'

/** What waits for whoever votes for a school: each open vote in which it has not voted and they may vote for it now. */
export const needs: Needs = async ({ who, db, today }) => {
  const { personId } = who
  if (personId === null) return []
  const waiting = await waitingFor(db, personId, today)
  const found = await Promise.all(
    [...new Set(waiting.map(({ ballotId }) => ballotId))].map(async (id) => {
      const ballot = await ballotOf(db, id)
      const schools = waiting.flatMap(({ ballotId, membershipId }) => (ballotId === id ? [membershipId] : []))
      const seats = await seatsOn(db, ballot, schools, { on: today, time: LATEST })
      const electors = await Promise.all(schools.map((school) => electorOf(db, id, school)))
      const own = electors.filter((elector): elector is ElectorRow => {
        const seat = seats.get(elector?.membershipId ?? 0) ?? { inRoom: null, heads: [] }
        return whyNoVote(ballot, { elector, seat, personId }) === null
      })
      return own.map((elector) => needOf(ballot, elector))
    }),
  )
  return found.flat()
}

/** What is confidential is said on its own page alone: this goes into mails too. */
function needOf(ballot: Ballot, { school, membershipId }: ElectorRow): Need {
  const { closesAt, partB, question, manner } = ballot
  const of = partB ? 'on a confidential item' : `on “${question}”`
  const place = votingPlace(ballot)
  return {
    href: manner === 'secret' ? place : `${place}?school=${membershipId}`,
    says: `Vote for ${school} ${of}`,
    why: closesAt === null ? 'It is open now.' : `It is open until ${momentInWords(closesAt)}.`,
    state: { says: 'Open', tone: 'due' },
    on: closesAt === null ? null : lastDay(closesAt),
  }
}

/** A vote that closes at midnight has the day before as its last. */
const lastDay = (closesAt: Date) => dayInLondon(new Date(closesAt.getTime() - 1))
