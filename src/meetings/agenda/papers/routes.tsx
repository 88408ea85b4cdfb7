import { FormPage } from '../../../platform/form-page.tsx'
import { pageTexts } from '../../../platform/pdf/page-texts.ts'
import { notFound, notPossible, permit } from '../../../platform/refusal.ts'
import { storedFile } from '../../../platform/stored-file.ts'
import { type Asked, file, fillIn, idOf, press, rooms, sentBy, show } from '../../../platform/web.tsx'
import { openingsWritten } from '../../confidential/openings.ts'
import { itemAsked, meetingAsked } from '../asked.ts'
import { isAgendaOut } from '../rules.ts'
import { addPaper, correctPaper, type Matter, putPaperBack, withdrawPaper } from './actions.ts'
import { fileForm, NewPaperPage, PaperPage, paperForm, typedForm } from './pages.tsx'
import { contentOf, paper } from './queries.ts'
import { bringsPapers, isOwnPaper } from './rules.ts'

/** Papers of items. `scanner` looks at every file before it is kept. */
export function papers({ scanner }: { scanner: string | undefined }) {
  const routes = rooms()

  routes.on(['get', 'post'], '/:id/items/:item/papers/new', async (c) => {
    const { item, keeps } = await itemAsked(c)
    permit(keeps || bringsPapers(c.var.by.who, item))
    const at = `/meetings/${item.meetingId}/items/${item.id}`
    let matter: Matter | undefined
    return fillIn(c, paperForm, {
      page: (answers) => <NewPaperPage answers={answers} up={{ href: at, says: 'Item' }} />,
      // Looking at a file takes a while, so it is done before a transaction begins.
      first: async ({ words }) => {
        matter = await matterOf(words, (await sentBy(c)).get('file'), scanner)
      },
      save: async ({ title, summary }, by) => {
        if (!matter) throw notFound()
        await addPaper(by, item, { title, summary }, matter)
        return `${at}?did=added`
      },
    })
  })

  routes.get('/:id/papers/:paper', async (c) => {
    const { found, keeps } = await paperAsked(c)
    const { by } = c.var
    await openingsWritten(
      by,
      [{ id: found.itemId, partB: found.partB }],
      'paper',
      `meetings/${found.meetingId}`,
    )
    if (found.words === null) {
      const { content } = await contentOf(by.db, found.id)
      return file(c, content, found.name ?? 'paper', found.type ?? 'application/octet-stream')
    }
    const up = { href: `/meetings/${found.meetingId}/items/${found.itemId}`, says: 'Item' }
    return show(c, <PaperPage paper={found} up={up} mayChange={keeps || isOwnPaper(by.who, found)} />)
  })

  routes.on(['get', 'post'], '/:id/papers/:paper/correct', async (c) => {
    const found = await paperChanged(c)
    const title = found.partB ? 'Correct a paper (Part B)' : 'Correct a paper'
    const up = `/meetings/${found.meetingId}/items/${found.itemId}`
    const form = found.words === null ? fileForm : typedForm
    return fillIn<{ title: string; summary: string | null; words?: string }>(c, form as typeof typedForm, {
      current: async () => {
        const { title, summary, words, version } = await paper(c.var.by.db, found.meetingId, found.id)
        return form.blank({ title, summary, version, ...(words === null ? {} : { words }) })
      },
      page: (answers) => <FormPage {...{ form, answers, title, up }} />,
      save: async (filled, by, version) => {
        await correctPaper(by, found, version, filled)
        return `${up}?did=saved`
      },
    })
  })

  routes.post('/:id/papers/:paper/withdraw', async (c) => {
    const found = await paperChanged(c)
    return press(c, async (by) => {
      await withdrawPaper(by, found)
      return `/meetings/${found.meetingId}/items/${found.itemId}?did=removed`
    })
  })

  routes.post('/:id/papers/:paper/restore', async (c) => {
    const found = await paperChanged(c)
    return press(c, async (by) => {
      await putPaperBack(by, found)
      return `/meetings/${found.meetingId}/items/${found.itemId}?did=restored`
    })
  })

  return routes
}

async function matterOf(words: string | null, given: unknown, scanner: string | undefined): Promise<Matter> {
  const chosen = given instanceof File && (given.name !== '' || given.size > 0)
  if (chosen && words !== null) throw notPossible('Choose a file or type the words, not both', 'words')
  if (!chosen && words !== null) return { words }
  const stored = await storedFile(given, scanner)
  const isPdf = stored.type === 'application/pdf'
  return { file: stored, pageTexts: isPdf ? await pageTexts(stored.content) : null }
}

/** A paper of an agenda that was sent; one that was withdrawn is there for whoever may put it back. */
async function paperAsked(c: Asked) {
  const { by } = c.var
  const { found: meeting, keeps } = await meetingAsked(c)
  const found = await paper(by.db, meeting.id, idOf(c, 'paper'))
  const own = keeps || isOwnPaper(by.who, found)
  if (!own && (!isAgendaOut(meeting) || found.withdrawnAt !== null || found.state !== 'accepted'))
    throw notFound()
  return { found, keeps }
}

async function paperChanged(c: Asked) {
  const { found, keeps } = await paperAsked(c)
  permit(keeps || isOwnPaper(c.var.by.who, found))
  return found
}
