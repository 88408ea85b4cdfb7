import { membersOn } from '../../members/queries.ts'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, idOf, press, rooms, show } from '../../platform/web.tsx'
import { publish } from '../actions.ts'
import { changesBetween } from '../changes.ts'
import { clausesOf, said, version, versions } from '../queries.ts'
import { readings } from '../readings/queries.ts'
import { digestOf, type InForce, mayKeepAgreement } from '../rules.ts'
import {
  addDraftClause,
  among,
  before,
  beginDraft,
  correctClause,
  correctWords,
  discard,
  removeClause,
  renumber,
  restoreClause,
  takeUp,
} from './actions.ts'
import {
  ClausePage,
  clauseForm,
  DiscardPage,
  discardForm,
  PublishPage,
  publishForm,
  WordsPage,
  wordsForm,
} from './forms.tsx'
import { DraftChangesPage, DraftPage, DraftsPage, differ } from './pages.tsx'
import { type Draft, discarded, draft, drafts as draftsIn, removedFrom } from './queries.ts'

export const drafts = rooms()

const office = (c: Asked) => permit(mayKeepAgreement(c.var.by.who))

drafts.get('/', async (c) => {
  office(c)
  const { db } = c.var.by
  const [newest] = await versions(db)
  const lists = { drafts: await draftsIn(db), readings: await readings(db), discarded: await discarded(db) }
  return show(c, <DraftsPage {...lists} newest={newest?.number} />)
})

drafts.post('/new', (c) => {
  office(c)
  return press(c, async (by) => `/agreement/drafts/${await beginDraft(by)}?did=added`)
})

/** What differs from the version that the draft was begun from, where it was begun from one. */
async function against(db: Reader, { id, basedOn }: Draft) {
  if (basedOn === null) return undefined
  const { number } = await version(db, basedOn)
  return { number: number ?? 0, changes: changesBetween(await said(db, basedOn), await said(db, id)) }
}

drafts.get('/:id', async (c) => {
  office(c)
  const { db } = c.var.by
  const found = await draft(db, idOf(c))
  const shown = { clauses: await clausesOf(db, found.id), removed: await removedFrom(db, found.id) }
  return show(c, <DraftPage draft={found} {...shown} base={await against(db, found)} />)
})

drafts.get('/:id/changes', async (c) => {
  office(c)
  const found = await draft(c.var.by.db, idOf(c))
  const base = await against(c.var.by.db, found)
  if (!base) throw notFound()
  return show(c, <DraftChangesPage draft={found} since={base.number} changes={base.changes} />)
})

drafts.on(['get', 'post'], '/:id/words', async (c) => {
  office(c)
  const { db } = c.var.by
  const found = await draft(db, idOf(c))
  return fillIn(c, wordsForm, {
    current: async () => wordsForm.blank(await draft(db, found.id)),
    page: (answers) => <WordsPage draft={found} answers={answers} />,
    save: async ({ title, opening }, by, version) => {
      await correctWords(by, { id: found.id, version }, { title, opening: opening ?? '' })
      return `/agreement/drafts/${found.id}?did=saved`
    },
  })
})

drafts.on(['get', 'post'], '/:id/clauses/new', async (c) => {
  office(c)
  const { db } = c.var.by
  const found = await draft(db, idOf(c))
  const clauses = await clausesOf(db, found.id)
  const form = clauseForm(clauses)
  const last = clauses.at(-1)
  return fillIn(c, form, {
    current: async () =>
      form.blank({ number: String(clauses.length + 1), part: last?.part, after: last?.id ?? 0 }),
    page: (answers) => <ClausePage draft={found} form={form} answers={answers} />,
    save: async (clause, by) => {
      await addDraftClause(by, found.id, clause)
      return `/agreement/drafts/${found.id}?did=added`
    },
  })
})

drafts.on(['get', 'post'], '/:id/clauses/:clause', async (c) => {
  office(c)
  const { db } = c.var.by
  const found = await draft(db, idOf(c))
  const clauses = await clausesOf(db, found.id)
  const clause = among(clauses, idOf(c, 'clause'))
  const form = clauseForm(clauses.filter(({ id }) => id !== clause.id))
  return fillIn(c, form, {
    current: async () => {
      const now = await clausesOf(db, found.id)
      return form.blank({ ...among(now, clause.id), after: before(now, clause.id) })
    },
    page: (answers) => <ClausePage draft={found} form={form} answers={answers} clause={clause} />,
    save: async (filled, by, version) => {
      await correctClause(by, found.id, { id: clause.id, version }, filled)
      return `/agreement/drafts/${found.id}?did=saved`
    },
  })
})

drafts.post('/:id/clauses/:clause/remove', (c) => {
  office(c)
  return press(c, async (by) => {
    await removeClause(by, idOf(c), idOf(c, 'clause'))
    return `/agreement/drafts/${idOf(c)}?did=removed`
  })
})

drafts.post('/:id/clauses/:clause/restore', (c) => {
  office(c)
  return press(c, async (by) => {
    await restoreClause(by, idOf(c), idOf(c, 'clause'))
    return `/agreement/drafts/${idOf(c)}?did=restored`
  })
})

drafts.post('/:id/renumber', (c) => {
  office(c)
  return press(c, async (by) => {
    await renumber(by, idOf(c))
    return `/agreement/drafts/${idOf(c)}?did=saved`
  })
})

drafts.on(['get', 'post'], '/:id/publish', async (c) => {
  office(c)
  const { db, today } = c.var.by
  const found = await draft(db, idOf(c))
  const seen = digestOf(await said(db, found.id))
  const base = await against(db, found)
  const says = base ? `${differ(base.changes, base.number)}.` : 'It is the first version.'
  const members = (await membersOn(db, today)).length
  return fillIn(c, publishForm, {
    current: async () => publishForm.blank({ publishedOn: today, seen }),
    page: (answers) => (
      <PublishPage
        draft={found}
        answers={{ ...answers, values: { ...answers.values, seen } }}
        says={says}
        members={members}
      />
    ),
    save: async ({ seen, rule, inForceOn, inForceSigned, ...rest }, by) => {
      const number = await publish(
        by,
        found.id,
        { ...rest, ...inForce(rule, inForceOn, inForceSigned) },
        seen,
      )
      return `/agreement/versions/${number}?did=added`
    },
  })
})

/** The rule that was chosen, with what it needs; the other one's answer does not count. */
function inForce(rule: 'day' | 'signed', day: Day | null, signed: number | null): InForce {
  if (rule === 'day') {
    if (day === null) throw notPossible('Enter the day it comes into force', 'inForceOn')
    return { inForceOn: day, inForceSigned: null }
  }
  if (signed === null) throw notPossible('Enter how many members must have signed', 'inForceSigned')
  return { inForceOn: null, inForceSigned: signed }
}

drafts.on(['get', 'post'], '/:id/discard', async (c) => {
  office(c)
  const found = await draft(c.var.by.db, idOf(c))
  return fillIn(c, discardForm, {
    page: (answers) => <DiscardPage draft={found} answers={answers} />,
    save: async (_, by) => {
      await discard(by, found.id)
      return '/agreement/drafts?did=removed'
    },
  })
})

drafts.post('/:id/take-up', (c) => {
  office(c)
  return press(c, async (by) => {
    await takeUp(by, idOf(c))
    return `/agreement/drafts/${idOf(c)}?did=restored`
  })
})
