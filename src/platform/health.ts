import type { Database } from './db.ts'
import { jobsAreTakenUp } from './job.ts'

type Answer<Env> = (request: Request, env: Env) => Response | Promise<Response>

const says = (status: 200 | 503, text: string) =>
  new Response(`${text}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' },
  })

const LIMIT_MS = 5_000

/**
 * Answers whoever watches over the process, before anything else is asked: `/healthz` says that it is alive,
 * `/readyz` that it can take people, which means that a row can be written and that jobs are being done.
 */
export function watchedOver<Env>(
  database: Database,
  isStopping: () => boolean,
  others: Answer<Env>,
): Answer<Env> {
  return async (request, env) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/healthz') return says(200, 'alive')
    if (pathname !== '/readyz') return others(request, env)
    if (isStopping()) return says(503, 'stopping')
    const fault = await Promise.race([faultIn(database), late()])
    return fault ? says(503, fault) : says(200, 'ready')
  }
}

const late = () =>
  new Promise<string>((resolve) => {
    setTimeout(resolve, LIMIT_MS, 'the database does not answer').unref()
  })

async function faultIn(database: Database): Promise<string | undefined> {
  try {
    await write(database)
    return (await jobsAreTakenUp(database)) ? undefined : 'jobs are not being done'
  } catch {
    return 'nothing can be written'
  }
}

const write = ({ pool }: Database) =>
  pool.query(
    `insert into rate_limits (key, count, resets_at) values ('readiness', 1, now() + interval '1 minute')
     on conflict (key) do update set count = 1, resets_at = excluded.resets_at`,
  )
