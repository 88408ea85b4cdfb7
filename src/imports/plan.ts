import type { Day } from '../platform/day.ts'
import type { Book } from '../platform/sheet.ts'
import type { Report } from '../platform/sheet-report.ts'
import { checkLearning, type Learning } from './check-learning.ts'
import { checkMeetings, type Meetings, remarkOnFuture } from './check-meetings.ts'
import { checkPeople, type People } from './check-people.ts'
import {
  type CaseStudy,
  checkCaseStudies,
  checkPackages,
  checkReading,
  checkResources,
  checkSchemes,
  type Package,
  type ReadingTest,
  type Resource,
  type Scheme,
} from './check-records.ts'
import { checkSchools, type Schools } from './check-schools.ts'
import { checkSupport, type Visit } from './check-support.ts'
import type { Known } from './known.ts'
import type { YearRead } from './records.ts'

/** Everything that a year says, each row bound to the rows it names, recorded or new. */
export type Plan = {
  read: YearRead
  schools: Schools
  people: People
  meetings: Meetings
  visits: Visit[]
  learning: Learning
  schemes: Scheme[]
  resources: Resource[]
  packages: Package[]
  caseStudies: CaseStudy[]
  readingTests: ReadingTest[]
}

/** Checks a year that was read against itself and against what is recorded, reporting every fault. */
export async function checkYear(
  read: YearRead,
  book: Book,
  known: Known,
  today: Day,
  report: Report,
): Promise<Plan> {
  const schools = checkSchools(read, known, report)
  const { places } = schools
  const people = await checkPeople(read, known, places, report)
  const meetings = await checkMeetings(read, known, people, places, report)
  const { groupLookup } = meetings
  remarkOnFuture(read, today, report)
  return {
    read,
    schools,
    people,
    meetings,
    visits: await checkSupport(read, known, people, places, report),
    learning: await checkLearning(read, known, people, places, report),
    schemes: checkSchemes(read, places, report),
    resources: checkResources(read, groupLookup, report),
    packages: checkPackages(read, report),
    caseStudies: await checkCaseStudies(read, book, groupLookup, places, report),
    readingTests: await checkReading(read, places, report),
  }
}
