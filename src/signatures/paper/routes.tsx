import { personOptions } from '../../people/queries.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { among, History } from '../../platform/history.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { notFound, permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, fillIn, idOf, press, rooms } from '../../platform/web.tsx'
import { schoolSigning } from '../queries.ts'
import { mayKeepSignatures } from '../rules.ts'
import { correctPaper, recordPaper, removePaper, restorePaper } from './actions.ts'
import { paperForm } from './pages.tsx'
import { paperSignature, removedPapers, versionOptions } from './queries.ts'

export const paper = rooms()

/** The school whose papers the office keeps, its form, and the way back. */
async function kept(c: Asked) {
  const { by } = c.var
  permit(mayKeepSignatures(by.who))
  const { id, name } = await schoolSigning(by.db, idOf(c, 'membership'), by.today)
  const versions = await versionOptions(by.db)
  const people = await personOptions(by.db)
  return {
    membershipId: id,
    name,
    form: paperForm(versions, people),
    says: { versionId: among('version', versions), personId: among('person', people) },
    up: { href: `/agreement/register/${id}`, says: name },
  }
}

paper.on(['get', 'post'], '/:membership/paper/new', async (c) => {
  const { form, up, membershipId, name } = await kept(c)
  return fillIn(c, form, {
    page: (answers) => (
      <FormPage
        {...{ form, answers, up }}
        title={`A signature on paper of ${name}`}
        lead="Record what the paper says, even where it does not count: the register says why."
      />
    ),
    save: async (filled, by) => {
      await recordPaper(by, membershipId, filled)
      return `${up.href}?did=added`
    },
  })
})

paper.on(['get', 'post'], '/:membership/paper/:row', async (c) => {
  const { form, up, membershipId, name, says } = await kept(c)
  const { db } = c.var.by
  const { id } = await paperSignature(db, membershipId, idOf(c, 'row'))
  const after = (
    <>
      <PressButton action={`${up.href}/paper/${id}/remove`} says="Remove this signature" quiet />
      <History of={await revisions(db, 'signatures', id)} says={says} />
    </>
  )
  return fillIn(c, form, {
    current: async () => form.blank(await paperSignature(db, membershipId, id)),
    page: (answers) => (
      <FormPage
        {...{ form, answers, up, children: after }}
        title={`Correct a signature on paper of ${name}`}
      />
    ),
    save: async (filled, by, version) => {
      await correctPaper(by, { id, version, membershipId }, filled)
      return `${up.href}?did=saved`
    },
  })
})

paper.post('/:membership/paper/:row/remove', async (c) => {
  permit(mayKeepSignatures(c.var.by.who))
  const [membershipId, row] = [idOf(c, 'membership'), idOf(c, 'row')]
  return press(c, async (by) => {
    const { id, version } = await paperSignature(by.db, membershipId, row)
    await removePaper(by, { id, version, membershipId })
    return `/agreement/register/${membershipId}?did=removed`
  })
})

paper.post('/:membership/paper/:row/restore', async (c) => {
  permit(mayKeepSignatures(c.var.by.who))
  const [membershipId, row] = [idOf(c, 'membership'), idOf(c, 'row')]
  return press(c, async (by) => {
    const removed = await removedPapers(by.db, membershipId)
    if (!removed.some(({ id }) => id === row)) throw notFound()
    await restorePaper(by, membershipId, row)
    return `/agreement/register/${membershipId}?did=restored`
  })
})
