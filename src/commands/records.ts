import { type Installation, openInstallation, sentenceFor } from '../installation.ts'
import { type Actor, actor } from '../platform/action.ts'
import { clock } from '../platform/clock.ts'
import { type Settings, settingsFrom } from '../platform/settings.ts'
import { system } from '../platform/who.ts'
import { typedIn } from './said.ts'

/** What the environment says, with its relative paths from where the command was typed. */
export const settings = (): Settings => settingsFrom(process.env, typedIn())

const signals = ['SIGINT', 'SIGTERM'] as const
/** As shells say it of a program that Ctrl-C ended. */
const BROKEN_OFF = 130

type Open = Installation & { by: Actor; settings: Settings }

/** Does something with the alliance's records, whether or not a server is using them at the same time. */
export async function withRecords<T>(
  work: (open: Open) => Promise<T>,
  options = { migrated: true },
): Promise<T> {
  const chosen = settings()
  const installation = await openInstallation(chosen, options)
  const broken = () => void installation.abandon().finally(() => process.exit(BROKEN_OFF))
  for (const signal of signals) process.once(signal, broken)
  try {
    const by = actor(installation.database, system, clock.today())
    return await work({ ...installation, settings: chosen, by })
  } catch (error) {
    throw sentenceFor(error)
  } finally {
    await installation.close()
    for (const signal of signals) process.off(signal, broken)
  }
}
