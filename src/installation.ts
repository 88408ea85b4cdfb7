import { type Address, Database } from './platform/db.ts'
import { type Embedded, startEmbedded } from './platform/embedded.ts'
import { CannotMigrate, migrate } from './platform/migrate.ts'
import { outsideAddress, SCHEMA, type Settings } from './platform/settings.ts'

/** The alliance's records, open: in a database of this installation's own or in one outside. */
export type Installation = {
  address: Address
  database: Database
  close: () => Promise<void>
  /** Lets go of the embedded database at once, breaking off whatever is under way. */
  abandon: () => Promise<void>
}

type Options = {
  /** Told when the embedded database died and when it serves again. */
  onDeath?: (what: string) => void
  /** Left out where the schema is about to be made from a backup. */
  migrated?: boolean
}

/**
 * Opens the records that the settings name, brought up to date.
 * @throws CannotOpen with a sentence for whoever runs the installation.
 */
export async function openInstallation(settings: Settings, options: Options = {}): Promise<Installation> {
  const { onDeath, migrated = true } = options
  const embedded = settings.database ? undefined : await started(settings.dataDir, onDeath)
  const address = embedded ? addressOf(embedded) : outsideAddress(settings.database ?? '')
  try {
    if (migrated) await migrate(address)
  } catch (error) {
    await embedded?.stop()
    throw sentenceFor(error)
  }
  const database = new Database(address)
  const close = async () => {
    await database.close()
    await embedded?.stop()
  }
  return { address, database, close, abandon: async () => embedded?.stop() }
}

/** The records cannot be opened, for a reason whoever runs the installation can mend. */
export class CannotOpen extends Error {}

async function started(dataDir: string, onDeath: Options['onDeath']): Promise<Embedded> {
  try {
    return await startEmbedded(dataDir, onDeath ? { onDeath } : {})
  } catch (error) {
    throw new CannotOpen((error as Error).message, { cause: error })
  }
}

const addressOf = ({ stop: _, ...connection }: Embedded): Address => ({ connection, schema: SCHEMA })

const NOT_REACHED = /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|EPIPE|28|3D000|57P|53300|08)/

/** What went wrong with the database in a sentence, where whoever runs it can mend it; else the error itself. */
export function sentenceFor(error: unknown): unknown {
  if (error instanceof CannotMigrate) return new CannotOpen(error.message, { cause: error })
  const { code = '', syscall, message } = error as NodeJS.ErrnoException
  const away = NOT_REACHED.test(code) || syscall === 'connect' || /^Connection terminated/.test(message)
  return away
    ? new CannotOpen(`The database could not be reached: ${message || code}.`, { cause: error })
    : error
}
