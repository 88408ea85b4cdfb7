import { maySeeCaseStudies } from '../../case-studies/rules.ts'
import { groupsSeen } from '../../groups/rules.ts'
import { maySeeCourses } from '../../learning/rules.ts'
import { maySeeResources } from '../../library/rules.ts'
import { maySeePackages } from '../../packages/rules.ts'
import { maySeeClusters } from '../../peer-review/rules.ts'
import { type AcademicYear, yearName } from '../../platform/day.ts'
import type { Who } from '../../platform/who.ts'
import { maySeeRounds } from '../../rounds/rules.ts'
import { maySeeSchemes } from '../../schemes/rules.ts'
import { mayOpenLedger } from '../../support/ledger/rules.ts'
import type { Behind } from './figures.ts'

type Of = { id: number; shortName: string; year: AcademicYear }

/** The list of the records behind a figure, for a reader who may open it; nothing for anybody else. */
export function opens(who: Who, { id, shortName, year }: Of): (behind: Behind) => string | undefined {
  const given = { year: yearName(year) }
  const at = (path: string, more: Record<string, string> = {}) =>
    `${path}?${new URLSearchParams({ ...given, ...more })}`
  const lists: Record<Behind, { may: boolean; href: string }> = {
    visits: {
      may: mayOpenLedger(who, id),
      href: at('/support/visits', { words: shortName, ssig: 'yes', counted: 'yes' }),
    },
    ledger: { may: mayOpenLedger(who, id), href: at(`/support/days/${id}`) },
    courses: { may: maySeeCourses(who), href: at('/learning') },
    'hub meetings': {
      may: groupsSeen(who) === 'all',
      href: at('/meetings', { kind: 'hub', status: 'held' }),
    },
    resources: { may: maySeeResources(who), href: at('/library') },
    packages: { may: maySeePackages(who), href: at('/packages') },
    schemes: { may: maySeeSchemes(who), href: at('/schemes') },
    'peer reviews': { may: maySeeClusters(who), href: at('/peer-review') },
    rounds: { may: maySeeRounds(who), href: at('/rounds') },
    'case studies': { may: maySeeCaseStudies(who), href: at('/case-studies') },
  }
  return (behind) => (lists[behind].may ? lists[behind].href : undefined)
}
