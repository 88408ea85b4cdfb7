import { checkBooks } from '../subscriptions/books/check/queries.ts'
import { withRecords } from './records.ts'
import { Faulty, say } from './said.ts'

/** Says of each rule of the books whether it holds, and names each thing that does not. */
export const checkTheBooks = () =>
  withRecords(async ({ by }) => {
    const checked = await checkBooks(by.totals)
    for (const { claim, faults } of checked) {
      say(`${faults.length === 0 ? 'so    ' : 'NOT SO'}  ${claim}`)
      say(...faults.map((fault) => `        ${fault}`))
    }
    const wrong = checked.reduce((sum, { faults }) => sum + faults.length, 0)
    if (wrong > 0)
      throw new Faulty(
        wrong === 1 ? '1 thing is wrong in the books.' : `${wrong} things are wrong in the books.`,
      )
  })
