import pg from 'pg'

/** The statements that some work asks of the database, without the viewer that is set around each. */
export async function askedBy(work: () => Promise<unknown>): Promise<pg.QueryConfig[]> {
  const asked: pg.QueryConfig[] = []
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [statement] = given as [pg.QueryConfig | string]
    if (typeof statement === 'object' && !/set_config/.test(statement.text)) asked.push(statement)
    return query.apply(this, given as Parameters<typeof query>)
  } as typeof query
  try {
    await work()
  } finally {
    pg.Client.prototype.query = query
  }
  return asked
}
