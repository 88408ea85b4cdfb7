import type { Actor } from '../../platform/action.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { states } from '../deployments/tables.ts'
import { type DeedName, isFor, isTimeFor, type Planned } from './rules.ts'

/** Refuses whoever it is not for; and tells whoever it is for that it is not the time. */
export function permitDeed(by: Actor, name: DeedName, deployment: Planned) {
  permit(isFor(by.who, name, deployment))
  if (!isTimeFor(name, deployment.state))
    throw notPossible(`That cannot be done while the support stands at “${states[deployment.state]}”`)
}
