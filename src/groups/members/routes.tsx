import { memberOptions, membersOn } from '../../members/queries.ts'
import { personOptions } from '../../people/queries.ts'
import type { Actor } from '../../platform/action.ts'
import type { Day } from '../../platform/day.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { among, History } from '../../platform/history.tsx'
import { permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, csvFile, fillIn, idOf, press, rooms } from '../../platform/web.tsx'
import { type GroupShown, group } from '../queries.ts'
import { groupsSeen, mayKeepMembers } from '../rules.ts'
import { groupParts } from '../tables.ts'
import { addMember, addMembers, correctMember, removeMember, restoreMember } from './actions.ts'
import { asksOf, chosenIn, manyForm, memberForm, type SchoolLine } from './forms.ts'
import { CorrectPage, ManyPage, membersFile } from './pages.tsx'
import { memberOfGroup, membersOfGroup, staffOf } from './queries.ts'
import { inOrder, servesOn } from './rules.ts'

export const members = rooms()

const seen = (c: Asked) => group(c.var.by.db, idOf(c), { seen: groupsSeen(c.var.by.who), on: c.var.by.today })

async function kept(c: Asked): Promise<GroupShown> {
  const found = await seen(c)
  permit(mayKeepMembers(c.var.by.who, found))
  return found
}

const upTo = ({ id, name }: { id: number; name: string }) => ({ href: `/groups/${id}`, says: name })
const back = (id: number, did: string) => `/groups/${id}?did=${did}#members`

const formNow = async ({ db }: Actor) => memberForm(await personOptions(db), await memberOptions(db))

members.get('/:id/members.csv', async (c) => {
  const { id } = await seen(c)
  const rows = await membersOfGroup(c.var.by.db, id)
  const { today } = c.var.by
  return csvFile(c, membersFile(today), inOrder(rows, today), `members-of-group-${id}`)
})

members.on(['get', 'post'], '/:id/members/new', async (c) => {
  const of = await kept(c)
  const form = await formNow(c.var.by)
  const asked = c.req.query('part') ?? ''
  const part = Object.hasOwn(groupParts, asked) ? asked : ''
  return fillIn(c, form, {
    current: async () => form.blank({ part, fromOn: c.var.by.today }),
    page: (answers) => <FormPage {...{ form, answers }} title={`Add somebody to ${of.name}`} up={upTo(of)} />,
    save: async (filled, by) => {
      await addMember(by, of.id, filled)
      return back(of.id, 'added')
    },
  })
})

members.on(['get', 'post'], '/:id/members/many', async (c) => {
  const of = await kept(c)
  const lines = await linesNow(c.var.by, of.id)
  const form = manyForm(lines)
  return fillIn(c, form, {
    current: async () => form.blank({ fromOn: c.var.by.today }),
    page: (answers) => <ManyPage {...{ form, answers, lines }} up={upTo(of)} />,
    save: async (filled, by) => {
      const [first = 'fromOn'] = lines.flatMap(asksOf)
      await addMembers(by, of.id, { fromOn: filled.fromOn as Day, chosen: chosenIn(filled, lines), first })
      return back(of.id, 'added')
    },
  })
})

/** Every member school of today, who serves from it already, and its other staff. */
async function linesNow({ db, today }: Actor, groupId: number): Promise<SchoolLine[]> {
  const [schools, staff, serving] = await Promise.all([
    membersOn(db, today),
    staffOf(db, 'all', today),
    membersOfGroup(db, groupId),
  ])
  const now = serving.filter((row) => servesOn(row, today))
  return schools.map(({ id, shortName }) => {
    const names = now.filter((row) => row.membershipId === id).map((row) => row.person)
    const title = names.length > 0 ? `${shortName} (${names.join(', ')})` : shortName
    return { membershipId: id, title, staff: staff.filter((one) => one.membershipId === id) }
  })
}

members.on(['get', 'post'], '/:id/members/:row', async (c) => {
  const of = await kept(c)
  const row = idOf(c, 'row')
  const [people, schools] = await Promise.all([personOptions(c.var.by.db), memberOptions(c.var.by.db)])
  const form = memberForm(people, schools)
  const member = await memberOfGroup(c.var.by.db, of.id, row)
  const says = { personId: among('person', people), membershipId: among('school', schools) }
  const history = <History of={await revisions(c.var.by.db, 'groupMembers', row)} says={says} />
  return fillIn(c, form, {
    current: async () => form.blank(await memberOfGroup(c.var.by.db, of.id, row)),
    page: (answers) => <CorrectPage {...{ form, answers, member, history }} up={upTo(of)} />,
    save: async (filled, by, version) => {
      await correctMember(by, of.id, { id: row, version }, filled)
      return back(of.id, 'saved')
    },
  })
})

for (const [verb, act, did] of [
  ['remove', removeMember, 'removed'],
  ['restore', restoreMember, 'restored'],
] as const)
  members.post(`/:id/members/:row/${verb}`, async (c) => {
    const { id } = await kept(c)
    return press(c, async (by) => {
      await act(by, id, idOf(c, 'row'))
      return back(id, did)
    })
  })
