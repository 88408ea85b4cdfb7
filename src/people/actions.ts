import type { Actor } from '../platform/action.ts'
import { type Refusals, refusing } from '../platform/constraint.ts'
import type { Day } from '../platform/day.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import { person } from './queries.ts'
import { mayKeepPeople, needsSchool } from './rules.ts'
import type { Post } from './tables.ts'

export type PersonFilled = { name: string; email: string | null }
export type PostFilled = {
  post: Post
  membershipId: number | null
  organisationId: number | null
  fromOn: Day | null
  toOn: Day | null
}

const sameAddress: Refusals = {
  people_email: { says: 'Somebody else already has this email address', field: 'email' },
}
const samePost: Refusals = {
  posts_overlap: {
    says: 'This post there is already recorded for some of these days. Correct that one, or change the dates',
    field: 'fromOn',
  },
}

/** Adds a person with the post they come for; nobody is in the directory without one. */
export async function addPerson(by: Actor, { name, email, ...post }: PersonFilled & PostFilled) {
  permit(mayKeepPeople(by.who))
  return by.act({ did: 'added a person', subject: (id: number) => `people/${id}` }, async (tx, by) => {
    const values = { name, email, ref: null, importId: null }
    const { id } = await refusing(sameAddress, () =>
      tx.insertInto('people').values(values).returning('id').executeTakeFirstOrThrow(),
    )
    await addPost(by, id, post)
    return id
  })
}

/**
 * Corrects a name or address. A new address also ends every session opened with the old one, so nobody
 * changes their own: somebody else must see that it is theirs.
 */
export async function correctPerson(by: Actor, row: { id: number; version: number }, filled: PersonFilled) {
  permit(mayKeepPeople(by.who))
  await by.act({ did: 'corrected a person', subject: `people/${row.id}` }, async (tx, by) => {
    const { email } = await person(tx, row.id)
    if (row.id === by.who.personId && filled.email !== email)
      throw notPossible('Ask somebody else in the office to change your own email address', 'email')
    await refusing(sameAddress, () => correct(tx, by, 'people', row, filled))
  })
}

export async function addPost(by: Actor, personId: number, filled: PostFilled) {
  permit(mayKeepPeople(by.who))
  const values = { ...checked(filled), personId, importId: null }
  await by.act({ did: 'added a post', subject: `people/${personId}` }, (tx) =>
    refusing(samePost, () => tx.insertInto('posts').values(values).execute()),
  )
}

type PostRow = { id: number; version: number; personId: number }

/** Corrects a post or ends it; the rights it gives end with its last day. */
export async function correctPost(by: Actor, { personId, ...row }: PostRow, filled: PostFilled) {
  permit(mayKeepPeople(by.who))
  const deed = { did: 'corrected a post', subject: `people/${personId}`, details: { post: row.id } }
  await by.act(deed, (tx, by) => refusing(samePost, () => correct(tx, by, 'posts', row, checked(filled))))
}

/**
 * A post may begin before its school joined the alliance and outlast its leaving, as the year's files allow:
 * it gives rights only while the school is a member.
 */
function checked(filled: PostFilled): PostFilled {
  const { post, membershipId, organisationId, fromOn, toOn } = filled
  if (membershipId !== null && organisationId !== null)
    throw notPossible('Choose a school or an organisation, not both', 'organisationId')
  if (membershipId === null && needsSchool(post))
    throw notPossible('Choose the school: this post is held at one', 'membershipId')
  if (membershipId === null && organisationId === null)
    throw notPossible('Choose the school or the organisation', 'membershipId')
  if (fromOn !== null && toOn !== null && toOn < fromOn)
    throw notPossible('The last day must be the first day or later', 'toOn')
  return filled
}
