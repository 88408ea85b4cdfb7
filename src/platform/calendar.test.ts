import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import ICAL from 'ical.js'
import nodeIcal, { type VEvent } from 'node-ical'
import { type Entry, feed, mailboxIn, message } from './calendar.ts'
import { addDays, day } from './day.ts'

const entry: Entry = {
  ...{ uid: 'meeting-7@vale.example', sequence: 3, stamp: new Date('2026-10-01T09:00:00Z') },
  ...{ title: 'Board', on: day('2026-10-26'), starts: '19:00', ends: '20:30', place: 'Ashmere' },
  ...{ says: 'Board', url: 'https://vale.example/meetings/7', cancelled: false },
}
const parties = {
  organiser: { name: 'Vale', address: 'office@vale.example' },
  guest: { name: 'Hannah Head', address: 'hannah@ashmere.example' },
}

const machine = process.env.TZ
after(() => {
  if (machine === undefined) delete process.env.TZ
  else process.env.TZ = machine
})

/** The calendar as one parser reads it. */
const inIcalJs = (text: string) => new ICAL.Component(ICAL.parse(text))

const eventIn = (text: string) => inIcalJs(text).getFirstSubcomponent('vevent') as ICAL.Component

/** And as another does, which shares nothing with it. */
const inNodeIcal = (text: string) =>
  Object.values(nodeIcal.sync.parseICS(text)).filter((one): one is VEvent => one?.type === 'VEVENT')

/** The moment a property means by the zone that stands in the calendar itself, and by nothing we know besides. */
function momentIn(text: string, name: string): string {
  const zone = new ICAL.Timezone(inIcalJs(text).getFirstSubcomponent('vtimezone') as ICAL.Component)
  const time = eventIn(text).getFirstPropertyValue(name) as ICAL.Time
  time.zone = zone
  return time.toJSDate().toISOString()
}

const plain = (value: unknown) => (typeof value === 'object' && value && 'val' in value ? value.val : value)

describe('seven in the evening stays seven in the evening', () => {
  const days: [on: string, utc: string][] = [
    ['2026-10-24', '2026-10-24T18:00:00.000Z'],
    ['2026-10-25', '2026-10-25T19:00:00.000Z'],
    ['2026-10-26', '2026-10-26T19:00:00.000Z'],
    ['2027-03-27', '2027-03-27T19:00:00.000Z'],
    ['2027-03-28', '2027-03-28T18:00:00.000Z'],
    ['2027-03-29', '2027-03-29T18:00:00.000Z'],
  ]
  for (const zone of ['UTC', 'Europe/London', 'America/New_York', 'Pacific/Kiritimati'])
    test(`on a machine that lives in ${zone}`, () => {
      process.env.TZ = zone
      for (const [on, utc] of days)
        for (const text of [
          message('REQUEST', { ...entry, on: day(on) }, parties),
          feed('Board', [{ ...entry, on: day(on) }]),
        ]) {
          assert.match(text, new RegExp(`DTSTART;TZID=Europe/London:${on.replaceAll('-', '')}T190000\r\n`))
          assert.match(text, /DTSTAMP:20261001T090000Z\r\n/)
          assert.equal(momentIn(text, 'dtstart'), utc)
          assert.equal(inNodeIcal(text)[0]?.start.toISOString(), utc)
          assert.equal(momentIn(text, 'dtend'), utc.replace(/:00:00/, ':30:00').replace(/T(\d\d)/, nextHour))
        }
    })

  const nextHour = (_: string, hour: string) => `T${Number(hour) + 1}`

  test('the zone we write agrees with the machine’s on every day of forty years', () => {
    const zone = new ICAL.Timezone(
      inIcalJs(feed('x', [entry])).getFirstSubcomponent('vtimezone') as ICAL.Component,
    )
    const hour = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/London',
      hour: '2-digit',
      hourCycle: 'h23',
    })
    for (let on = day('2010-01-01'); on < '2050-01-01'; on = addDays(on, 1)) {
      const noon = ICAL.Time.fromData({
        year: Number(on.slice(0, 4)),
        month: Number(on.slice(5, 7)),
        day: Number(on.slice(8)),
        hour: 12,
      })
      const offset = zone.utcOffset(noon) / 3600
      assert.equal(Number(hour.format(new Date(`${on}T12:00:00Z`))) - 12, offset, on)
    }
  })

  test('a whole day is that day, wherever the machine is', () => {
    for (const zone of ['America/New_York', 'Pacific/Kiritimati']) {
      process.env.TZ = zone
      const text = message('REQUEST', { ...entry, starts: null }, parties)
      assert.match(text, /DTSTART;VALUE=DATE:20261026\r\nDTEND;VALUE=DATE:20261027\r\n/)
      assert.equal(inNodeIcal(text)[0]?.datetype, 'date')
      assert.equal(eventIn(text).getFirstPropertyValue('transp'), 'TRANSPARENT')
    }
  })

  test('what begins and has no end known lasts an hour, also past midnight', () => {
    const of = (starts: string) => eventIn(message('REQUEST', { ...entry, starts, ends: null }, parties))
    assert.equal(String(of('19:00').getFirstPropertyValue('dtend')), '2026-10-26T20:00:00')
    assert.equal(String(of('23:30').getFirstPropertyValue('dtend')), '2026-10-27T00:30:00')
  })
})

describe('messages and feeds', () => {
  test('a request names who asks and who is asked, and asks for an answer', () => {
    const text = message('REQUEST', entry, parties)
    const calendar = inIcalJs(text)
    const event = eventIn(text)
    assert.equal(calendar.getFirstPropertyValue('method'), 'REQUEST')
    assert.equal(event.getFirstPropertyValue('uid'), 'meeting-7@vale.example')
    assert.equal(event.getFirstPropertyValue('sequence'), 3)
    assert.equal(event.getFirstPropertyValue('organizer'), 'mailto:office@vale.example')
    assert.equal(event.getFirstPropertyValue('url'), 'https://vale.example/meetings/7')
    const [attendee, ...others] = event.getAllProperties('attendee')
    assert.equal(others.length, 0)
    assert.equal(String(attendee?.getFirstValue()).toLowerCase(), 'mailto:hannah@ashmere.example')
    assert.equal(attendee?.getFirstParameter('rsvp'), 'TRUE')
    assert.equal(attendee?.getFirstParameter('partstat'), 'NEEDS-ACTION')
  })

  test('what is cancelled for all says so; what goes on without one of them does not', () => {
    const off = eventIn(message('CANCEL', { ...entry, cancelled: true }, parties))
    assert.equal(off.getFirstPropertyValue('status'), 'CANCELLED')
    assert.equal(eventIn(message('CANCEL', entry, parties)).getFirstPropertyValue('status'), null)
  })

  test('a feed names nobody', () => {
    const text = feed('Board; “all”, of it', [entry, { ...entry, uid: 'other', cancelled: true }])
    assert.doesNotMatch(text, /ATTENDEE|ORGANIZER/)
    assert.equal(inIcalJs(text).getFirstPropertyValue('method'), 'PUBLISH')
    assert.equal(inIcalJs(text).getFirstPropertyValue('x-wr-calname'), 'Board “all” of it')
    assert.deepEqual(
      inNodeIcal(text).map(({ status }) => status),
      ['CONFIRMED', 'CANCELLED'],
    )
  })

  test('a mailbox is read from its setting', () => {
    for (const [setting, name, address] of [
      ['office@vale.example', '', 'office@vale.example'],
      ['Vale Office <office@vale.example>', 'Vale Office', 'office@vale.example'],
      ['"Vale, Office" <office@vale.example>', 'Vale, Office', 'office@vale.example'],
    ] as const)
      assert.deepEqual(mailboxIn(setting), { name, address })
  })
})

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom(
    'a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil',
    'x\nATTENDEE:mailto:spy@else.example',
    'one, two; three\\, four\\n',
    '"quoted": ;CN="x"',
    '\ud800 half',
    'é'.repeat(80),
    '😀'.repeat(60),
    'a\u2028b\u0085c\u0000d\u000be',
    ' ',
  ),
)

test('whatever a title, place, text or name says, it stays one event whose lines are short enough', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, hostile, (title, place, says, name) => {
      const guest = { name, address: 'a@b.example' }
      const text = message('REQUEST', { ...entry, title, place, says }, { ...parties, guest })
      assert.ok(text.endsWith('END:VCALENDAR\r\n'))
      for (const line of text.split('\r\n')) {
        assert.ok(Buffer.byteLength(line) <= 75, `${Buffer.byteLength(line)} octets: ${line}`)
        assert.doesNotMatch(line, /[\r\n]/)
      }
      assert.equal(Buffer.from(text).toString(), text)
      const [event, ...more] = inIcalJs(text).getAllSubcomponents('vevent')
      assert.equal(more.length, 0)
      assert.equal(event?.getAllProperties('attendee').length, 1)
      assert.equal(event?.getFirstPropertyValue('uid'), entry.uid)
      const one = (typed: string) =>
        typed
          .replace(/[^\P{Cc}]+|[\u2028\u2029]|\p{Cs}/gu, ' ')
          .replace(/\s+/g, ' ')
          .trim()
      assert.equal(one(String(event?.getFirstPropertyValue('summary') ?? '')), one(title))
      assert.equal(one(String(event?.getFirstPropertyValue('location') ?? '')), one(place))
      assert.equal(one(String(event?.getFirstPropertyValue('description') ?? '')), one(says))
      const [other, ...others] = inNodeIcal(text)
      assert.equal(others.length, 0)
      assert.equal(other?.uid, entry.uid)
      // This parser has rules of its own for backslashes and quotation marks.
      if (!/["\\]/.test(title)) assert.equal(one(String(plain(other?.summary) ?? '')), one(title))
    }),
    { numRuns: 150 },
  )
})
