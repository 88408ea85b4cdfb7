import type { JSX } from 'hono/jsx/jsx-runtime'
import { terms } from '../agreement/terms/queries.ts'
import type { Actor } from '../platform/action.ts'
import type { Clock } from '../platform/clock.ts'
import { academicYearOf } from '../platform/day.ts'
import type { Answers } from '../platform/form.ts'
import type { MaySee } from '../platform/live-stream.ts'
import { permit, Refusal } from '../platform/refusal.ts'
import { type Asked, csvFile, idOf, press, rooms, show } from '../platform/web.tsx'
import { closeBallot, openBallot, openBeforehand } from './actions.ts'
import { lotSection, resultSection } from './counting/section.tsx'
import { draftingSection } from './drafting/section.tsx'
import { keepingOf } from './keeping.ts'
import { outcomeSection } from './outcome/section.tsx'
import { BallotPage, type Deed, pressing } from './pages.tsx'
import { type Ballot, keepsBallot, optionsOf, turnoutOf } from './queries.ts'
import { isRollSeen, rollFor, rollSeen } from './roll.ts'
import { RollPage, rollOf } from './roll-page.tsx'
import { secretSection } from './secret/section.tsx'
import { seenBallot } from './seen.ts'
import { voteSection } from './votes/section.tsx'

/** Whoever sees a ballot may hear that something of it has changed. */
export const seenLive: MaySee = ({ var: { by } }, id) => seenBallot(by, id)

type Given = { clock: Clock }

/** The page of a vote, and whoever keeps it opening and closing it. */
export function ballots({ clock }: Given) {
  const routes = rooms()

  const deeds: Record<Deed, { does: (by: Actor, id: number) => Promise<void>; did: string }> = {
    open: { does: (by, id) => openBallot(by, id, clock.now()), did: 'opened' },
    beforehand: { does: (by, id) => openBeforehand(by, id, clock.now()), did: 'opened' },
    close: { does: closeBallot, did: 'vote-closed' },
  }

  async function ballotPage({ var: { by } }: Asked, ballot: Ballot, refused: Answers | null = null) {
    const keeps = await keepsBallot(by, ballot)
    const now = clock.now()
    const [options, turnout, agreed, keeping, sections, drafting] = await Promise.all([
      optionsOf(by.db, ballot.id),
      turnoutOf(by.db, ballot.id),
      terms(by.db, academicYearOf(by.today)),
      keeps ? keepingOf(by, ballot) : null,
      Promise.all(partsOf(ballot).map((section) => section(by, ballot, now))),
      draftingSection(by, ballot),
    ])
    return (
      <BallotPage
        {...{ ballot, options, turnout, keeping, refused, sections, drafting }}
        abstentionsCast={ballot.abstentionsCast ?? agreed.abstentions === 1}
        roll={isRollSeen(ballot, rollSeen(by, ballot, keeps))}
      />
    )
  }

  /** A press of whoever keeps it; what it is refused for stands at the top of its page. */
  async function pressed(c: Asked, deed: Deed) {
    const { by } = c.var
    const { id, ...ballot } = await seenBallot(by, idOf(c))
    permit(await keepsBallot(by, ballot))
    const { does, did } = deeds[deed]
    try {
      return await press(c, async (by) => {
        await does(by, id)
        return `/ballots/${id}?did=${did}`
      })
    } catch (error) {
      if (!(error instanceof Refusal && error.kind === 'not possible')) throw error
      const answers = { ...pressing.blank(), errors: [{ field: 'form', message: error.message }] }
      return show(c, await ballotPage(c, await seenBallot(by, id), answers), 422)
    }
  }

  routes.get('/:id', async (c) => show(c, await ballotPage(c, await seenBallot(c.var.by, idOf(c)))))
  routes.post('/:id/open', (c) => pressed(c, 'open'))
  routes.post('/:id/beforehand', (c) => pressed(c, 'beforehand'))
  routes.post('/:id/close', (c) => pressed(c, 'close'))

  async function called({ var: { by } }: Asked, id: number) {
    const ballot = await seenBallot(by, id)
    const keeps = await keepsBallot(by, ballot)
    const seen = rollSeen(by, ballot, keeps)
    permit(seen.all || seen.own.length > 0)
    return { ballot, all: seen.all, lines: await rollFor(by, ballot, keeps) }
  }

  routes.get('/:id/roll', async (c) => show(c, <RollPage {...(await called(c, idOf(c)))} />))

  routes.get('/:id/roll.csv', async (c) => {
    const { ballot, lines } = await called(c, idOf(c))
    return csvFile(c, rollOf(ballot), lines, `roll-of-vote-${ballot.id}`)
  })

  return routes
}

type Part = (by: Actor, ballot: Ballot, now: Date) => Promise<JSX.Element | null>

/** What belongs to a vote: once it is closed, what came of it stands before the long list of votes. */
const partsOf = ({ state }: Ballot): Part[] =>
  state === 'closed'
    ? [resultSection, outcomeSection, secretSection, voteSection]
    : [secretSection, voteSection, lotSection, outcomeSection]
