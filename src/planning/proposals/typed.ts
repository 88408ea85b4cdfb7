import {
  type AcademicYear,
  academicYearOf,
  type Day,
  dayTyped,
  inWords,
  isDay,
  weekday,
  yearName,
} from '../../platform/day.ts'
import { timeTyped } from '../../platform/form.ts'

export type DateTyped = { on: Day; starts: string | null; ends: string | null; place: string | null }

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

const WEEKDAY = /^(sun|mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:day)?\.?,?\s+/i
const IN_FIGURES = /^(\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}(?:[/.-](?:\d{4}|\d{2}))?)(?![\d/])/
const IN_WORDS = /^(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\.?(?:,?\s+(\d{4}))?/i
const TIMES =
  /^[,\s]*(?:at\s+)?(\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?)(?:\s*(?:-|–|to|until)\s*(\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?))?(?=[,\s]|$)/i

/**
 * Dates as an office writes or pastes them, a line each: `24/9/2026`, `Thu 12 November, 3.45pm to 5.15pm, Ashmere`. A
 * year that is left out is that of the academic year. What cannot be understood is said by its line.
 */
export function datesTyped(text: string, year: AcademicYear): { dates: DateTyped[]; faults: string[] } {
  const dates: DateTyped[] = []
  const faults: string[] = []
  for (const [i, line] of text.split(/[\n;]/).entries()) {
    if (line.trim() === '') continue
    const read = lineRead(line.trim(), year)
    if (typeof read === 'string') faults.push(`Line ${i + 1}: ${read}`)
    else dates.push(read)
  }
  return { dates, faults }
}

function lineRead(line: string, year: AcademicYear): DateTyped | string {
  const named = WEEKDAY.exec(line)
  const rest = line.slice(named?.[0].length ?? 0)
  const { on, length } = dateAt(rest, year)
  if (!on) return `“${line.slice(0, 60)}” does not begin with a date, like 12/11/${year} or Thu 12 November`
  const date = weekdays[weekday(on)] ?? ''
  if (named && !date.startsWith((named[1] ?? '').toLowerCase().slice(0, 3)))
    return `${inWords(on)} is a ${date.charAt(0).toUpperCase()}${date.slice(1)}, and the line says ${named[0].trim()}`
  if (academicYearOf(on) !== year) return `${inWords(on)} is not in ${yearName(year)}`
  return withTimes(on, rest.slice(length))
}

function dateAt(text: string, year: AcademicYear): { on: Day | undefined; length: number } {
  const figures = IN_FIGURES.exec(text)
  if (figures) return { on: inFigures(figures[1] ?? '', year), length: figures[0].length }
  const words = IN_WORDS.exec(text)
  const month = months.indexOf((words?.[2] ?? '').toLowerCase().slice(0, 3)) + 1
  if (!words || month === 0) return { on: undefined, length: 0 }
  return { on: dayOf(Number(words[1]), month, words[3], year), length: words[0].length }
}

function inFigures(text: string, year: AcademicYear): Day | undefined {
  const [first = '', second = '', third] = text.split(/[/.-]/)
  if (first.length === 4) return dayTyped(text)
  const century = third?.length === 2 ? `20${third}` : third
  return dayOf(Number(first), Number(second), century, year)
}

function dayOf(date: number, month: number, typed: string | undefined, year: AcademicYear): Day | undefined {
  const of = typed ?? String(month >= 9 ? year : year + 1)
  const text = `${of}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
  return isDay(text) ? text : undefined
}

/** What follows the date: when it begins and ends, and where. */
function withTimes(on: Day, rest: string): DateTyped {
  const found = TIMES.exec(rest)
  const starts = found ? (timeTyped(found[1] ?? '') ?? null) : null
  const ends = starts && found?.[2] ? (timeTyped(found[2]) ?? null) : null
  const place = rest
    .slice(starts ? (found?.[0].length ?? 0) : 0)
    .replace(/^[\s,–-]*(?:at\s+|in\s+)?/i, '')
    .trim()
  return { on, starts, ends, place: place || null }
}
