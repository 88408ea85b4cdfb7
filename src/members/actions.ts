import type { Actor } from '../platform/action.ts'
import { type Refusals, refusing } from '../platform/constraint.ts'
import type { Day } from '../platform/day.ts'
import type { Writer } from '../platform/db.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import { membership, schoolByUrn, spellsOf, urnsBorne } from './queries.ts'
import { mayKeepMembers, spellRefusal } from './rules.ts'
import type { School } from './tables.ts'

export type SchoolDetails = Pick<
  School,
  'name' | 'shortName' | 'type' | 'religiousCharacter' | 'lowAge' | 'highAge' | 'trustId'
>
export type SchoolPlace = Pick<School, 'street' | 'town' | 'postcode' | 'telephone' | 'website' | 'headName'>
export type Spell = { joinedOn: Day; leftOn: Day | null }

export const taken = (field: string): Refusals => ({
  membership_schools_urn_daterange_excl: {
    says: 'This URN already belongs to a membership in that time',
    field,
  },
})

const nothingKnown = {
  type: null,
  phase: null,
  status: null,
  religiousCharacter: null,
  lowAge: null,
  highAge: null,
  trustId: null,
  openedOn: null,
  closedOn: null,
  pupils: null,
  street: null,
  town: null,
  postcode: null,
  website: null,
  telephone: null,
  headName: null,
}

const here: Refusals = {
  schools_pkey: { says: 'Somebody else added this school at the same moment: see the members', field: 'urn' },
}

/** Keeps a school that is not here yet; of its details, what is not given is not known. */
export const addSchool = (tx: Writer, school: Pick<School, 'urn' | 'name' | 'shortName'> & Partial<School>) =>
  refusing(here, () =>
    tx
      .insertInto('schools')
      .values({ ...nothingKnown, ...school, importId: null })
      .execute(),
  )

/** Takes a school into the alliance: one that is new here, or known but never a member. */
export async function addMember(
  by: Actor,
  { urn, joinedOn, leftOn, ...details }: SchoolDetails & Spell & { urn: number },
) {
  permit(mayKeepMembers(by.who))
  return by.act({ did: 'added a member', subject: (id: number) => `members/${id}` }, async (tx, by) => {
    const known = await schoolByUrn(tx, urn)
    if (known && (await spellsOf(tx, [urn])).length > 0)
      throw notPossible(
        `${urn} is ${known.name}, which is here already. To add another spell, open it and choose “Joined again”`,
        'urn',
      )
    if (known) await correct(tx, by, 'schools', { urn, version: known.version }, details)
    else await addSchool(tx, { urn, ...details })
    return openSpell(tx, urn, { joinedOn, leftOn })
  })
}

/** A school that had left is a member once more: another membership of the URN it bore last. */
export async function joinAgain(by: Actor, membershipId: number, spell: Spell) {
  permit(mayKeepMembers(by.who))
  return by.act({ did: 'added a membership', subject: (id: number) => `members/${id}` }, async (tx) =>
    openSpell(tx, (await membership(tx, membershipId)).urn, spell),
  )
}

async function openSpell(tx: Writer, urn: number, { joinedOn, leftOn }: Spell): Promise<number> {
  const wrong = spellRefusal({ joinedOn, leftOn }, [])
  if (wrong) throw notPossible(wrong.says, wrong.field)
  const { id } = await tx
    .insertInto('memberships')
    .values({ joinedOn, leftOn, importId: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  await refusing(taken('joinedOn'), () =>
    tx
      .insertInto('membershipSchools')
      .values({ membershipId: id, urn, fromOn: joinedOn, toOn: leftOn, importId: null })
      .execute(),
  )
  return id
}

/** Corrects what is known of the school a membership bears now, keeping what stood before. */
export async function correctSchool(
  by: Actor,
  row: { urn: number; version: number },
  details: Partial<School>,
): Promise<boolean> {
  permit(mayKeepMembers(by.who))
  return by.act({ did: 'corrected a school', subject: `schools/${row.urn}` }, (tx, by) =>
    correct(tx, by, 'schools', row, details),
  )
}

/** Corrects or ends a membership. The URNs it bore begin and end with it. */
export async function correctSpell(by: Actor, row: { id: number; version: number }, spell: Spell) {
  permit(mayKeepMembers(by.who))
  await by.act(
    { did: 'corrected a membership', subject: `members/${row.id}`, details: spell },
    async (tx, by) => {
      await locked(tx, row.id)
      const borne = await urnsBorne(tx, row.id)
      const wrong = spellRefusal(spell, borne)
      if (wrong) throw notPossible(wrong.says, wrong.field)
      await correct(tx, by, 'memberships', row, spell)
      await refusing(taken('joinedOn'), () => stretch(tx, row.id, borne, spell))
    },
  )
}

/** Two people may change the URNs of one membership at once: the second waits and sees what the first did. */
export const locked = (tx: Writer, id: number) =>
  tx.selectFrom('memberships').select('id').where('id', '=', id).forUpdate().executeTakeFirst()

async function stretch(tx: Writer, membershipId: number, borne: { fromOn: Day }[], spell: Spell) {
  const [first, last] = [borne[0], borne.at(-1)]
  const row = (fromOn: Day) =>
    tx.updateTable('membershipSchools').where('membershipId', '=', membershipId).where('fromOn', '=', fromOn)
  if (first && first === last)
    await row(first.fromOn).set({ fromOn: spell.joinedOn, toOn: spell.leftOn }).execute()
  else if (first && last) {
    await row(first.fromOn).set({ fromOn: spell.joinedOn }).execute()
    await row(last.fromOn).set({ toOn: spell.leftOn }).execute()
  }
}
