import { notFound, permit } from '../../platform/refusal.ts'
import { nameIn, rooms, show } from '../../platform/web.tsx'
import { maySeeRounds } from '../rules.ts'
import { contents, wordsOf } from './contents.ts'
import { ManualOnePage, ManualPage, ManualWholePage } from './pages.tsx'

export const manual = rooms()

manual.get('/manual', (c) => {
  permit(maySeeRounds(c.var.by.who))
  return show(c, <ManualPage contents={contents} />)
})

manual.get('/manual/all', (c) => {
  permit(maySeeRounds(c.var.by.who))
  const chapters = contents.map(([page, title]) => ({ title, id: page, words: wordsOf(page) }))
  return show(c, <ManualWholePage chapters={chapters} />)
})

manual.get('/manual/:page', (c) => {
  permit(maySeeRounds(c.var.by.who))
  const at = contents.findIndex(([page]) => page === nameIn(c, 'page'))
  const found = contents[at]
  if (!found) throw notFound()
  const [page, title] = found
  const after = contents[at + 1]
  const next = after ? { href: `/rounds/manual/${after[0]}`, says: after[1] } : null
  return show(c, <ManualOnePage title={title} words={wordsOf(page)} next={next} />)
})
