import { groupsSeen } from '../../groups/rules.ts'
import { openingsWritten } from '../../meetings/confidential/openings.ts'
import { CONFIDENTIAL } from '../../meetings/minutes/asked.ts'
import type { Actor } from '../../platform/action.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, idOf, list, press, rooms } from '../../platform/web.tsx'
import { type Ballot, keepsBallot } from '../queries.ts'
import { mayKeepCorrespondence, mayPropose, maySeeBallots } from '../rules.ts'
import { seenBallot } from '../seen.ts'
import { amend } from './amendments.ts'
import { acceptProposed, cancelWithAmendments, declineProposed, shift, withdrawProposed } from './answers.ts'
import { forSchool, itemIn, keptBallot, speakingOf, upTo } from './asked.ts'
import { amendmentCorrected, corrected, drafted, proposed } from './filling.tsx'
import { amendForm, whyForm } from './forms.ts'
import { AboutVotePage, BallotsPage, ballotFilter, listing } from './pages.tsx'
import { ballotsListed } from './queries.ts'
import { whyNotAmended, whyNotCorrected } from './rules.ts'

/** The list of votes, and drafting them. `site` is where this alliance’s pages are on the web, for its mail. */
export function drafting(site: string) {
  const routes = rooms()

  routes.get('/', (c) => {
    const { by } = c.var
    permit(maySeeBallots(by.who))
    return list(c, {
      of: listing,
      filter: ballotFilter,
      sort: 'state',
      name: 'votes',
      rows: async (asked) => {
        const found = await ballotsListed(by.db, asked, groupsSeen(by.who))
        await openingsWritten(by, confidentialOf(found.rows), 'item', 'ballots')
        return found
      },
      page: (shown) => <BallotsPage shown={shown} add={mayPropose(by.who) && addFor(by)} />,
    })
  })

  routes.on(['get', 'post'], '/new', async (c) => {
    const { by } = c.var
    const item = await itemIn(c)
    const keeps = item ? item.keeps : mayKeepCorrespondence(by.who)
    permit(keeps || mayPropose(by.who))
    return keeps ? drafted(c, item) : proposed(c, item)
  })

  routes.on(['get', 'post'], '/:id/correct', async (c) => {
    const ballot = await keptBallot(c)
    const why = whyNotCorrected(ballot)
    if (c.req.method === 'GET' && why !== null) throw notPossible(why)
    return ballot.amendsId === null ? corrected(c, ballot) : amendmentCorrected(c, ballot, ballot.amendsId)
  })

  routes.on(['get', 'post'], '/:id/amend', async (c) => {
    const { by } = c.var
    const ballot = await seenBallot(by, idOf(c))
    const keeps = await keepsBallot(by, ballot)
    permit(keeps || mayPropose(by.who))
    const why = whyNotAmended(ballot)
    if (c.req.method === 'GET' && why !== null) throw notPossible(why)
    const form = amendForm(await speakingOf(by, keeps))
    return fillIn(c, form, {
      current: async () => {
        const { question, version } = await seenBallot(by, ballot.id)
        return form.blank({ amendedWords: question, version })
      },
      page: (answers) => (
        <AboutVotePage
          {...{ form, answers, up: upTo(ballot) }}
          title="Propose an amendment"
          notes={[ballot.partB && CONFIDENTIAL, `The motion reads now: ${ballot.question}`]}
          submit={keeps ? 'Put the amendment to the vote' : 'Propose the amendment'}
        />
      ),
      save: async (filled, by, version) =>
        `/ballots/${await amend(by, { id: ballot.id, version }, keeps ? filled : forSchool(by, filled))}?did=added`,
    })
  })

  routes.post('/:id/accept', (c) => pressed(c, acceptProposed))
  routes.post('/:id/sooner', (c) => pressed(c, (by, id) => shift(by, id, 'sooner'), '#order'))
  routes.post('/:id/later', (c) => pressed(c, (by, id) => shift(by, id, 'later'), '#order'))

  routes.post('/:id/withdraw', async (c) => {
    const { by } = c.var
    const ballot = await seenBallot(by, idOf(c))
    permit(by.who.personId !== null && by.who.personId === ballot.proposedBy)
    return press(c, async (by) => {
      await withdrawProposed(by, ballot.id)
      return `/ballots/${ballot.id}?did=saved`
    })
  })

  routes.on(['get', 'post'], '/:id/decline', (c) =>
    explained(c, {
      title: 'Decline a proposal',
      hint: 'Whoever proposed it reads this',
      submit: 'Decline it',
      may: ({ state }) => state === 'proposed',
      otherwise: 'This proposal was answered already',
      does: (by, id, why) => declineProposed(by, id, why, site),
    }),
  )

  routes.on(['get', 'post'], '/:id/cancel', (c) =>
    explained(c, {
      title: 'Cancel a vote',
      hint: 'It stands on its page. Votes that were cast already are counted by nobody, and told to nobody.',
      submit: 'Cancel the vote',
      may: ({ state }) => state !== 'closed' && state !== 'cancelled',
      otherwise: 'This vote is over, so that there is nothing to cancel',
      does: cancelWithAmendments,
    }),
  )

  return routes
}

const confidentialOf = (rows: Ballot[]) =>
  rows.flatMap(({ itemId, partB }) => (itemId !== null && partB ? [{ id: itemId, partB }] : []))

const addFor = ({ who }: Actor) => ({
  href: '/ballots/new',
  says: mayKeepCorrespondence(who) ? 'Draft a vote between meetings' : 'Propose a motion',
})

/** A button of whoever keeps it. */
async function pressed(c: Asked, does: (by: Actor, id: number) => Promise<void>, part = '') {
  const { id } = await keptBallot(c)
  return press(c, async (by) => {
    await does(by, id)
    return `/ballots/${id}?did=saved${part}`
  })
}

type Explained = {
  title: string
  hint: string
  submit: string
  may: (ballot: Ballot) => boolean
  otherwise: string
  does: (by: Actor, id: number, why: string) => Promise<void>
}

/** A deed of whoever keeps it that needs a reason. */
async function explained(c: Asked, { title, hint, submit, may, otherwise, does }: Explained) {
  const ballot = await keptBallot(c)
  if (c.req.method === 'GET' && !may(ballot)) throw notPossible(otherwise)
  const form = whyForm(hint)
  return fillIn(c, form, {
    page: (answers) => (
      <AboutVotePage
        {...{ form, answers, title, submit, up: upTo(ballot) }}
        notes={[ballot.partB ? CONFIDENTIAL : ballot.question]}
      />
    ),
    save: async ({ why }, by) => {
      await does(by, ballot.id, why)
      return `/ballots/${ballot.id}?did=saved`
    },
  })
}
