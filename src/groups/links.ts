import type { NavItem } from '../platform/page.tsx'
import { ledMemberships, type Who } from '../platform/who.ts'
import { mayNominate, mayOpenNominations } from './nominations/rules.ts'
import { mayOpenRota } from './rota/rules.ts'
import { type Led, mayOpenSuccession } from './rules.ts'
import { type GroupKind, servedInTurn } from './tables.ts'

type Way = NavItem & { open: boolean }

const open = (ways: Way[]): NavItem[] =>
  ways.filter((way) => way.open).map(({ href, says }) => ({ href, says }))

/** Where the list of groups leads besides the groups. */
export const linksOfGroups = (who: Who): NavItem[] =>
  open([
    { href: '/groups/mandates', says: 'Who speaks for us where', open: true },
    { href: '/groups/nominations', says: 'Nominations and offers', open: mayOpenNominations(who) },
    {
      href: '/groups/rota',
      says: ledMemberships(who).length > 0 ? 'Your school’s turn to serve' : 'Whose turn it is to serve',
      open: mayOpenRota(who, null),
    },
  ])

/** Where a group’s page leads besides its meetings. */
export const linksOfGroup = (who: Who, group: Led & { kind: GroupKind }): NavItem[] =>
  open([
    {
      href: `/hubs/${group.id}`,
      says: 'The hub’s notes, resources and programme',
      open: group.kind === 'hub',
    },
    {
      href: `/groups/${group.id}/succession`,
      says: 'What a new lead needs to know',
      open: mayOpenSuccession(who, group),
    },
    {
      href: `/groups/nominations/new?group=${group.id}`,
      says: 'Nominate somebody, or offer to serve',
      open: group.kind !== 'board' && mayNominate(who),
    },
    {
      href: `/groups/${group.id}/rota`,
      says: 'Whose turn it is to serve',
      open: servedInTurn.includes(group.kind) && mayOpenRota(who, group),
    },
  ])
