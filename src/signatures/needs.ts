import type { Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { Need, Needs } from '../platform/need.ts'
import { placesToSign, type VersionToSign, versionToSign } from './queries.ts'
import { unsigned } from './register/queries.ts'
import { mayKeepSignatures } from './rules.ts'
import { stepsOf } from './steps.ts'

/** What somebody has to sign; and for the office, how many schools have not. */
export const needs: Needs = async (by) => {
  if (by.who.personId === null) return []
  const version = await versionToSign(by.db, by.today)
  if (!version) return []
  const open = (await placesToSign(by, version.id)).filter(({ signedOn, declined }) => !signedOn && !declined)
  const mine = stepsOf(open, version, by.today).map((step) => ({
    ...step,
    says: `Sign version ${version.number} of the agreement: ${step.says}`,
    on: version.signBy,
  }))
  return mayKeepSignatures(by.who) ? [...mine, ...(await officeNeeds(by.db, version, by.today))] : mine
}

async function officeNeeds(db: Reader, { number, signBy }: VersionToSign, today: Day): Promise<Need[]> {
  const { awaited } = await unsigned(db, today)
  if (awaited.length === 0) return []
  const schools = awaited.length === 1 ? '1 school has' : `${awaited.length} schools have`
  return [
    {
      href: '/agreement/register/unsigned',
      says: `${schools} not signed version ${number}`,
      why: 'See why, and remind them.',
      on: signBy,
      state:
        signBy !== null && signBy < today
          ? { says: 'Overdue', tone: 'bad' }
          : { says: 'To sign', tone: 'due' },
    },
  ]
}
