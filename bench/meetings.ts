/**
 * The pages of meetings with ten years of them recorded, as the office and as a head, each beside its bare floor in the
 * same run.
 */
import { agree } from './agreement.ts'
import { besideTheFloor, cookieOf } from './pages.ts'
import type { Page } from './pages-server.ts'
import { ownDatabase, recordTenYears } from './records.ts'
import { lookedFor, recordMeetings } from './ten-years-of-meetings.ts'

type Asked = { name: string; path: string; by?: 'office' }

/** What is asked for; `last` is a meeting of the board that was held. */
const pagesOf = (last: number): Asked[] => [
  { name: 'a meeting', path: `/meetings/${last}` },
  { name: 'its agenda', path: `/meetings/${last}/agenda`, by: 'office' },
  { name: 'its pack', path: `/meetings/${last}/pack` },
  { name: 'its register', path: `/meetings/${last}/register`, by: 'office' },
  { name: 'its minutes', path: `/meetings/${last}/minutes` },
  { name: 'all meetings', path: '/meetings' },
  ...lookedFor.map((words) => ({
    name: `search: ${words}`,
    path: `/meetings/search?words=${encodeURIComponent(words)}`,
  })),
  { name: 'all decisions', path: '/meetings/decisions' },
  { name: 'the year planned', path: '/planning' },
  { name: 'how a school stands', path: '/standing/schools/1' },
]

const { address, embedded, database } = await ownDatabase()
await recordTenYears(address)
const last = await recordMeetings(address)
await agree(database)
const cookies = { office: await cookieOf(database, 'office'), head: await cookieOf(database, 'p2') }
const pages = pagesOf(last).flatMap(({ name, path, by }) =>
  (by ? [by] : (['office', 'head'] as const)).map(
    (who): Page => ({ name: `${name}, ${who}`, path, cookie: cookies[who] }),
  ),
)
await besideTheFloor(address, pages)
await database.close()
await embedded.stop()
