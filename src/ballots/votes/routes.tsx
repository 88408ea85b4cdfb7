import { momentNow } from '../../meetings/decisions/queries.ts'
import { personOn } from '../../people/queries.ts'
import { actor } from '../../platform/action.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db.ts'
import type { Answers } from '../../platform/form.ts'
import { notFound } from '../../platform/refusal.ts'
import type { Settings } from '../../platform/settings.ts'
import { type Asked, csvFile, fillIn, idOf, list, rooms, show } from '../../platform/web.tsx'
import { type Ballot, ballotOf, headsOn, optionsOf } from '../queries.ts'
import { takesVotes } from '../rules.ts'
import { seenBallot } from '../seen.ts'
import type { Way } from '../tables.ts'
import { castVote, changeVote, VotedMeanwhile } from './actions.ts'
import { choiceIn, shownIn, voteForm } from './form.ts'
import { hands } from './hands/routes.tsx'
import { type OwnSeat, ownSeats } from './own.ts'
import { addressOf, type Booth, NoSuchVotePage, VotePage } from './pages.tsx'
import { phone } from './phone/routes.tsx'
import { votesListed, votesOf } from './queries.ts'
import { whyNobody, whyOver } from './rules.ts'
import { VotesPage, voteFilter, votesListing } from './shown.tsx'
import { namesIn, VOTE_PATH } from './token.ts'

type Given = { database: Database; clock: Clock; settings: Pick<Settings, 'secret' | 'url'> }

/** Where one votes: on the page, or by the link of a mail, which names the one school and may name a choice. */
type Place = Booth & { how: Extract<Way, 'page' | 'mail'>; suggested: string | null }

/** Casting a school’s vote by name, and reading the votes once the ballot is closed. */
export function votes({ database, clock, settings }: Given) {
  const routes = rooms()

  async function placeOf(c: Asked): Promise<Place> {
    const { by } = c.var
    const ballot = await seenBallot(by, idOf(c))
    return {
      ...(await boothOf(c, ballot)),
      ...{ how: 'page', at: `/ballots/${ballot.id}/vote`, carries: '', suggested: null },
      up: { href: `/ballots/${ballot.id}`, says: 'The vote' },
    }
  }

  async function boothOf(c: Asked, ballot: Ballot) {
    const { who, db, today } = c.var.by
    const now = clock.now()
    const [options, seats] = await Promise.all([
      optionsOf(db, ballot.id),
      ownSeats(db, who, ballot, { now, today }),
    ])
    return { ballot, options, seats, now }
  }

  /** Whom the link of a mail lets vote, for the one school: they need not be signed in. */
  async function placeOfLink(c: Asked): Promise<Place | undefined> {
    const token = c.req.query('token') ?? ''
    const names = namesIn(settings.secret, token)
    if (!names) return undefined
    const { ballotId, membershipId, personId } = names
    const { today, totals } = c.var.by
    const [head, heads] = await Promise.all([
      personOn(totals, { id: personId }, today),
      headsOn(totals, [membershipId], today),
    ])
    if (!head || !heads.some((one) => one.personId === personId)) return undefined
    const by = actor(database, head, today)
    const ballot = await ballotOf(by.db, ballotId)
    // What is confidential is read by whoever signs in, and their reading of it is written down.
    if (ballot.partB) return undefined
    c.set('by', by)
    const { seats, ...booth } = await boothOf(c, ballot)
    return {
      ...booth,
      seats: seats.filter((seat) => seat.membershipId === membershipId),
      ...{ how: 'mail', at: VOTE_PATH, carries: `token=${encodeURIComponent(token)}` },
      suggested: c.req.query('choice') ?? null,
    }
  }

  async function voting(c: Asked, place: Place) {
    const { ballot, options, how } = place
    const seat = seatIn(c, place)
    const why = await whyNot(c, place)
    const isAsked = seat !== undefined && why === null && wantsForm(c, seat, ballot)
    if (c.req.method === 'GET' && !isAsked)
      return show(c, <VotePage {...place} {...{ seat, why: why ?? whySeat(seat) }} asked={undefined} />)
    if (!seat) throw notFound()
    const form = voteForm(ballot, options, seat.school)
    const page = (answers: Answers) => (
      <VotePage {...place} {...{ seat, why: null, asked: { form, answers } }} />
    )
    return fillIn(c, form, {
      current: async () => form.blank(opened(place, seat)),
      page,
      meanwhile: (error, answers) =>
        error instanceof VotedMeanwhile && error.version !== null
          ? { ...answers, ...pressAgain(error, error.version) }
          : undefined,
      save: async (filled, by, version) => {
        const { choice, closedUp } = choiceIn(ballot, options, filled)
        const { membershipId } = seat
        const reason = (filled.reason as string | null) ?? null
        const cast = { ballotId: ballot.id, membershipId, choice, reason, how }
        await (version > 0 ? changeVote(by, { ...cast, version }, place.now) : castVote(by, cast, place.now))
        return addressOf(place, membershipId, closedUp ? 'did=voted-closed-up' : 'did=voted')
      },
    })
  }

  /** Why nobody votes at this moment, or this person for no school. */
  async function whyNot({ var: { by } }: Asked, { ballot, seats }: Place): Promise<string | null> {
    if (ballot.manner === 'hands') return 'This vote is by show of hands in the room, which the clerk counts'
    if (ballot.state === 'closed') return 'This vote is closed'
    if (ballot.state === 'cancelled') return `This vote was cancelled: ${ballot.cancelledWhy}`
    if (!takesVotes(ballot.state)) return 'This vote is not open yet'
    const over = whyOver(ballot, await momentNow(by.db))
    return over ?? (seats.length === 0 ? whyNobody(by.who, ballot.byCorrespondence) : null)
  }

  routes.on(['get', 'post'], '/vote', async (c) => {
    const place = await placeOfLink(c)
    if (place) return voting(c, place)
    const says =
      'It was not sent to you as the head of a school, the vote is confidential, or you head the school no longer.'
    return show(c, <NoSuchVotePage says={says} to="/sign-in" />, 422)
  })

  routes.on(['get', 'post'], '/:id/vote', async (c) => voting(c, await placeOf(c)))

  routes.get('/:id/votes', async (c) => {
    const { by } = c.var
    const ballot = await closedBallot(c)
    const options = await optionsOf(by.db, ballot.id)
    return list(c, {
      of: votesListing(ballot, options),
      filter: voteFilter,
      sort: 'school',
      name: `votes-${ballot.id}`,
      rows: (asked) => votesListed(by.db, ballot.id, asked),
      page: (shown) => <VotesPage {...shown} {...{ ballot, options }} />,
    })
  })

  routes.get('/:id/votes.csv', async (c) => {
    const { by } = c.var
    const ballot = await closedBallot(c)
    const listing = votesListing(ballot, await optionsOf(by.db, ballot.id))
    return csvFile(c, listing, await votesOf(by.db, ballot.id), `votes-${ballot.id}`)
  })

  routes.route('/', hands(clock))
  routes.route('/', phone({ clock, settings }))
  return routes
}

/** Nothing of how anybody voted is found before the close. */
async function closedBallot(c: Asked): Promise<Ballot> {
  const ballot = await seenBallot(c.var.by, idOf(c))
  if (ballot.state !== 'closed') throw notFound()
  return ballot
}

/** The school an address asks about: the only one there is, or the one it names. */
function seatIn(c: Asked, { seats }: Place): OwnSeat | undefined {
  const [only] = seats
  if (only && seats.length === 1) return only
  const asked = Number(c.req.query('school'))
  return seats.find(({ membershipId }) => membershipId === asked)
}

/** Whoever may vote and has not is asked at once; whoever has voted, when they want to change it. */
const wantsForm = (c: Asked, { why, vote, took }: OwnSeat, ballot: Ballot) =>
  why === null &&
  (vote ? c.req.query('change') === 'yes' && (ballot.mayChange || vote.how === 'phone') : took === null)

const whySeat = (seat: OwnSeat | undefined) => seat?.why ?? null

/** The form as it opens: empty, on the choice that a mail names, or on the vote that is to be changed. */
function opened({ ballot, suggested }: Place, { vote }: OwnSeat): Record<string, unknown> {
  if (vote) return { ...shownIn(ballot, vote.choice), reason: vote.reason ?? '', version: vote.version }
  return suggested === null ? {} : shownIn(ballot, suggested)
}

const pressAgain = (error: VotedMeanwhile, version: number) => ({
  version,
  errors: [
    {
      field: 'form',
      message: `${error.message}. Nothing was changed: send this again to change it to what you have chosen here`,
    },
  ],
})
