import type { Actor } from '../platform/action.ts'
import { permit } from '../platform/refusal.ts'
import { Stale } from '../platform/revision.ts'
import { isOffice } from '../platform/who.ts'

export type AllianceFilled = { name: string; shortName: string }

/**
 * Names the alliance, or names it for the first time.
 * @throws Stale when somebody else named it since the form was opened.
 */
export async function nameAlliance(by: Actor, version: number, filled: AllianceFilled) {
  permit(isOffice(by.who))
  await by.act({ did: 'named the alliance', subject: 'settings', details: filled }, async (tx) => {
    const named = await tx
      .insertInto('alliance')
      .values(filled)
      .onConflict((row) =>
        row
          .column('only')
          .doUpdateSet((eb) => ({ ...filled, version: eb('alliance.version', '+', 1) }))
          .where('alliance.version', '=', version),
      )
      .returning('version')
      .executeTakeFirst()
    if (!named) throw new Stale()
  })
}
