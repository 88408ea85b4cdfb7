import { holds, isOffice, type Who } from '../platform/who.ts'
import type { GroupKind } from './tables.ts'

/** The groups a person may see: of any kind, or of these kinds and those they lead. */
export type GroupsSeen = 'all' | { kinds: GroupKind[]; leads: number[] }

/**
 * Members of the alliance see what all its groups do; a teacher follows the subject hubs, a hub lead also
 * the hub leads; a partner comes for what is public and sees none.
 */
export function groupsSeen(who: Who): GroupsSeen {
  if (holds(who, 'coordinator', 'head', 'deputy', 'chair', 'governor', 'business manager')) return 'all'
  if (holds(who, 'ssig', 'authority officer')) return 'all'
  const kinds: GroupKind[] = holds(who, 'hub lead')
    ? ['hub', 'hub leads']
    : holds(who, 'teacher')
      ? ['hub']
      : []
  return { kinds, leads: who.leads }
}

export const maySeeGroups = (who: Who) => {
  const seen = groupsSeen(who)
  return seen === 'all' || seen.kinds.length > 0
}

/** The office sets up groups and says who leads them. */
export const mayKeepGroups = isOffice
