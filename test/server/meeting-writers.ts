import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../src/platform/db.ts'
import { formsIn } from '../forms.ts'
import { type Alliance, type Answered, type Fields, officeAt } from './alliance.ts'
import type { Meeting, Person, School } from './meeting.ts'
import { formAt } from './writers.ts'

/** Something that was sent once, and how many times it is there. */
type Deed = {
  kind: 'register' | 'minutes' | 'decision' | 'action' | 'naming' | 'phone'
  who: Person
  address: string
  fields: Fields
  there: { count: string; values: unknown[] }
  answered: boolean
}
export type Kind = Deed['kind']

/** Whoever keeps a page on which others write may be shown what they wrote, and asked again. */
const mayMeet: Kind[] = ['register', 'minutes']
const notes = ['apologies', 'absent']
const pressed = (): Fields => ({ 'form-key': randomUUID() })

type Phone = Person & { times: number; isIn: boolean; busy: boolean }

/** All who write at one meeting at once, through whatever server runs, and what they were told had been done. */
export class MeetingWriters {
  readonly deeds: Deed[] = []
  /** Answers that nobody should get, whatever happens meanwhile. */
  readonly wrong: string[] = []
  readonly #alliance: Alliance
  readonly #meeting: Meeting
  readonly #random: () => number
  readonly #phones: Phone[] = []
  #url = ''
  #said = 0
  #stopped = false

  constructor(alliance: Alliance, meeting: Meeting, random: () => number) {
    this.#alliance = alliance
    this.#meeting = meeting
    this.#random = random
  }

  stop() {
    this.#stopped = true
  }

  /** What was sent and never answered. */
  get open() {
    return this.deeds.filter(({ answered }) => !answered)
  }

  answered(kind?: Kind) {
    return this.deeds.filter((deed) => deed.answered && (kind === undefined || deed.kind === kind)).length
  }

  /** Everybody at once at this server until stopped; this school comes in meanwhile. */
  async run(url: string, school: School) {
    this.#url = url
    this.#stopped = false
    const { clerk, chair } = this.#meeting
    const steps = [
      () => this.#keep(),
      () => this.#minute('clerk', clerk),
      () => this.#minute('chair', chair),
      () => this.#record('decision'),
      () => this.#record('action'),
      () => this.#phone(),
      () => this.#phone(),
    ]
    await Promise.all([...steps.map((step) => this.#again(step)), ...this.#arrivals(school)])
  }

  /** What a browser sends again, twice at once, since it never heard an answer: it must be done once. */
  async sendAgain(url: string) {
    this.#url = url
    for (const deed of this.open) {
      const answers = await Promise.all([this.#post(deed), this.#post(deed)])
      const [one, other] = answers.map(({ status, location }) => `${status} ${location}`)
      deed.answered = answers.every(({ status }) => status === 303)
      if (!deed.answered || one !== other) this.wrong.push(`${deed.kind} again: ${one}, then ${other}`)
    }
    for (const phone of this.#phones) phone.busy = false
  }

  /** What was sent since so many deeds and is not there as often as it should be: once if acknowledged, never twice. */
  async lost({ pool }: Pick<Database, 'pool'>, since = 0): Promise<string[]> {
    const lost: string[] = []
    for (const { kind, fields, there, answered } of this.deeds.slice(since)) {
      const { rows } = await pool.query<{ count: number }>(
        `select (${there.count})::int as count`,
        there.values,
      )
      const count = rows[0]?.count ?? 0
      if (count > 1 || (answered && count === 0))
        lost.push(`${kind} ${there.values.join(' ')} is there ${count} times (${fields['form-key']})`)
    }
    return lost
  }

  async #again(step: () => Promise<unknown>) {
    while (!this.#stopped) await step().catch(() => sleep(20))
  }

  /** Two deputies of a school come in at the same moment, while its head names one of them. */
  #arrivals(school: School): Promise<unknown>[] {
    const [one, other] = school.deputies
    const phones = [one, other, school.head].map((who) => ({ ...who, times: 0, isIn: false, busy: false }))
    this.#phones.push(...phones)
    const [first, second] = phones as [Phone, Phone, Phone]
    return [this.#press(first), this.#press(second), this.#name(school)].map((done) => done.catch(() => {}))
  }

  #office(who: Person) {
    return officeAt(this.#url, { ...this.#alliance, cookie: who.cookie })
  }

  #post({ who, address, fields }: Deed): Promise<Answered> {
    return this.#office(who).post(address, fields)
  }

  async #send(deed: Omit<Deed, 'answered'>) {
    const sent = { ...deed, answered: false }
    this.deeds.push(sent)
    const { status } = await this.#post(sent)
    sent.answered = status === 303
    if (sent.answered) return
    this.deeds.splice(this.deeds.indexOf(sent), 1)
    if (status !== 409 || !mayMeet.includes(deed.kind)) this.wrong.push(`${deed.kind}: ${status}`)
  }

  /** The clerk says the same of every school that was there before, and writes down one guest more. */
  async #keep() {
    const { id, clerk, schools } = this.#meeting
    const n = this.#next()
    const address = `/meetings/${id}/register`
    const fields = await formAt(this.#office(clerk), address)
    const own = schools.map(({ membershipId }) => `capacity-m${membershipId}`)
    for (const name of Object.keys(fields))
      if (/^capacity-m/.test(name) && !own.includes(name)) fields[name] = notes[n % notes.length] ?? ''
    const guest = { 'capacity-guest': 'guest', 'guest-name': `Guest ${n}` }
    const there = counted('select count(*) from attendances where guest_name = $1', `Guest ${n}`)
    await this.#send({ kind: 'register', who: clerk, address, fields: { ...fields, ...guest }, there })
  }

  /** A paragraph more on an item of one’s own, and one’s own paragraph of the item that two write on. */
  async #minute(name: 'clerk' | 'chair', who: Person) {
    const { id, items } = this.#meeting
    const n = this.#next()
    const address = `/meetings/${id}/minutes`
    const fields = await formAt(this.#office(who), address)
    const [shared, own] = [`words-${items.shared}`, `words-${items[name]}`]
    fields[shared] = String(fields[shared]).replace(new RegExp(`${name} \\d+`), `${name} ${n}`)
    fields[own] = `${fields[own]}\n\n${name} ${n}.`.trim()
    const there = counted(
      `select regexp_count(own.words, $1) * (substring(shared.words from $2)::int >= $3)::int
        from item_minutes own, item_minutes shared where own.item_id = $4 and shared.item_id = $5`,
      ...[`\\m${name} ${n}\\.`, `${name} (\\d+)`, n, items[name], items.shared],
    )
    await this.#send({ kind: 'minutes', who, address, fields, there })
  }

  async #record(kind: 'decision' | 'action') {
    const { id, items, office } = this.#meeting
    const words = `The ${kind} of number ${this.#next()}`
    const address = `/meetings/${id}/minutes/${items.decisions}/${kind}`
    const { text } = await this.#office(office).get(address)
    const asked = formsIn(text).flatMap((form) => form.asked)
    const owner = asked.find(({ name }) => name === 'owner')?.options.find(Boolean) ?? ''
    const more =
      kind === 'decision'
        ? { means: '', pence: '', takesEffectOn: '' }
        : { owner, dueMeetingId: '', dueOn: '' }
    const fields: Fields = { ...pressed(), ...more, words }
    const table = kind === 'decision' ? 'decisions' : 'meeting_actions'
    const there = counted(`select count(*) from ${table} where words = $1`, words)
    await this.#send({ kind, who: office, address, fields, there })
  }

  async #name({ head, deputies: [, deputy], membershipId }: School) {
    const address = `/meetings/${this.#meeting.id}/deputy`
    const fields = { ...pressed(), personId: String(deputy.id) }
    const there = counted(
      `select count(*) from deputy_namings where membership_id = $1 and person_id = $2`,
      ...[membershipId, deputy.id],
    )
    await this.#send({ kind: 'naming', who: head, address, fields, there })
  }

  /** One of those whose phones are in the room comes in, or leaves and comes back later. */
  async #phone() {
    const free = this.#phones.filter(({ busy }) => !busy)
    const phone = free[Math.floor(this.#random() * free.length)]
    if (phone) await this.#press(phone)
    else await sleep(20)
  }

  async #press(phone: Phone) {
    phone.busy = true
    const { id, doorCode } = this.#meeting
    const at = `/meetings/${id}/here`
    const [did, address] = phone.isIn
      ? ['checked out', `${at}/leave`]
      : ['checked in', `${at}?code=${doorCode}`]
    const fields = phone.isIn ? pressed() : await formAt(this.#office(phone), address)
    phone.times += 1
    const there = counted(
      `select (count(*) >= $1)::int from audit_log where who = $2 and did = $3`,
      ...[Math.ceil(phone.times / 2), String(phone.id), did],
    )
    phone.isIn = !phone.isIn
    await this.#send({ kind: 'phone', who: phone, address, fields, there })
    phone.busy = false
  }

  #next() {
    this.#said += 1
    return this.#said
  }
}

const counted = (count: string, ...values: unknown[]) => ({ count, values })
