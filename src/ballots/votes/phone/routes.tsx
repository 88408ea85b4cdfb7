import { momentNow } from '../../../meetings/decisions/queries.ts'
import type { Clock } from '../../../platform/clock.ts'
import { permit } from '../../../platform/refusal.ts'
import type { Settings } from '../../../platform/settings.ts'
import { fillIn, idOf, rooms, show } from '../../../platform/web.tsx'
import { electorsOf, keepsBallot, optionsOf } from '../../queries.ts'
import { seenBallot } from '../../seen.ts'
import { choiceIn } from '../form.ts'
import { whyOver } from '../rules.ts'
import { recordPhoned } from './actions.ts'
import { PhonePage, phoneForm } from './pages.tsx'
import { whyNoPhone, whyNotByPhone } from './rules.ts'

type Given = { clock: Clock; settings: Pick<Settings, 'url' | 'secret'> }

/** Whoever keeps a vote writes down what a head says by phone. */
export function phone({ clock, settings }: Given) {
  const routes = rooms()

  routes.on(['get', 'post'], '/:id/phone', async (c) => {
    const { by } = c.var
    const ballot = await seenBallot(by, idOf(c))
    permit(await keepsBallot(by, ballot))
    const [options, electors] = await Promise.all([optionsOf(by.db, ballot.id), electorsOf(by.db, ballot.id)])
    const why = whyNoPhone(ballot) ?? whyOver(ballot, await momentNow(by.db))
    const schools = electors.filter((elector) => whyNotByPhone(ballot, elector) === null)
    const posted = c.req.method === 'POST'
    // Who wrote it down at the same moment is told so beside the school, which therefore still stands in the list.
    const form = phoneForm(ballot, options, posted ? electors : schools)
    if (!posted && (why !== null || schools.length === 0))
      return show(c, <PhonePage {...{ ballot, form, schools, why }} answers={form.blank()} />)
    return fillIn(c, form, {
      page: (answers) => <PhonePage {...{ ballot, form, answers }} schools={electors} why={null} />,
      save: async (filled, by) => {
        const { choice } = choiceIn(ballot, options, filled)
        const phoned = {
          ...{ ballotId: ballot.id, membershipId: Number(filled.membershipId), choice },
          ...{ source: String(filled.source), named: Boolean(filled.named) },
        }
        await recordPhoned(by, phoned, settings, clock.now())
        return `/ballots/${ballot.id}?did=written-down`
      },
    })
  })

  return routes
}
