import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { keepDraft, publish } from '../../src/agreement/actions.ts'
import { recognise } from '../../src/agreement/readings/recognise.ts'
import type { Publication } from '../../src/agreement/rules.ts'
import { actor } from '../../src/platform/action.ts'
import { dayInLondon } from '../../src/platform/day.ts'
import { projectFolder } from '../../src/platform/project.ts'
import { settingsFrom } from '../../src/platform/settings.ts'
import { system } from '../../src/platform/who.ts'
import { accounts } from '../../src/sign-in/accounts.ts'
import type { Capacity } from '../../src/signatures/tables.ts'
import { type Alliance, type Answered, type Fields, officeAt } from './alliance.ts'

const today = () => dayInLondon(new Date())
const office = ({ records }: Alliance) => actor(records, system, today())
const at = (): Publication => ({
  publishedOn: today(),
  inForceOn: today(),
  inForceSigned: null,
  signBy: null,
  reviewOn: null,
})

/** A draft that says what the demonstration's agreement says, made from this version. */
export async function draft(alliance: Alliance, basedOn: number | null = null): Promise<number> {
  const text = readFileSync(path.join(projectFolder, 'demo', 'agreement', '2.md'), 'utf8')
  return keepDraft(office(alliance), { ...recognise(text.split('\n')), basedOn })
}

/** Publishes a version from today on, which every school is then asked to sign. */
export async function published(alliance: Alliance, basedOn: number | null = null): Promise<number> {
  const id = await draft(alliance, basedOn)
  await publish(office(alliance), id, at())
  return id
}

/** One who is asked to sign for a school, and how they go about it at a server. */
export type Signatory = { membershipId: number; capacity: Capacity; email: string; cookie: string }

/** A signing that has been begun: all that is left is to confirm it with the code that came by mail. */
export type Begun = Signatory & { address: string; fields: Fields }

export type School = { membershipId: number; signatories: [Signatory, Signatory] }

/** A school, its membership, and somebody who leads or chairs it; gives the membership and the mail address. */
const A_SCHOOL = `
  with school as (
    insert into schools (urn, name, short_name) values (991000 + $1, 'Signing School ' || $1, 'Signing ' || $1) returning urn
  ), member as (
    insert into memberships (joined_on) values ('2015-09-01') returning id
  ), borne as (
    insert into membership_schools (membership_id, urn, from_on) select id, urn, '2015-09-01' from member, school
  ), somebody as (
    insert into people (name, email) select name || ' ' || $1, lower(name) || $1 || '@vale.example'
    from (values ('Head'), ('Chair')) as names (name) returning id, name, email
  ), holding as (
    insert into posts (person_id, membership_id, post, from_on)
    select somebody.id, member.id, case when name like 'Head%' then 'head' else 'chair of governors' end, '2015-09-01'
    from somebody, member
  )
  select member.id as "membershipId", email, name like 'Head%' as leads from member, somebody`

/** So many new schools, each with a head and a chair who are signed in. */
export async function schools({ records, settings }: Alliance, url: string, many: number): Promise<School[]> {
  const { secret } = settingsFrom(settings, '/')
  const signing = accounts(records, { url, secret, secure: false })
  const cookie = async (email: string) =>
    (await signing.open(await signing.tokenFor(email)))?.split(';')[0] ?? ''
  const found: School[] = []
  for (let n = 1; n <= many; n += 1) {
    const { rows } = await records.pool.query<{ membershipId: number; email: string; leads: boolean }>(
      A_SCHOOL,
      [n],
    )
    const who = async (leads: boolean, capacity: Capacity): Promise<Signatory> => {
      const { membershipId = 0, email = '' } = rows.find((one) => one.leads === leads) ?? {}
      return { membershipId, capacity, email, cookie: await cookie(email) }
    }
    const signatories: School['signatories'] = [await who(true, 'leadership'), await who(false, 'governance')]
    found.push({ membershipId: signatories[0].membershipId, signatories })
  }
  return found
}

const browserOf = (alliance: Alliance, url: string, { cookie }: Signatory) =>
  officeAt(url, { ...alliance, cookie })

const hidden = (text: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? ''

/** Reads the text, gives the minute, and finds the code in the mail: up to the last press. */
export async function begin(alliance: Alliance, url: string, who: Signatory): Promise<Begun> {
  const browser = browserOf(alliance, url, who)
  const first = `/agreement/sign/${who.membershipId}/${who.capacity}`
  const read = hidden((await browser.get(first)).text, 'read')
  const minute = { minute: 'FGB 7', minuteOn: today().split('-').reverse().join('/') }
  const step = await browser.post(first, {
    read,
    'form-key': randomUUID(),
    ...(who.capacity === 'governance' ? minute : {}),
  })
  assert.equal(step.status, 303, step.text)
  const signing = hidden((await browser.get(step.location)).text, 'signing')
  const fields = { signing, code: await codeOf(alliance, who.email), 'form-key': randomUUID() }
  return { ...who, address: step.location, fields }
}

async function codeOf({ records }: Alliance, email: string): Promise<string> {
  const { rows } = await records.pool.query<{ body: string }>(
    `select body from mails where recipient = $1 and subject = 'Your code for Endeavour' order by id desc limit 1`,
    [email],
  )
  return /^\d{3} \d{3}$/m.exec(rows[0]?.body ?? '')?.[0] ?? ''
}

export const confirm = (
  alliance: Alliance,
  url: string,
  begun: Begun,
  more: Fields = {},
): Promise<Answered> => browserOf(alliance, url, begun).post(begun.address, { ...begun.fields, ...more })

/** Each school’s signatures as they are recorded: “governance, leadership”. */
export async function signed({ records }: Alliance): Promise<Map<number, string>> {
  const { rows } = await records.pool.query<{ id: number; capacities: string }>(
    `select membership_id as id, string_agg(capacity, ', ' order by capacity) as capacities
     from signatures group by 1`,
  )
  return new Map(rows.map(({ id, capacities }) => [id, capacities]))
}

export type Stored = { membershipId: number; count: number; content: Buffer }

/** The documents that were made, of how many signatures each. */
export async function documents({ records }: Alliance): Promise<Stored[]> {
  const { rows } = await records.pool.query<Stored>(
    `select membership_id as "membershipId", signature_count as count, content from signed_documents order by id`,
  )
  return rows
}
