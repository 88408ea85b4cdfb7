import type { Who } from '../../../platform/who.ts'
import type { Item } from '../queries.ts'
import { isProposer } from '../rules.ts'

/** Whoever leads an item, or proposed it and waits for an answer, brings its papers. */
export const bringsPapers = (who: Who, item: Item) =>
  who.personId !== null &&
  ((item.state === 'accepted' && item.ownerId === who.personId) ||
    (item.state === 'proposed' && isProposer(who, item)))

/** A paper is changed by whoever keeps the meeting, and by whoever brought it. */
export const isOwnPaper = (who: Who, { addedBy }: { addedBy: number | null }) =>
  who.personId !== null && who.personId === addedBy
