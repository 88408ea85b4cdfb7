import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import { permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { mayKeepMembers } from '../rules.ts'
import type { OrganisationKind } from '../tables.ts'

export type TrustFilled = { name: string; uid: string | null }
export type OrganisationFilled = { name: string; kind: OrganisationKind }

const once: Refusals = {
  trusts_name_key: { says: 'A trust of this name is here already', field: 'name' },
  trusts_uid_key: { says: 'Another trust here has this number', field: 'uid' },
  organisations_name_key: { says: 'An organisation of this name is here already', field: 'name' },
}

export async function addTrust(by: Actor, filled: TrustFilled): Promise<number> {
  permit(mayKeepMembers(by.who))
  return by.act({ did: 'added a trust', subject: (id: number) => `trusts/${id}` }, async (tx) => {
    const { id } = await refusing(once, () =>
      tx.insertInto('trusts').values(filled).returning('id').executeTakeFirstOrThrow(),
    )
    return id
  })
}

export async function correctTrust(by: Actor, row: { id: number; version: number }, filled: TrustFilled) {
  permit(mayKeepMembers(by.who))
  await by.act({ did: 'corrected a trust', subject: `trusts/${row.id}` }, (tx, by) =>
    refusing(once, () => correct(tx, by, 'trusts', row, filled)),
  )
}

export async function addOrganisation(by: Actor, filled: OrganisationFilled): Promise<number> {
  permit(mayKeepMembers(by.who))
  return by.act(
    { did: 'added an organisation', subject: (id: number) => `organisations/${id}` },
    async (tx) => {
      const { id } = await refusing(once, () =>
        tx.insertInto('organisations').values(filled).returning('id').executeTakeFirstOrThrow(),
      )
      return id
    },
  )
}

export async function correctOrganisation(
  by: Actor,
  row: { id: number; version: number },
  filled: OrganisationFilled,
) {
  permit(mayKeepMembers(by.who))
  await by.act({ did: 'corrected an organisation', subject: `organisations/${row.id}` }, (tx, by) =>
    refusing(once, () => correct(tx, by, 'organisations', row, filled)),
  )
}
