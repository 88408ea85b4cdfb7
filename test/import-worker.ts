import { workOnImport } from '../src/imports/actions.ts'
import { actor } from '../src/platform/action.ts'
import { Database } from '../src/platform/db.ts'
import { system } from '../src/platform/who.ts'
import { today } from './world.ts'

// Works on one import in a process of its own, so that a test can kill it.
const [address = '', id = ''] = process.argv.slice(2)
const database = new Database(JSON.parse(address))
await workOnImport(actor(database, system, today), Number(id))
await database.close()
