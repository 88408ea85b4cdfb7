import { isOn } from '../../../meetings/door/rules.ts'
import { sitting } from '../../../meetings/seats/queries.ts'
import type { Clock } from '../../../platform/clock.ts'
import { timeInLondon } from '../../../platform/day.ts'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { type Asked, fillIn, idOf, rooms } from '../../../platform/web.tsx'
import { type Ballot, keepsBallot } from '../../queries.ts'
import { states } from '../../rules.ts'
import { seenBallot } from '../../seen.ts'
import { recordHands } from './actions.ts'
import { HandsPage, handsForm, handsIn } from './pages.tsx'
import { schoolsThere } from './queries.ts'
import { whyNoHands } from './rules.ts'

/** The clerk’s one screen for a show of hands. */
export function hands(clock: Clock) {
  const routes = rooms()

  routes.on(['get', 'post'], '/:id/hands', async (c) => {
    const { by } = c.var
    const { ballot, meeting, itemId } = await toCount(c)
    const now = timeInLondon(clock.now())
    const nowOn = isOn(meeting, by.today) ? now : null
    const schools = await schoolsThere(by.db, meeting, itemId)
    const form = handsForm(schools, nowOn)
    return fillIn(c, form, {
      current: async () => form.blank(nowOn === null ? {} : { at: nowOn }),
      page: (answers) => <HandsPage {...{ ballot, form, answers, schools }} />,
      save: async (filled, by) => {
        await recordHands(by, ballot.id, handsIn(filled, schools), now)
        return `/ballots/${ballot.id}?did=saved`
      },
    })
  })

  return routes
}

/** A ballot by show of hands that its keeper may still write down. */
async function toCount(c: Asked) {
  const { by } = c.var
  const ballot: Ballot = await seenBallot(by, idOf(c))
  permit(await keepsBallot(by, ballot))
  const { manner, meetingId, itemId, state } = ballot
  if (manner !== 'hands' || meetingId === null || itemId === null)
    throw notPossible('This vote is not by show of hands')
  if (c.req.method === 'GET' && state !== 'drafted')
    throw notPossible(
      state === 'proposed'
        ? 'Take this proposal up before it is voted on'
        : `This vote is ${states[state].toLowerCase()} already`,
    )
  const meeting = await sitting(by.db, meetingId)
  const why = whyNoHands(meeting, by.today)
  if (why !== null) throw notPossible(why)
  return { ballot, meeting, itemId }
}
