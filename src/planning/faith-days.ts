import { addDays, type Day, day } from '../platform/day.ts'

/**
 * How a day is kept, as far as meetings go: `day` by staying away from work or school, `part` by some hours of it,
 * `evenings` by being at home when the sun sets.
 */
type Kept = 'day' | 'part' | 'evenings'

export type FaithDay = {
  name: string
  faith: string
  fromOn: Day
  toOn: Day
  kept: Kept
  /** It begins at sunset of the day before. */
  eve: boolean
  /** It goes by the sighting of the moon, or by custom, and may be kept a day earlier or later. */
  aboutADay: boolean
}

/** Nothing is known of faith days outside these; a page that plans there must say so. */
export const faithDaysFrom = day('2024-01-01')
export const faithDaysTo = day('2030-12-31')

const days = (text: string) => text.split(' ').map(day)

/**
 * Easter of the Western churches by the Gregorian reckoning and of the Orthodox by the Julian (Book of Common Prayer,
 * tables for finding Easter; Council of Nicaea).
 */
const easter = days('2024-03-31 2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21')
const orthodoxEaster = days('2024-05-05 2025-04-20 2026-04-12 2027-05-02 2028-04-16 2029-04-08 2030-04-28')

/** The Jewish days follow the calendar of Hillel, which is reckoned and never moves: here as Unicode CLDR has it. */
const roshHashanah = days('2024-10-03 2025-09-23 2026-09-12 2027-10-02 2028-09-21 2029-09-10 2030-09-28')
const passover = days('2024-04-23 2025-04-13 2026-04-02 2027-04-22 2028-04-11 2029-03-31 2030-04-18')

/** Muslim days by the calendar of Umm al-Qura (CLDR); a mosque that waits for the moon may be a day off. */
const ramadan = days(
  '2024-03-11 2025-03-01 2026-02-18 2027-02-08 2028-01-28 2029-01-16 2030-01-05 2030-12-26',
)
const eidAlFitr = days('2024-04-10 2025-03-30 2026-03-20 2027-03-09 2028-02-26 2029-02-14 2030-02-04')
const eidAlAdha = days('2024-06-16 2025-06-06 2026-05-27 2027-05-16 2028-05-05 2029-04-24 2030-04-13')

/**
 * Hindu and Buddhist days at the new or full moon of their month (the panchang as printed for Britain; Wesak at the
 * full moon of May). They differ by a day from temple to temple.
 */
const diwali = days('2024-10-31 2025-10-20 2026-11-08 2027-10-29 2028-10-17 2029-11-05 2030-10-26')
const holi = days('2024-03-25 2025-03-14 2026-03-04 2027-03-22 2028-03-11 2029-03-01 2030-03-20')
const wesak = days('2024-05-23 2025-05-12 2026-05-31 2027-05-20 2028-05-08 2029-05-27 2030-05-17')

/** By the Chinese calendar as CLDR has it. */
const chineseNewYear = days('2024-02-10 2025-01-29 2026-02-17 2027-02-07 2028-01-26 2029-02-13 2030-02-02')

const years = [2024, 2025, 2026, 2027, 2028, 2029, 2030]

type Way = { kept: Kept; lasts?: number; after?: number; eve?: true; aboutADay?: true }

const kept = (name: string, faith: string, on: readonly Day[], way: Way): FaithDay[] =>
  on.map((first) => {
    const fromOn = addDays(first, way.after ?? 0)
    const last = addDays(fromOn, (way.lasts ?? 1) - 1)
    return {
      ...{ name, faith, fromOn, kept: way.kept },
      toOn: last < faithDaysTo ? last : faithDaysTo,
      eve: way.eve ?? false,
      aboutADay: way.aboutADay ?? false,
    }
  })

/** Ramadan lasts until the day before Eid; the last one here goes on past the end of the table. */
const monthsOfFasting = ramadan.flatMap((from) => {
  const eid = eidAlFitr.find((on) => on > from) ?? addDays(faithDaysTo, 1)
  return kept('Ramadan', 'Muslim', [from], { kept: 'evenings', lasts: lengthOf(from, eid) })
})

function lengthOf(from: Day, until: Day): number {
  let length = 0
  while (addDays(from, length) < until) length++
  return length
}

export const faithDays: readonly FaithDay[] = [
  ...kept('Ash Wednesday', 'Christian', easter, { kept: 'part', after: -46 }),
  ...kept('Good Friday', 'Christian', easter, { kept: 'day', after: -2 }),
  ...kept('Easter', 'Christian', easter, { kept: 'day' }),
  ...kept('Orthodox Good Friday', 'Orthodox Christian', orthodoxEaster, { kept: 'day', after: -2 }),
  ...kept('Orthodox Easter', 'Orthodox Christian', orthodoxEaster, { kept: 'day' }),
  ...kept(
    'Christmas Day',
    'Christian',
    years.map((year) => day(`${year}-12-25`)),
    { kept: 'day' },
  ),
  ...monthsOfFasting,
  ...kept('Eid al-Fitr', 'Muslim', eidAlFitr, { kept: 'day', aboutADay: true }),
  ...kept('Eid al-Adha', 'Muslim', eidAlAdha, { kept: 'day', aboutADay: true }),
  ...kept('Rosh Hashanah', 'Jewish', roshHashanah, { kept: 'day', lasts: 2, eve: true }),
  ...kept('Yom Kippur', 'Jewish', roshHashanah, { kept: 'day', after: 9, eve: true }),
  ...kept('Passover, first days', 'Jewish', passover, { kept: 'day', lasts: 2, eve: true }),
  ...kept('Passover, middle days', 'Jewish', passover, { kept: 'part', after: 2, lasts: 4 }),
  ...kept('Passover, last days', 'Jewish', passover, { kept: 'day', after: 6, lasts: 2, eve: true }),
  ...kept('Diwali', 'Hindu, Sikh and Jain', diwali, { kept: 'day', aboutADay: true }),
  ...kept('Holi', 'Hindu', holi, { kept: 'part', aboutADay: true }),
  // On the 13th or the 14th, as each gurdwara reckons.
  ...kept(
    'Vaisakhi',
    'Sikh',
    years.map((year) => day(`${year}-04-13`)),
    { kept: 'part', lasts: 2 },
  ),
  ...kept('Wesak', 'Buddhist', wesak, { kept: 'part', aboutADay: true }),
  ...kept('Chinese New Year', 'Chinese', chineseNewYear, { kept: 'part' }),
].sort((a, b) => (a.fromOn < b.fromOn ? -1 : a.fromOn > b.fromOn ? 1 : 0))

/** Where the table ends before the days that are planned do, so that a page can say so. */
export const faithDaysEndBefore = (last: Day) => last > faithDaysTo

/** A faith day as it touches one day: kept on it, begun at its sunset, or perhaps kept on it. */
export type Touch = { of: FaithDay; how: 'on' | 'eve' | 'perhaps' }

const touching = new Map<Day, Touch[]>()
for (const of of faithDays) {
  for (let on = of.fromOn; on <= of.toOn; on = addDays(on, 1)) touch(on, { of, how: 'on' })
  if (of.eve) touch(addDays(of.fromOn, -1), { of, how: 'eve' })
  if (of.aboutADay)
    for (const on of [addDays(of.fromOn, -1), addDays(of.toOn, 1)]) touch(on, { of, how: 'perhaps' })
}

function touch(on: Day, one: Touch) {
  touching.set(on, [...(touching.get(on) ?? []), one])
}

export const faithDaysOn = (on: Day): readonly Touch[] => touching.get(on) ?? []
