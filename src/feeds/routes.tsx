import { groupOptions } from '../groups/queries.ts'
import { groupsSeen } from '../groups/rules.ts'
import { permit } from '../platform/refusal.ts'
import { type Asked, cookieIn, fillIn, idOf, press, rooms, show } from '../platform/web.tsx'
import { digestOf, makeFeed, revokeFeed } from './actions.ts'
import { FeedPage, FeedsPage, feedForm } from './pages.tsx'
import { feedOf, feedsOf } from './queries.ts'
import { addressOf, mayHaveFeeds } from './rules.ts'

const COOKIE = 'feed'
/** So long the browser that made a feed carries its secret, from the form to the page that shows it. */
const SHOWN_SECONDS = 60

/** One's own feeds; `url` is where this installation is on the web. */
export function feeds(url: string) {
  const routes = rooms()
  const secure = url.startsWith('https:') ? '; Secure' : ''

  /** Nothing here keeps the secret between two requests: only the browser does, where no script reads it. */
  const carry = (c: Asked, secret: string) =>
    c.header(
      'Set-Cookie',
      `${COOKIE}=${secret}; Path=/feeds; Max-Age=${SHOWN_SECONDS}; HttpOnly; SameSite=Strict${secure}`,
    )

  const me = ({ var: { by } }: Asked): number => {
    permit(mayHaveFeeds(by.who))
    return by.who.personId as number
  }

  routes.on(['get', 'post'], '/', async (c) => {
    const { db, who } = c.var.by
    const rows = await feedsOf(db, me(c))
    const form = feedForm(await groupOptions(db, groupsSeen(who)))
    return fillIn(c, form, {
      page: (answers) => <FeedsPage {...{ rows, form, answers }} />,
      save: async (filled, by) => {
        const { id, secret } = await makeFeed(by, filled)
        carry(c, secret)
        return `/feeds/${id}`
      },
    })
  })

  routes.get('/:id', async (c) => {
    const { secretDigest, ...feed } = await feedOf(c.var.by.db, me(c), idOf(c))
    const secret = cookieIn(c, COOKIE) ?? ''
    const address = digestOf(secret) === secretDigest ? addressOf(url, secret) : null
    return show(c, <FeedPage {...{ feed, address }} />)
  })

  routes.post('/:id/revoke', (c) =>
    press(c, async (by) => {
      await revokeFeed(by, idOf(c))
      return '/feeds?did=revoked'
    }),
  )
  return routes
}
