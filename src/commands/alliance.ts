import { nameAlliance } from '../home/actions.ts'
import { addPerson } from '../people/actions.ts'
import type { Actor } from '../platform/action.ts'
import { accounts } from '../sign-in/accounts.ts'
import { withRecords } from './records.ts'
import { Faulty, say, UsedWrongly } from './said.ts'

type Options = { shortName: string; coordinator: string; email: string }

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** Starts an alliance of one's own in an empty database, and lets its first coordinator in. */
export function createAlliance(name: string, { shortName, coordinator, email }: Options) {
  if (!ADDRESS.test(email)) throw new UsedWrongly(`“${email}” is not an email address.`)
  return withRecords(async ({ by, database, settings }) => {
    await by.together((_tx, by) => begin(by, name, { shortName, coordinator, email }))
    const token = await accounts(database, settings).tokenFor(email)
    say(
      `${name} has begun, with ${coordinator} in its office.`,
      'Open this link within 15 minutes to sign in, once the server runs; later ask for another on the page Sign in:',
      `${settings.url}/sign-in/link?token=${encodeURIComponent(token)}`,
    )
  })
}

async function begin(by: Actor, name: string, { shortName, coordinator, email }: Options) {
  if (await by.db.selectFrom('alliance').select('only').executeTakeFirst())
    throw new Faulty(
      'There is an alliance already. Set DATA_DIR to a new folder, or DATABASE_URL to an empty database, for another.',
    )
  await nameAlliance(by, 0, { name, shortName })
  const organisationId = await office(by, shortName)
  const post = {
    post: 'coordinator',
    membershipId: null,
    organisationId,
    fromOn: by.today,
    toOn: null,
  } as const
  await addPerson(by, { name: coordinator, email, ...post })
}

const office = (by: Actor, shortName: string) =>
  by.act({ did: 'added an organisation', subject: (id: number) => `organisations/${id}` }, async (tx) => {
    const values = { name: `${shortName} office`, kind: 'office' } as const
    return (await tx.insertInto('organisations').values(values).returning('id').executeTakeFirstOrThrow()).id
  })
