import { loadDemonstration, takesDemonstration } from '../demo.ts'
import { withRecords } from './records.ts'
import { Faulty, say } from './said.ts'

export const loadDemo = () =>
  withRecords(async ({ by }) => {
    if (!(await takesDemonstration(by)))
      throw new Faulty(
        'The database holds an alliance. Set DATA_DIR to a new folder, or DATABASE_URL to an empty database.',
      )
    const loaded = await loadDemonstration(by, say)
    say(loaded ? 'The demonstration is loaded.' : 'The demonstration was loaded before. Nothing was changed.')
  })
