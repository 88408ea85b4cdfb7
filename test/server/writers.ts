import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { addDays, day } from '../../src/platform/day.ts'
import type { Database } from '../../src/platform/db.ts'
import { formsIn, untouched } from '../forms.ts'
import type { Fields, Office } from './alliance.ts'

/** The questions of a page, as they stand. */
export async function formAt(office: Office, address: string): Promise<Fields> {
  const { text, status } = await office.get(address)
  assert.equal(status, 200, `${address}: ${status}`)
  const form = formsIn(text).find(({ action, asked }) => action === undefined && asked.length > 0)
  assert.ok(form, `${address} has no form`)
  return untouched(form.asked)
}

/** What a browser was told had been done. */
export type Acknowledged = {
  corrections: { visit: number; subject: string }[]
  visits: number[]
  editions: number
  /** The registers that were sent, in order; all but the last have been answered. */
  registers: { capacity: string; answered: boolean }[]
}

const capacities = ['representative', 'apologies', 'observer', 'absent']
let written = 0
const firstFree = day('2015-09-01')

/** People of an office who go on writing until they are stopped, each a step at a time. */
export class Writers {
  readonly acknowledged: Acknowledged = { corrections: [], visits: [], editions: 0, registers: [] }
  /** Answers that nobody should get, whatever happens meanwhile. */
  readonly wrong: string[] = []
  readonly #office: Office
  readonly #visits: number[]
  readonly #meeting: number
  #stopped = false

  constructor(office: Office, { visits, meeting }: { visits: number[]; meeting: number }) {
    this.#office = office
    this.#visits = visits
    this.#meeting = meeting
  }

  /** Each step again and again, all beside each other, until stopped; what is broken off is let go of. */
  async run() {
    const steps = [
      () => this.correct(),
      () => this.correct(),
      () => this.add(),
      () => this.keep(),
      () => this.freeze(),
    ]
    await Promise.all(steps.map((step) => this.#again(step)))
  }

  stop() {
    this.#stopped = true
  }

  async #again(step: () => Promise<void>) {
    while (!this.#stopped) await step().catch(() => sleep(20))
  }

  async #post(address: string, fields: Fields) {
    const answer = await this.#office.post(address, fields)
    if (![303, 409, 422, 503].includes(answer.status)) this.wrong.push(`${address}: ${answer.status}`)
    return answer
  }

  /** How often each kind of thing has been acknowledged at least. */
  get atLeast() {
    const { corrections, visits, editions, registers } = this.acknowledged
    return Math.min(corrections.length, visits.length, editions, registers.length - 1)
  }

  async correct() {
    written += 1
    const visit = this.#visits[written % this.#visits.length] ?? 0
    const subject = `Subject ${written}`
    const address = `/support/visits/${visit}/correct`
    const { status } = await this.#post(address, { ...(await formAt(this.#office, address)), subject })
    if (status === 303) this.acknowledged.corrections.push({ visit, subject })
  }

  async add() {
    written += 1
    const { location } = await this.#post('/support/visits/new', await this.newVisit(written))
    if (location) this.acknowledged.visits.push(Number(/\d+/.exec(location)?.[0]))
  }

  /** Answers about a visit on the nth day of some year, which nobody else’s is on. */
  async newVisit(n: number): Promise<Fields> {
    const { text } = await this.#office.get('/support/visits/new')
    const asked = new Map(
      formsIn(text)
        .flatMap((form) => form.asked)
        .map((one) => [one.name, one]),
    )
    const option = (name: string, at: number) => asked.get(name)?.options.filter(Boolean)[at] ?? ''
    return {
      'form-key': randomUUID(),
      visitedOn: addDays(firstFree, n % 300)
        .split('-')
        .reverse()
        .join('/'),
      half: 'day',
      practitionerId: option('practitionerId', Math.floor(n / 300)),
      fromMembershipId: option('fromMembershipId', 0),
      toMembershipId: option('toMembershipId', 1),
      subject: `Visit ${n}`,
      commission: '',
      status: 'done',
      throughSsig: 'yes',
    }
  }

  /** Says of every school the same: whoever finds two sayings finds half a register. */
  async keep() {
    const address = `/meetings/${this.#meeting}/register`
    const fields = await formAt(this.#office, address)
    const capacity = capacities[this.acknowledged.registers.length % capacities.length] ?? ''
    for (const name of Object.keys(fields)) {
      if (/^capacity-m/.test(name)) fields[name] = capacity
      if (/^person-m/.test(name)) fields[name] = ''
    }
    const sent = { capacity, answered: false }
    this.acknowledged.registers.push(sent)
    sent.answered = (await this.#post(address, fields)).status === 303
  }

  async freeze() {
    const { status } = await this.#post('/review/2015-16/freeze', { 'form-key': randomUUID() })
    if (status === 303) this.acknowledged.editions += 1
    await sleep(250)
  }

  /** What of all that was acknowledged is not there, and what is there by half. */
  async lost(records: Database): Promise<string[]> {
    const { corrections, visits, editions } = this.acknowledged
    const lost: string[] = []
    for (const { visit, subject } of corrections)
      if (!(await isKept(records, { visit, subject }))) lost.push(`visit ${visit} was ${subject}`)
    const there = Number(
      await only(records, 'select count(*) from support_visits where id = any ($1)', visits),
    )
    if (there !== visits.length) lost.push(`${visits.length - there} visits`)
    const frozen = Number(await only(records, 'select count(*) from review_editions'))
    if (frozen < editions) lost.push(`${editions - frozen} editions`)
    const said = String(await only(records, REGISTER, this.#meeting))
    if (!this.#sayable().includes(said))
      lost.push(`the register says ${said}, not ${this.#sayable().join(' or ')}`)
    return lost
  }

  /** What the register may say: what was last acknowledged, or anything that was sent after it. */
  #sayable(): string[] {
    const { registers } = this.acknowledged
    const last = registers.findLastIndex(({ answered }) => answered)
    return registers.slice(Math.max(0, last)).map(({ capacity }) => capacity)
  }
}

/** The first column of the first row. */
async function only({ pool }: Database, text: string, ...values: unknown[]): Promise<unknown> {
  const { rows } = await pool.query<Record<string, unknown>>(text, values)
  return Object.values(rows[0] ?? {})[0]
}

/** Whether a correction stands, or stood before it was corrected again. */
export const isKept = async (records: Database, { visit, subject }: Acknowledged['corrections'][0]) =>
  (await only(records, SAID, visit, subject)) === true

const SAID = `select true from support_visits where id = $1 and subject = $2
  union all select true from revisions where table_name = 'support_visits' and row_id = $1 and before ->> 'subject' = $2`
const REGISTER = `select string_agg(distinct capacity, ' and ') from attendances where meeting_id = $1 and person_id is null`

/** Whatever is wrong in the records themselves, whoever wrote them. */
export async function broken({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ what: string }>(`
    select 'visit ' || v.id || ' has another number of revisions than its version says' as what from support_visits v
      where v.version - 1 <> (select count(*) from revisions r where r.table_name = 'support_visits' and r.row_id = v.id)
    union all
    select 'the register of attendance ' || a.id || ' has another number of revisions than its version says' from attendances a
      where a.version - 1 <> (select count(*) from revisions r where r.table_name = 'attendances' and r.row_id = a.id)
    union all
    select 'form ' || key || ' was taken and nothing came of it' from form_keys where location = ''
    union all
    select 'edition ' || number || ' comes after ' || before from (
      select number, coalesce(lag(number) over (partition by year order by id), 0) as before from review_editions) e
      where number <> before + 1
    union all
    select did || ': ' || told || ' lines in the log for ' || done from (
      select 'corrected a support visit' as did, (select count(*) from form_keys where location ~ '^/support/visits/\\d+\\?did=saved') as done,
        (select count(*) from audit_log where did = 'corrected a support visit') as told
      union all
      select 'recorded a support visit', (select count(*) from form_keys where location ~ '^/support/visits/\\d+\\?did=added'),
        (select count(*) from audit_log where did = 'recorded a support visit')
      union all
      select 'froze the review', (select count(*) from review_editions), (select count(*) from audit_log where did = 'froze the review')
    ) counted where told <> done`)
  return rows.map(({ what }) => what)
}
