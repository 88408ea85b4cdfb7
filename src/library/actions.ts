import type { Actor } from '../platform/action.ts'
import { refusing } from '../platform/constraint.ts'
import type { Day } from '../platform/day.ts'
import type { Writer } from '../platform/db.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import type { StoredFile } from '../platform/stored-file.ts'
import { resource } from './queries.ts'
import { mayChangeResource, mayKeepResources, maySeeResources, schoolOf } from './rules.ts'
import type { Licence, ResourceKind } from './tables.ts'

export type ResourceFilled = {
  title: string
  kind: ResourceKind
  sharedOn: Day
  groupId: number | null
  words: string | null
  licence: Licence | null
}

/** Records something that was shared with every member on that day. */
export async function recordResource(by: Actor, filled: ResourceFilled): Promise<number> {
  permit(mayKeepResources(by.who))
  return by.act({ did: 'recorded a resource', subject: (id: number) => `library/${id}` }, async (tx) => {
    const values = { ...filled, ref: null, importId: null }
    const made = await tx.insertInto('resources').values(values).returning('id').executeTakeFirstOrThrow()
    return made.id
  })
}

/** Corrects a resource as it stood at this version, keeping what stood before. */
export async function correctResource(
  by: Actor,
  row: { id: number; version: number },
  filled: ResourceFilled,
) {
  permit(mayKeepResources(by.who))
  await by.act({ did: 'corrected a resource', subject: `library/${row.id}` }, (tx, by) =>
    correct(tx, by, 'resources', row, filled),
  )
}

export type SharedFilled = { title: string; kind: ResourceKind; words: string; licence: Licence }

/** Shares what somebody made with a group that they belong to, in the name of their school. */
export async function shareResource(
  by: Actor,
  { groupId, may }: { groupId: number; may: boolean },
  filled: SharedFilled,
  file: StoredFile | null,
): Promise<number> {
  permit(may)
  return by.act({ did: 'shared a resource', subject: (id: number) => `library/${id}` }, async (tx, by) => {
    const who = { membershipId: schoolOf(by.who), sharedBy: by.who.personId }
    const values = { ...filled, ...who, groupId, sharedOn: by.today, ref: null, importId: null }
    const { id } = await tx.insertInto('resources').values(values).returning('id').executeTakeFirstOrThrow()
    if (file) await keepFile(tx, by, id, file)
    return id
  })
}

/** Adds a file to a resource, or a new version of it; the earlier ones are kept. */
export async function addFile(by: Actor, resourceId: number, file: StoredFile) {
  const found = await resource(by.db, resourceId)
  permit(mayChangeResource(by.who, found))
  await by.act({ did: 'added a file to a resource', subject: `library/${resourceId}` }, (tx, by) =>
    keepFile(tx, by, resourceId, file),
  )
}

const keepFile = (tx: Writer, by: Actor, resourceId: number, file: StoredFile) =>
  tx
    .insertInto('resourceFiles')
    .values({ ...file, resourceId, addedBy: by.who.personId })
    .execute()

export type UseFilled = { usedOn: Day; thanks: string | null }

const onceADay = {
  resource_uses_once: { says: 'You have said already that you used it on that day', field: 'usedOn' },
}

/** Says that one’s school used a resource, with thanks to whoever made it. */
export async function sayUsed(by: Actor, resourceId: number, { usedOn, thanks }: UseFilled) {
  permit(maySeeResources(by.who))
  const { personId } = by.who
  if (personId === null) throw notPossible('Sign in to say that you used it')
  const { sharedOn } = await resource(by.db, resourceId)
  if (usedOn > by.today || usedOn < sharedOn)
    throw notPossible('The date must be today or earlier, and after it was shared', 'usedOn')
  await by.act({ did: 'said that a resource was used', subject: `library/${resourceId}` }, (tx) =>
    refusing(onceADay, () =>
      tx
        .insertInto('resourceUses')
        .values({ resourceId, personId, membershipId: schoolOf(by.who), usedOn, thanks })
        .execute(),
    ),
  )
}
