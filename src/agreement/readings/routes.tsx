import type { Reader } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, idOf, rooms, sentBy } from '../../platform/web.tsx'
import { clausesOf, versions } from '../queries.ts'
import { mayKeepAgreement } from '../rules.ts'
import { correctReading, keepReading, readText } from './actions.ts'
import { faultsIn } from './faults.ts'
import { matched } from './match.ts'
import {
  KeepPage,
  keepForm,
  promisesIn,
  ReadingPage,
  rolesFilled,
  rolesForm,
  rolesSaid,
  UploadPage,
  uploadForm,
} from './pages.tsx'
import { type Reading, reading } from './queries.ts'
import { wordsOf } from './words.ts'

export const readings = rooms()

const office = (c: Asked) => permit(mayKeepAgreement(c.var.by.who))

readings.on(['get', 'post'], '/new', (c) => {
  office(c)
  return fillIn(c, uploadForm, {
    page: (answers) => <UploadPage answers={answers} />,
    save: async (_, by) => {
      const file = (await sentBy(c)).get('file')
      if (!(file instanceof File) || file.name === '') throw notPossible('Select the file', 'file')
      return `/agreement/readings/${await readText(by, file)}`
    },
  })
})

readings.on(['get', 'post'], '/:id', async (c) => {
  office(c)
  const { db } = c.var.by
  const found = await reading(db, idOf(c))
  const words = wordsOf(found.lines, found.roles)
  return fillIn(c, rolesForm(found), {
    current: async () => rolesSaid(await reading(db, found.id)),
    page: (answers) => (
      <ReadingPage reading={found} words={words} faults={faultsIn(titled(words))} answers={answers} />
    ),
    save: async (filled, by, version) => {
      await correctReading(by, { id: found.id, version }, rolesFilled(filled))
      return `/agreement/readings/${found.id}?did=saved`
    },
  })
})

/** The title is asked for when a text is kept, whether one was recognised or not. */
const titled = <W extends { title: string }>(words: W): W => ({ ...words, title: words.title.slice(0, 200) })

/** The version that a new one follows: the one published last. */
async function formerOf(db: Reader) {
  const [newest] = await versions(db)
  return newest && { id: newest.id, number: newest.number, clauses: await clausesOf(db, newest.id) }
}

readings.on(['get', 'post'], '/:id/keep', async (c) => {
  office(c)
  const { db } = c.var.by
  const found = await reading(db, idOf(c))
  const words = wordsOf(found.lines, found.roles)
  const [fault] = faultsIn(titled(words))
  if (fault) throw notPossible(fault)
  const former = await formerOf(db)
  const form = keepForm(words, former?.clauses ?? [])
  return fillIn(c, form, {
    current: async () => {
      const now = await reading(db, found.id)
      return form.blank({ ...suggested(now, former?.clauses ?? []), version: now.version })
    },
    page: (answers) => <KeepPage reading={found} words={words} former={former} answers={answers} />,
    save: async (filled, by, version) => {
      const keeping = {
        title: filled.title,
        basedOn: former?.id ?? null,
        promises: promisesIn(filled, words),
      }
      return `/agreement/drafts/${await keepReading(by, { id: found.id, version }, keeping)}?did=added`
    },
  })
})

function suggested({ lines, roles }: Reading, former: Parameters<typeof matched>[1]) {
  const { title, clauses } = wordsOf(lines, roles)
  const places = matched(clauses, former).map((promiseId, i) => [`clause${i}`, promiseId])
  return { title, ...Object.fromEntries(places) }
}
