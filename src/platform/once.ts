import { createHash } from 'node:crypto'
import type { Actor } from './action.ts'
import { keyOf } from './form.ts'
import { notPossible } from './refusal.ts'
import type { Asked } from './web.tsx'

const TRIES = 3
/** Two waited for each other, or saw each other's halves: this one was let go of, and begins again. */
const LET_GO = new Set(['40P01', '40001'])

/**
 * Does what a form asks, once: the same form sent again gets the first answer, with other answers it is refused.
 * @returns the address to go to next.
 */
export async function once(
  c: Asked,
  data: FormData,
  save: (by: Actor) => Promise<string>,
  triesLeft = TRIES,
): Promise<string> {
  try {
    return await onceUnderKey(c, data, save)
  } catch (error) {
    if (triesLeft === 1 || !LET_GO.has((error as { code?: string }).code ?? '')) throw error
    return once(c, data, save, triesLeft - 1)
  }
}

async function onceUnderKey(c: Asked, data: FormData, save: (by: Actor) => Promise<string>): Promise<string> {
  const key = keyOf(data)
  const bodyDigest = digestOf(c, data)
  return c.var.by.together(async (tx, by) => {
    const fresh = await tx
      .insertInto('formKeys')
      .values({ key, bodyDigest, location: '' })
      .onConflict((row) => row.doNothing())
      .returning('key')
      .executeTakeFirst()
    if (!fresh) {
      const first = await tx
        .selectFrom('formKeys')
        .selectAll()
        .where('key', '=', key)
        .executeTakeFirstOrThrow()
      if (first.bodyDigest === bodyDigest) return first.location
      throw notPossible('This form was already sent with other answers. Open the page again to make a change')
    }
    const location = await save(by)
    await tx.updateTable('formKeys').set({ location }).where('key', '=', key).execute()
    return location
  })
}

function digestOf(c: Asked, data: FormData): string {
  const said = [...data]
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : value.name}`)
    .sort()
  return createHash('sha256')
    .update(JSON.stringify([c.req.path, c.var.by.who.personId, said]))
    .digest('hex')
}
