import type { Actor } from '../platform/action.ts'
import type { Writer } from '../platform/db.ts'
import { type Letter, postMail } from '../platform/mail.ts'
import type { Told } from './rules.ts'

export type DigestMade = Pick<Told, 'told'> & Pick<Letter, 'subject' | 'text' | 'stop'> & { personId: number }

/**
 * Writes to one person for today, unless they were written to or have stopped it since it was made. That it was
 * sent and the mail itself are one transaction, so that of two servers one writes, and one killed half-way none.
 * @returns whether it was this that wrote.
 */
export const sendDigest = (by: Actor, { personId, told, ...letter }: DigestMade): Promise<boolean> =>
  by.together(async (tx, by) => {
    // Whoever stops it waits for this lock, and this for theirs: after a stop nothing is sent.
    const person = await tx
      .selectFrom('people')
      .select('email')
      .where('id', '=', personId)
      .forShare()
      .executeTakeFirst()
    if (!person?.email || (await hasStopped(tx, personId))) return false
    const sent = await tx
      .insertInto('digests')
      .values({ personId, sentOn: by.today, told })
      .onConflict((row) => row.doNothing())
      .returning('personId')
      .executeTakeFirst()
    if (!sent) return false
    const to = person.email
    await by.act({ did: 'sent a digest', subject: `people/${personId}` }, (tx) =>
      postMail(tx, { to, ...letter }),
    )
    return true
  })

const hasStopped = (tx: Writer, personId: number) =>
  tx.selectFrom('digestStops').select('personId').where('personId', '=', personId).executeTakeFirst()

/** Stops the digest of whoever asks; one that waits to be handed over, under this link to stop it, does not go. */
export const stopDigest = (by: Actor, personId: number, link: string) =>
  by.together(async (tx, by) => {
    await tx.selectFrom('people').select('id').where('id', '=', personId).forNoKeyUpdate().execute()
    if (await hasStopped(tx, personId)) return
    await by.act({ did: 'stopped the digest', subject: `people/${personId}` }, async (tx) => {
      await tx.insertInto('digestStops').values({ personId }).execute()
      await tx.deleteFrom('mails').where('stopLink', '=', link).where('state', '=', 'waiting').execute()
    })
  })

export const startDigest = (by: Actor, personId: number) =>
  by.together(async (tx, by) => {
    await tx.selectFrom('people').select('id').where('id', '=', personId).forNoKeyUpdate().execute()
    if (!(await hasStopped(tx, personId))) return
    await by.act({ did: 'started the digest again', subject: `people/${personId}` }, (tx) =>
      tx.deleteFrom('digestStops').where('personId', '=', personId).execute(),
    )
  })
