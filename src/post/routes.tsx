import { permit } from '../platform/refusal.ts'
import { type Asked, idOf, list, rooms, show } from '../platform/web.tsx'
import { MailPage, MailsPage, mailFilter, mailList } from './pages.tsx'
import { mail, mailsListed } from './queries.ts'
import { mayReadMails, paragraphsOf } from './rules.ts'

/** The outbox, shown. `site` is where our own links lead: no other address in a mail becomes one. */
export function mails(site: string) {
  const routes = rooms()
  const demonstration = (c: Asked) => c.var.frame.alliance.demonstration

  routes.get('/', (c) => {
    const { by } = c.var
    permit(mayReadMails(by.who, demonstration(c)))
    return list(c, {
      of: mailList,
      filter: mailFilter,
      sort: '-at',
      name: 'mail',
      rows: (asked) => mailsListed(by.db, asked),
      page: (shown) => <MailsPage {...shown} demonstration={demonstration(c)} />,
    })
  })

  routes.get('/:id', async (c) => {
    const { by } = c.var
    permit(mayReadMails(by.who, demonstration(c)))
    const found = await mail(by.db, idOf(c))
    const paragraphs = paragraphsOf(found.body, new URL(site).origin, !demonstration(c))
    return show(c, <MailPage mail={found} paragraphs={paragraphs} />)
  })

  return routes
}
