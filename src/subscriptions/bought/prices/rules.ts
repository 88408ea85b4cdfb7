import { isOffice, type Who } from '../../../platform/who.ts'
import type { Priced } from '../tables.ts'

/** The office keeps what is known of prices; a school reads those that its own page is worked out with. */
export const mayKeepPrices = (who: Who) => isOffice(who)

type Filled = { what: Priced; courseId: number | null; packageId: number | null; pence: number }

/** What cannot be so about a price, in a sentence with the question it is about; nothing where it can. */
export function wrongWith({ what, courseId, packageId, pence }: Filled) {
  if (courseId !== null && what !== 'course')
    return { says: 'Choose a course only where the price is of a place on a course', field: 'courseId' }
  if (packageId !== null && what !== 'package')
    return { says: 'Choose a package only where the price is of help from a partner', field: 'packageId' }
  if (pence < 1) return { says: 'The price must be £0.01 or more', field: 'pence' }
  return undefined
}
