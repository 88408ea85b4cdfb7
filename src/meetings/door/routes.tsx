import { openVotesOn } from '../../ballots/section.tsx'
import { groupsSeen } from '../../groups/rules.ts'
import type { Clock } from '../../platform/clock.ts'
import { timeInLondon } from '../../platform/day.ts'
import { joinSeveral } from '../../platform/form.ts'
import { permit } from '../../platform/refusal.ts'
import type { Settings } from '../../platform/settings.ts'
import { type Asked, fillIn, idOf, press, rooms, show } from '../../platform/web.tsx'
import { isSignedIn } from '../../platform/who.ts'
import { meeting } from '../queries.ts'
import { quorumSaid } from '../register/section.tsx'
import { mayKeepMeeting } from '../rules.ts'
import { isExpected, type Sitting, sitting } from '../seats/queries.ts'
import { beginMeeting, checkIn, checkOut, endMeeting, renewCode } from './actions.ts'
import { DoorPage, HerePage, hereForm } from './pages.tsx'
import { checkedIn, expected, type OwnLine, ownLines } from './queries.ts'
import { codeTyped, isPresent, whyNotOpen } from './rules.ts'

type Given = { clock: Clock; settings: Pick<Settings, 'url'> }

/** Whoever keeps a meeting opens its door; whoever may see it comes in. */
export function door({ clock, settings }: Given) {
  const routes = rooms()

  async function kept(c: Asked): Promise<Sitting> {
    const { by } = c.var
    const found = await meeting(by.db, idOf(c), groupsSeen(by.who))
    permit(mayKeepMeeting(by.who, found.groups, found))
    return sitting(by.db, found.id)
  }

  /** Who sees the meeting may come in, and who is expected there; for anybody else the code says that they are there. */
  async function comingTo(c: Asked): Promise<{ at: Sitting; lines: OwnLine[] }> {
    const { by } = c.var
    permit(isSignedIn(by.who))
    const id = idOf(c)
    const [at, lines] = await Promise.all([sitting(by.db, id), ownLines(by.db, by.who, id)])
    const shown = lines.length > 0 || codeTyped(c.req.query('code') ?? '') === at.doorCode
    if (!shown && !(await isExpected(by.db, at, by.who.personId)))
      await meeting(by.db, at.id, groupsSeen(by.who))
    return { at, lines }
  }

  const closedTo = (at: Sitting, { var: { by } }: Asked) =>
    whyNotOpen(at, by.today, timeInLondon(clock.now()))

  routes.get('/:id/door', async (c) => {
    const { by } = c.var
    const at = await kept(c)
    const [quorum, count] = await Promise.all([quorumSaid(by, at), checkedIn(by.db, at.id)])
    const address = `${settings.url}/meetings/${at.id}/here`
    return show(
      c,
      <DoorPage meeting={at} closed={closedTo(at, c)} {...{ address, quorum }} checkedIn={count} />,
    )
  })

  routes.post('/:id/door', async (c) => {
    const { id } = await kept(c)
    return press(c, async (by) => {
      await renewCode(by, id)
      return `/meetings/${id}/door`
    })
  })

  routes.post('/:id/begin', async (c) => {
    const { id } = await kept(c)
    return press(c, async (by) => {
      await beginMeeting(by, id, clock.now())
      return `/meetings/${id}/register?did=begun`
    })
  })

  routes.post('/:id/end', async (c) => {
    const { id } = await kept(c)
    return press(c, async (by) => {
      await endMeeting(by, id, clock.now())
      return `/meetings/${id}?did=meeting-ended`
    })
  })

  routes.on(['get', 'post'], '/:id/here', async (c) => {
    const { by } = c.var
    const { at, lines } = await comingTo(c)
    // Every phone of the room asks for this page whenever somebody comes: who is there need not be foreseen again.
    const settled = c.req.method === 'GET' && lines.some(isPresent)
    const [quorum, votes, coming] = await Promise.all([
      quorumSaid(by, at),
      settled ? openVotesOn(by, at.id) : null,
      settled ? [] : expected(by.db, by.who, at),
    ])
    const schools = coming.flatMap(({ membershipId, school }): [number, string][] =>
      membershipId === null ? [] : [[membershipId, school ?? '']],
    )
    const form = hereForm(schools)
    const values = { code: c.req.query('code') ?? '', schools: joinSeveral(schools.map(([id]) => id)) }
    const closed = closedTo(at, c)
    return fillIn(c, form, {
      current: async () => form.blank(values),
      page: (answers) => (
        <HerePage {...{ form, answers, lines, closed, quorum, votes }} expected={coming} meeting={at} />
      ),
      save: async (here, by) => {
        await checkIn(by, at.id, here, clock.now())
        return `/meetings/${at.id}/here?did=here`
      },
    })
  })

  routes.post('/:id/here/leave', async (c) => {
    const { at } = await comingTo(c)
    return press(c, async (by) => {
      await checkOut(by, at.id, clock.now())
      return `/meetings/${at.id}/here?did=left`
    })
  })

  return routes
}
