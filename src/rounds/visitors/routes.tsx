import { fillIn, idOf, press, rooms } from '../../platform/web.tsx'
import { addVisitor, removeVisitor } from '../actions.ts'
import { idAsked, roundKept } from '../asked.ts'
import { VisitorsPage, visitorForm } from './pages.tsx'
import { comers, visitorsOf } from './queries.ts'
import { isWelcome } from './rules.ts'

export const visitors = rooms()

visitors.on(['get', 'post'], '/:id/visitors', async (c) => {
  const { by } = c.var
  const round = await roundKept(c)
  const [rows, people] = await Promise.all([visitorsOf(by.db, round.id), comers(by.db, round.visitOn)])
  // Who was added stays a right answer, so that a form sent twice has the answer of the first.
  const posted = c.req.method === 'POST'
  const welcome = people.filter(
    (one) =>
      isWelcome(one, round.hostMembershipId) && (posted || !rows.some(({ personId }) => personId === one.id)),
  )
  const names = new Map(welcome.map(({ id, name, school }) => [id, `${name}, ${school}`]))
  const form = visitorForm([...names])
  return fillIn(c, form, {
    page: (answers) => <VisitorsPage {...{ round, rows, form, answers }} />,
    save: async (filled, by) => {
      await addVisitor(by, round.id, filled)
      return `/rounds/${round.id}/visitors?did=added`
    },
  })
})

visitors.post('/:id/visitors/:visitor/remove', async (c) => {
  const [id, visitor] = [idAsked(c), idOf(c, 'visitor')]
  return press(c, async (by) => {
    await removeVisitor(by, id, visitor)
    return `/rounds/${id}/visitors?did=removed`
  })
})
