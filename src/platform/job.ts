import { readFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import type pg from 'pg'
import type { DatabaseOptions } from 'pg-boss'
import { type Address, type Database, SERVING_ROLE, type Writer } from './db.ts'
import type { Log } from './log.ts'
import { projectFolder } from './project.ts'

const MINUTE = 60

/** Every queue there is, from the first migration on, so that no job can be sent to one that is not there. */
export const queues = {
  // Retried for at least five hours: twenty times, first after a minute, later every half hour.
  mail: {
    retryLimit: 20,
    retryDelay: MINUTE,
    retryBackoff: true,
    retryDelayMax: 30 * MINUTE,
    expireInSeconds: 2 * MINUTE,
  },
  // An import broken off is asked for again when a server starts or its database is back. Where neither happens,
  // because another server goes on or the database is outside, the job is missed when its process is silent.
  imports: { retryLimit: 3, retryDelay: 10, expireInSeconds: 15 * MINUTE, heartbeatSeconds: 30 },
  // A time-stamping authority may be away for hours: about eight, then the document is made without.
  documents: {
    retryLimit: 20,
    retryDelay: 30,
    retryBackoff: true,
    retryDelayMax: 30 * MINUTE,
    expireInSeconds: 5 * MINUTE,
    heartbeatSeconds: 30,
  },
  // One server at a time writes to everybody; one that died is missed, and another goes on where it stopped.
  digests: {
    retryLimit: 3,
    retryDelay: 5 * MINUTE,
    expireInSeconds: 30 * MINUTE,
    heartbeatSeconds: 60,
    policy: 'exclusive',
  },
  // Those invited to a meeting are told when it changes.
  invitations: { retryLimit: 10, retryDelay: 10, retryBackoff: true, expireInSeconds: 5 * MINUTE },
  // The mailbox is looked into by one server at a time; what was not read is there the next time.
  inbox: { retryLimit: 0, expireInSeconds: 5 * MINUTE, policy: 'exclusive' },
  signing: { retryLimit: 3, retryDelay: 5 * MINUTE, expireInSeconds: 10 * MINUTE, policy: 'exclusive' },
  // Every minute votes open and close, and the heads are written to; what was missed is done the next time.
  ballots: { retryLimit: 0, expireInSeconds: 5 * MINUTE, policy: 'exclusive' },
  // Many requests are matched at once, by one server; a solver that was broken off begins anew.
  matchings: { retryLimit: 2, retryDelay: 5, expireInSeconds: 10 * MINUTE, heartbeatSeconds: 30 },
  // Each morning heads are written to who have support to evaluate.
  evaluations: { retryLimit: 3, retryDelay: 5 * MINUTE, expireInSeconds: 10 * MINUTE, policy: 'exclusive' },
  // Those who take part in a visit are told when it changes.
  visits: { retryLimit: 10, retryDelay: 10, retryBackoff: true, expireInSeconds: 5 * MINUTE },
  // An invoice is set in type and sent; a school waits for it no longer than for any mail.
  invoices: { retryLimit: 10, retryDelay: 10, retryBackoff: true, expireInSeconds: 5 * MINUTE },
  // Each morning schools are reminded whose invoices are overdue.
  reminders: { retryLimit: 3, retryDelay: 5 * MINUTE, expireInSeconds: 10 * MINUTE, policy: 'exclusive' },
  housekeeping: { retryLimit: 3, retryDelay: 5 * MINUTE, expireInSeconds: 10 * MINUTE, policy: 'exclusive' },
} as const
export type QueueName = keyof typeof queues

/** What is done with each job of a queue. Throwing has it done again later, as the queue says. */
export type Work = {
  queue: QueueName
  run: (data: unknown, again: { last: boolean }) => Promise<void>
  /** A time at which a job is sent by itself, as cron writes it, in London's time. */
  at?: string
}

export type Running = { stop: () => Promise<void> }

const jobsOf = (schema: string) => `${schema}_jobs`

/** What must be installed anew when it changes; kept with the migrations. */
export function jobsDigest(): string {
  const { dependencies } = JSON.parse(readFileSync(path.join(projectFolder, 'package.json'), 'utf8'))
  return `pg-boss ${dependencies['pg-boss']} ${JSON.stringify(queues)}`
}

/** The library is large, and most commands run no jobs. */
const library = async () => (await import('pg-boss')).PgBoss

/** Makes the job tables as the owner of the database, and lets the serving role use them. */
export async function installJobs(client: pg.Client, { connection, schema }: Address) {
  const PgBoss = await library()
  const boss = new PgBoss({
    ...(connection as DatabaseOptions),
    schema: jobsOf(schema),
    max: 1,
    supervise: false,
    schedule: false,
  })
  let fault: unknown
  boss.on('error', (error) => {
    fault = error
  })
  await boss.start()
  for (const [name, options] of Object.entries(queues)) {
    await boss.createQueue(name, options)
    const { policy: _, ...changeable } = options as { policy?: string }
    await boss.updateQueue(name, changeable)
  }
  await boss.stop({ graceful: false })
  if (fault) throw fault
  await client.query(rights(client.escapeIdentifier(jobsOf(schema))))
  await client.query(sendFunction(client.escapeIdentifier(jobsOf(schema))))
}

const rights = (jobs: string) => `
  grant usage on schema ${jobs} to ${SERVING_ROLE};
  grant select, insert, update, delete on all tables in schema ${jobs} to ${SERVING_ROLE};
  grant usage, select on all sequences in schema ${jobs} to ${SERVING_ROLE}`

/** Lets a job be sent inside any transaction, from any process, whether or not it runs jobs itself. */
const sendFunction = (jobs: string) => `
  create or replace function send_job(to_queue text, job_data jsonb) returns uuid language sql as $$
    insert into ${jobs}.job (name, data, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max,
      expire_seconds, heartbeat_seconds, deletion_seconds, keep_until)
    select name, job_data, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max,
      expire_seconds, heartbeat_seconds, deletion_seconds, now() + retention_seconds * interval '1 second'
    from ${jobs}.queue where name = to_queue
    returning id
  $$`

/** Sends a job that is there when the transaction has been committed, and only then. */
export async function sendJob(tx: Writer, queue: QueueName, data: object) {
  await sql`select send_job(${queue}, ${JSON.stringify(data)})`.execute(tx)
}

/** Runs jobs in this process until it is stopped; several processes share the work. */
export async function runJobs({ connection, schema }: Address, works: Work[], log: Log): Promise<Running> {
  const PgBoss = await library()
  const boss = new PgBoss({
    ...(connection as DatabaseOptions),
    options: `-c role=${SERVING_ROLE}`,
    schema: jobsOf(schema),
    application_name: 'endeavour jobs',
    max: 4,
    migrate: false,
    reindex: false,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
  })
  boss.on('error', (error) => log.warn({ error: error.message }, 'jobs are held up'))
  await boss.start()
  for (const { queue, run, at } of works) {
    await boss.work(
      queue,
      { includeMetadata: true, pollingIntervalSeconds: 1, localConcurrency: 2 },
      async ([job]) => {
        if (job) await run(job.data, { last: job.retryCount >= job.retryLimit })
      },
    )
    if (at) await boss.schedule(queue, at, {}, { tz: 'Europe/London' })
  }
  return { stop: () => boss.stop({ timeout: 10_000 }) }
}

const STUCK_AFTER = '2 minutes'

/** Whether every job that is due is being taken up. */
export async function jobsAreTakenUp({ pool, schema }: Database): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from ${jobsOf(schema)}.job
     where state in ('created', 'retry') and start_after < now() - interval '${STUCK_AFTER}' limit 1`,
  )
  return rowCount === 0
}
