import { day } from '../src/platform/day.ts'
import { everything } from '../src/platform/db.ts'
import { sealing } from '../src/platform/signature/seal.ts'
import { statementOf } from '../src/signatures/statement.ts'
import type { Capacity } from '../src/signatures/tables.ts'
import { type CastName, secret, today, type World } from './world.ts'

/** `under` another secret; `keeps` another statement than was sealed. */
type Given = {
  by?: CastName
  how?: 'electronic' | 'paper'
  under?: string
  substituteReason?: string
  keeps?: string
}

const signatories = {
  leadership: { by: 'head', title: 'Headteacher', legalBody: null, minute: null, minuteOn: null },
  governance: {
    by: 'chair',
    title: 'Chair of governors',
    legalBody: 'Governing body',
    minute: 'FGB 7/2018',
    minuteOn: day('2018-02-27'),
  },
} as const

/** Signs a version for Ashmere as the action does, without the proof that it asks for. Gives the act's id. */
export async function signed(
  w: World,
  versionId: number,
  capacity: Capacity,
  { by, how = 'electronic', under = secret, substituteReason, keeps }: Given = {},
): Promise<number> {
  const { by: usual, ...as } = signatories[capacity]
  const { name } = await w.who(by ?? usual)
  const words = await w.db
    .selectFrom('agreementVersions')
    .select(['digest', 'number', 'title'])
    .where('id', '=', versionId)
    .$narrowType<{ digest: string; number: number }>()
    .executeTakeFirstOrThrow()
  const values = {
    ...as,
    ...{ versionId, membershipId: w.members.ashmere, capacity, personId: w.people[by ?? usual], name },
    ...{
      schoolName: 'Ashmere High School',
      urn: 990001,
      signedOn: today,
      signedAt: new Date(),
      digest: words.digest,
    },
    ...{ substituteReason: substituteReason ?? null, recordedBy: null },
  }
  const statement = statementOf(values, words)
  return w.database.transaction(everything, async (tx) => {
    const organisation = values.schoolName
    const made =
      how === 'paper'
        ? { how, proof: null, statement: null, seal: null, certificate: null, sealedKey: null }
        : {
            ...{
              how,
              statement,
              proof: capacity === 'leadership' ? ('passkey' as const) : ('code' as const),
            },
            ...(await sealing(under).act(tx, { name, title: as.title, organisation }, statement)),
          }
    const { id } = await tx
      .insertInto('signatures')
      .values({ ...values, ...made, ...(keeps ? { statement: keeps } : {}) })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  })
}
