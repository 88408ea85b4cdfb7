import { memberOptions } from '../members/queries.ts'
import { FormPage } from '../platform/form-page.tsx'
import { among, History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { type Asked, fillIn, idOf, list, rooms, show } from '../platform/web.tsx'
import { addCourse, addSession, correctCourse, correctSession } from './actions.ts'
import {
  CoursePage,
  CoursesPage,
  courseFilter,
  courseForm,
  courses as listing,
  sessionForm,
} from './pages.tsx'
import { participants, participantsShown } from './participants/routes.tsx'
import { course, courseCounted, coursesListed, session, sessionsOf } from './queries.ts'
import { mayKeepCourses, maySeeCourses } from './rules.ts'

export const learning = rooms()

learning.get('/', (c) => {
  const { by } = c.var
  permit(maySeeCourses(by.who))
  return list(c, {
    of: listing,
    filter: courseFilter,
    sort: '-on',
    name: 'courses',
    rows: (asked) => coursesListed(by.db, asked),
    page: (shown) => <CoursesPage {...shown} keeps={mayKeepCourses(by.who)} />,
  })
})

learning.on(['get', 'post'], '/new', (c) => {
  permit(mayKeepCourses(c.var.by.who))
  const up = { href: '/learning', says: 'Courses' }
  return fillIn(c, courseForm, {
    page: (answers) => <FormPage form={courseForm} {...{ answers, up }} title="Add a course" />,
    save: async (filled, by) => `/learning/${await addCourse(by, filled)}?did=added`,
  })
})

learning.route('/', participants)

learning.get('/:id', async (c) => {
  const { by } = c.var
  permit(maySeeCourses(by.who))
  const found = await course(by.db, idOf(c))
  const keeps = mayKeepCourses(by.who)
  return show(
    c,
    <CoursePage
      course={found}
      counted={await courseCounted(by.db, found.id)}
      sessions={await sessionsOf(by.db, found.id)}
      keeps={keeps}
      participants={await participantsShown(by, found.id)}
      history={keeps && <History of={await revisions(by.db, 'courses', found.id)} />}
    />,
  )
})

/** The course that the office is at work on, and the way back to it. */
async function kept(c: Asked) {
  const { by } = c.var
  permit(mayKeepCourses(by.who))
  const found = await course(by.db, idOf(c))
  return { id: found.id, up: { href: `/learning/${found.id}`, says: found.title } }
}

learning.on(['get', 'post'], '/:id/correct', async (c) => {
  const { id, up } = await kept(c)
  return fillIn(c, courseForm, {
    current: async () => {
      const { halfDays, ...now } = await course(c.var.by.db, id)
      return courseForm.blank({ ...now, halfDays: halfDays === null ? null : halfDays / 2 })
    },
    page: (answers) => <FormPage form={courseForm} {...{ answers, up }} title="Correct this course" />,
    save: async (changes, by, version) => {
      await correctCourse(by, { id, version }, changes)
      return `/learning/${id}?did=saved`
    },
  })
})

learning.on(['get', 'post'], '/:id/sessions/new', async (c) => {
  const { id, up } = await kept(c)
  const form = sessionForm(await memberOptions(c.var.by.db))
  return fillIn(c, form, {
    page: (answers) => <FormPage {...{ form, answers, up }} title="Add a session" />,
    save: async (filled, by) => {
      await addSession(by, id, filled)
      return `/learning/${id}?did=added`
    },
  })
})

learning.on(['get', 'post'], '/:id/sessions/:session', async (c) => {
  const { id: courseId, up } = await kept(c)
  const { db } = c.var.by
  const { id } = await session(db, courseId, idOf(c, 'session'))
  const schools = await memberOptions(db)
  const form = sessionForm(schools)
  const before = await revisions(db, 'courseSessions', id)
  const history = <History of={before} says={{ hostMembershipId: among('host', schools) }} />
  return fillIn(c, form, {
    current: async () => form.blank(await session(db, courseId, id)),
    page: (answers) => (
      <FormPage {...{ form, answers, up, children: history }} title="Correct this session" />
    ),
    save: async (changes, by, version) => {
      await correctSession(by, { courseId, id, version }, changes)
      return `/learning/${courseId}?did=saved`
    },
  })
})
