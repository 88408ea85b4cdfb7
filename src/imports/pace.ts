import { setImmediate as otherWork } from 'node:timers/promises'

const ROWS_AT_ONCE = 1_000

/** Rows one after another, letting other requests have their turn between every thousand. */
export async function* unhurried<Row>(rows: Iterable<Row>): AsyncGenerator<Row> {
  let count = 0
  for (const row of rows) {
    if (++count % ROWS_AT_ONCE === 0) await otherWork()
    yield row
  }
}
