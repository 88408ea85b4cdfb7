import { academicYearOf, yearTyped } from '../platform/day.ts'
import { joinSeveral } from '../platform/form.ts'
import { History } from '../platform/history.tsx'
import { notPossible, permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { openFiles } from '../platform/sheet.ts'
import { Report } from '../platform/sheet-report.ts'
import { type Asked, fillIn, idOf, list, press, rooms, sentBy, show } from '../platform/web.tsx'
import { addCalendar, addDate, correctCalendar, correctDate, removeDate } from './actions.ts'
import { bankHolidays, bankHolidaysTo } from './bank-holidays.ts'
import { CountPage } from './count-page.tsx'
import { calendarFilter, calendarForm, countForm, dateForm, uploadForm } from './forms.ts'
import { CalendarFormPage, CalendarPage, CalendarsPage, calendarListing, Endings } from './pages.tsx'
import {
  calendar,
  calendarDate,
  calendarDates,
  calendarFor,
  calendarsListed,
  schoolOptions,
  schoolsUsing,
} from './queries.ts'
import {
  countInWords,
  endingSoon,
  mayKeepCalendars,
  maySeeCalendars,
  schoolDaysBetween,
  schoolYearOf,
  yearsOf,
} from './rules.ts'
import { importTermDates } from './term-dates.ts'
import { UploadPage } from './upload-page.tsx'

export const calendars = rooms()

calendars.get('/', async (c) => {
  const { by } = c.var
  permit(maySeeCalendars(by.who))
  const own = await calendarFor(by.db, null)
  const endings = endingSoon(own ? await calendarDates(by.db, own.id) : [], by.today)
  return list(c, {
    of: calendarListing,
    filter: calendarFilter,
    sort: 'name',
    name: 'calendars',
    rows: (asked) => calendarsListed(by.db, asked),
    page: (shown) => (
      <CalendarsPage
        {...shown}
        keeps={mayKeepCalendars(by.who)}
        warning={<Endings endings={endings} name={own?.name ?? 'The alliance'} />}
      />
    ),
  })
})

const schools = ({ var: { by } }: Asked) => schoolOptions(by.db, by.today)

calendars.get('/count', async (c) => {
  const { by } = c.var
  permit(maySeeCalendars(by.who))
  const form = countForm(await schools(c))
  const query = new URL(c.req.url).searchParams
  if (query.size === 0)
    return show(c, <CountPage form={form} answers={form.blank()} says={null} warning={null} />)
  const read = form.read(query)
  if ('answers' in read)
    return show(c, <CountPage form={form} answers={read.answers} says={null} warning={null} />, 422)
  const found = await calendarFor(by.db, read.filled.membershipId)
  const dates = found ? await calendarDates(by.db, found.id) : []
  const name = found?.name ?? 'the alliance’s calendar'
  const { says, beyond } = countInWords(dates, name, read.filled, bankHolidaysTo)
  const warning = beyond && <Endings endings={[{ what: 'bank holidays', on: bankHolidaysTo }]} name={name} />
  const answers = { ...form.blank(read.filled), key: '' }
  return show(c, <CountPage form={form} answers={answers} says={says} warning={warning} />)
})

calendars.on(['get', 'post'], '/upload', async (c) => {
  permit(mayKeepCalendars(c.var.by.who))
  const report = new Report()
  return fillIn(c, uploadForm, {
    page: (answers) => <UploadPage answers={answers} report={report.faultCount > 0 ? report : null} />,
    save: async (_, by) => {
      const given = (await c.req.formData()).get('file')
      if (!(given instanceof File) || given.size === 0)
        throw notPossible('Select a file of term dates', 'file')
      const done = await importTermDates(by, await openFiles([given], report), report)
      if (!done) throw notPossible('Put right what is wrong in the file, then choose it again', 'file')
      return '/calendars?did=saved'
    },
  })
})

calendars.on(['get', 'post'], '/new', async (c) => {
  permit(mayKeepCalendars(c.var.by.who))
  const form = calendarForm(await schools(c))
  return fillIn(c, form, {
    page: (answers) => (
      <CalendarFormPage form={form} answers={answers} title="Add a calendar" up="/calendars" />
    ),
    save: async (filled, by) => `/calendars/${await addCalendar(by, filled)}?did=added`,
  })
})

calendars.on(['get', 'post'], '/dates/:id', async (c) => {
  const { by } = c.var
  permit(mayKeepCalendars(by.who))
  const id = idOf(c)
  const { calendarId } = await calendarDate(by.db, id)
  return fillIn(c, dateForm, {
    current: async () => dateForm.blank(await calendarDate(by.db, id)),
    page: (answers) => (
      <CalendarFormPage
        form={dateForm}
        answers={answers}
        title="Correct this date"
        up={`/calendars/${calendarId}`}
        remove={`/calendars/dates/${id}/remove`}
      />
    ),
    save: async (filled, by, version) => {
      await correctDate(by, { id, version }, filled)
      return `/calendars/${calendarId}?did=saved`
    },
  })
})

calendars.post('/dates/:id/remove', async (c) => {
  permit(mayKeepCalendars(c.var.by.who))
  const version = Number((await sentBy(c)).get('form-version'))
  return press(c, async (by) => `/calendars/${await removeDate(by, { id: idOf(c), version })}?did=removed`)
})

calendars.get('/:id', async (c) => {
  const { by } = c.var
  permit(maySeeCalendars(by.who))
  const found = await calendar(by.db, idOf(c))
  const dates = await calendarDates(by.db, found.id)
  const years = yearsOf(dates)
  const year = yearTyped(c.req.query('year') ?? '') ?? years.at(-1) ?? academicYearOf(by.today)
  const inYear = dates.filter(({ fromOn }) => schoolYearOf(fromOn) === year)
  const terms = inYear.filter(({ kind }) => kind === 'term')
  const keeps = mayKeepCalendars(by.who)
  return show(
    c,
    <CalendarPage
      {...{ calendar: found, years, year, dates: inYear, keeps }}
      holidays={bankHolidays.filter((on) => schoolYearOf(on) === year)}
      terms={terms.map((term) => ({ ...term, days: schoolDaysBetween(dates, term.fromOn, term.toOn) }))}
      schools={await schoolsUsing(by.db, found.id)}
      warning={<Endings endings={endingSoon(dates, by.today)} name={found.name} />}
      history={keeps && <History of={await revisions(by.db, 'calendars', found.id)} />}
    />,
  )
})

calendars.on(['get', 'post'], '/:id/correct', async (c) => {
  const { by } = c.var
  permit(mayKeepCalendars(by.who))
  const id = idOf(c)
  const form = calendarForm(await schools(c))
  return fillIn(c, form, {
    current: async () => {
      const used = (await schoolsUsing(by.db, id)).map((school) => school.id)
      return form.blank({ ...(await calendar(by.db, id)), membershipIds: joinSeveral(used) })
    },
    page: (answers) => (
      <CalendarFormPage form={form} answers={answers} title="Name and schools" up={`/calendars/${id}`} />
    ),
    save: async (filled, by, version) => {
      await correctCalendar(by, { id, version }, filled)
      return `/calendars/${id}?did=saved`
    },
  })
})

calendars.on(['get', 'post'], '/:id/dates/new', async (c) => {
  const { by } = c.var
  permit(mayKeepCalendars(by.who))
  const { id, name } = await calendar(by.db, idOf(c))
  return fillIn(c, dateForm, {
    page: (answers) => (
      <CalendarFormPage
        form={dateForm}
        answers={answers}
        title={`Add a date to ${name}`}
        up={`/calendars/${id}`}
      />
    ),
    save: async (filled, by) => {
      await addDate(by, id, filled)
      return `/calendars/${id}?did=added`
    },
  })
})
