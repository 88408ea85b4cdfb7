import assert from 'node:assert/strict'
import { type Browser, type CastName, emailOf, origin, type World } from './world.ts'

export const mailsTo = ({ db }: World, recipient: string) =>
  db.selectFrom('mails').selectAll().where('recipient', '=', recipient).orderBy('id').execute()

/** Asks for a link and gives the address that the mail holds, without the site’s name. */
export async function linkFor(w: World, name: CastName, next = ''): Promise<string> {
  const asked = await (await w.as('visitor')).post(`/sign-in${next && `?next=${encodeURIComponent(next)}`}`, {
    email: emailOf(name),
  })
  assert.equal(asked.headers.get('location'), '/sign-in/sent')
  const body = (await mailsTo(w, emailOf(name))).at(-1)?.body ?? ''
  const link = /http:\/\/alliance\.test(\/sign-in\/link\S+)/.exec(body)?.[1]
  assert.ok(link, 'the mail holds a link to this site')
  return link
}

export const use = (visitor: Browser, link: string) => {
  const { searchParams } = new URL(origin + link)
  return visitor.post('/sign-in/link', {
    token: searchParams.get('token') ?? '',
    next: searchParams.get('next') ?? '',
  })
}

export const cookieOf = (headers: Headers) => (headers.get('set-cookie') ?? '').split(';')[0] ?? ''
export const whoIs = async (w: World, cookie: string) =>
  (await (await w.as('visitor')).get('/me', { cookie })).text.match(/<h1[^>]*>([^<]*)/)?.[1]

export const sessions = async ({ db }: World) =>
  (await db.selectFrom('sessions').select('id').execute()).length
