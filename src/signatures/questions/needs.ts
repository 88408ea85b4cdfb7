import type { Need, Needs } from '../../platform/need.ts'
import { versionToSign } from '../queries.ts'
import { unanswered, unreadAnswers } from './queries.ts'
import { mayAnswer } from './rules.ts'

/** The office: what nobody has answered. Whoever asked: the answer that came. */
export const needs: Needs = async (by) => [
  ...(mayAnswer(by.who) ? await toAnswer(by) : []),
  ...(by.who.personId === null ? [] : await toRead(by, by.who.personId)),
]

async function toAnswer({ db, today }: Parameters<Needs>[0]): Promise<Need[]> {
  const version = await versionToSign(db, today)
  if (!version) return []
  const found = await unanswered(db, version.id)
  const [one] = found
  if (!one) return []
  const why = 'Schools may wait for the answer before they sign.'
  const on = version.signBy
  if (found.length > 1)
    return [
      {
        href: '/agreement/questions?answered=no',
        says: `Answer ${found.length} questions on clauses`,
        why,
        on,
      },
    ]
  const says = `Answer ${one.school} on clause ${one.number}`
  return [{ href: `/agreement/questions/${one.id}/answer`, says, why, on }]
}

async function toRead({ db }: Parameters<Needs>[0], personId: number): Promise<Need[]> {
  const found = await unreadAnswers(db, personId)
  return found.map(({ id, kind, number }) => ({
    href: `/agreement/questions/${id}`,
    says: `Read the answer to your ${kind} on clause ${number}`,
    on: null,
  }))
}
