import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { loadDemonstration } from '../../src/demo.ts'
import { giveImport, workOnImport } from '../../src/imports/actions.ts'
import { convert } from '../../src/members/conversion.ts'
import { type Actor, actor } from '../../src/platform/action.ts'
import { day } from '../../src/platform/day.ts'
import type { Database } from '../../src/platform/db.ts'
import { projectFolder } from '../../src/platform/project.ts'
import { remove } from '../../src/platform/revision.ts'
import { system } from '../../src/platform/who.ts'
import { importRegisterFiles } from '../../src/register/actions.ts'
import { sendLink } from '../../src/sign-in/actions.ts'
import { freshAddress } from '../database.ts'
import { useAgreement } from './agreement.ts'
import { useMeetings } from './meetings.ts'
import { useMoney } from './money.ts'
import { useSupport } from './support.ts'
import { useTogether } from './together.ts'
import { useVotes } from './votes.ts'

/** The day it is in the demonstration: a Friday of the year that is in progress there. */
export const today = day('2026-11-20')

/** A database of this file's own that holds the demonstration and, besides, one of all that a page can be about. */
export const demonstration = () => freshAddress({ name: sources(), fill })

/** What the filled database follows from: the files of the demonstration and everything that loads them. */
function sources(): string {
  const digest = createHash('sha256')
  for (const folder of ['demo', 'src', 'test/browser'])
    for (const name of readdirSync(path.join(projectFolder, folder), { recursive: true }).sort()) {
      const file = path.join(projectFolder, folder, String(name))
      if (!/\.test\.tsx?$/.test(file) && statSync(file).isFile())
        digest.update(file).update(readFileSync(file))
    }
  return digest.digest('hex')
}

async function fill(database: Database) {
  const by = actor(database, system, today)
  await loadDemonstration(by, () => {})
  await takeAway(by)
  await changeFrozen(by)
  await giveFaults(by)
  await convertOne(by)
  await useAgreement(database, today)
  await useVotes(database, today)
  await useSupport(database, today)
  await useMoney(database, today)
  await useMeetings(database, today)
  await useTogether(database, today)
  await importRegisterFiles(by, registerFiles, { authority: '350' })
  await sendLink(by, system, 'office@rivingtonvale.example', 'http://localhost/sign-in/link?token=old')
}

/** One row of each kind that can be put back. */
async function takeAway(by: Actor) {
  for (const table of ['attendances', 'participants', 'readingTests'] as const) {
    const { id, version } = await by.totals
      .selectFrom(table)
      .select(['id', 'version'])
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    await by.act({ did: 'took away a row', subject: table }, (tx, by) =>
      remove(tx, by, table, { id, version }),
    )
  }
}

/** A record of the frozen year is corrected afterwards. */
async function changeFrozen(by: Actor) {
  await by.act({ did: 'corrected a visit', subject: 'support' }, (tx) =>
    tx
      .updateTable('supportVisits')
      .set(({ eb }) => ({ subject: 'Maths', version: eb('version', '+', 1) }))
      .where('ref', '=', 'V1617-001')
      .execute(),
  )
}

async function giveFaults(by: Actor) {
  const rows = ['r-1,Manual,manual,2018-13-01', 'r-1,Audit,no such kind,2018-03-05']
  const files = [sheet('resources.csv', ['ref,title,kind,shared_on', ...rows])]
  await workOnImport(by, await giveImport(by, { kind: 'year', name: 'resources.csv', files }))
}

/** Ashmere became an academy: one membership, a second URN. */
async function convertOne(by: Actor) {
  const { id, name, shortName } = await by.totals
    .selectFrom('members')
    .select(['id', 'name', 'shortName'])
    .where('urn', '=', 990001)
    .executeTakeFirstOrThrow()
  await convert(by, id, {
    urn: 990101,
    name: name.replace('High School', 'Academy'),
    shortName,
    type: 'Academy converter',
    trustId: null,
    fromOn: day('2026-09-01'),
  })
}

const sheet = (name: string, lines: string[]) => new File([lines.join('\r\n')], name)

/** A school that changed, one that is new in the authority, and one that is about to convert. */
const registerFiles = [
  sheet('edubasealldata.csv', [
    'URN,LA (code),EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge,Town',
    '990002,350,Brindle Moor High School,Community school,Open,Secondary,11,18,Rivington Vale',
    '990102,350,Brindle Moor Academy,Academy converter,Open,Secondary,11,18,Rivington Vale',
    '990900,350,Newly Opened School,Free schools,Open,Secondary,11,16,Rivington Vale',
  ]),
  sheet('links_edubasealldata.csv', [
    'URN,LinkURN,LinkName,LinkType,LinkEstablishedDate',
    '990002,990102,Brindle Moor Academy,Successor,',
  ]),
]
