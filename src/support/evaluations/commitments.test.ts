import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { judgedAt } from '../../../test/judged.ts'
import type { Standing } from '../../agreement/finding.ts'
import { day } from '../../platform/day.ts'
import { evaluatesSupport, type ToEvaluate } from './commitments.ts'

const closed = (
  given: Partial<Record<'closedOn' | 'due' | 'evaluatedOn', string | null>> = {},
): ToEvaluate => {
  const on = (text: string | null | undefined) => (text == null ? null : day(text))
  const { closedOn = '2018-02-28', due = '2018-03-14', evaluatedOn = null } = given
  const rest = { due: on(due), evaluatedOn: on(evaluatedOn) }
  return { membershipId: 1, id: 7, area: 'Maths', closedOn: day(closedOn ?? ''), ...rest }
}

describe('evaluating the support received (clause 26)', () => {
  const cases: [string, ToEvaluate[], Parameters<typeof judgedAt>[0], Standing][] = [
    ['nothing closed', [], {}, 'does not apply'],
    ['nothing closed in a year that is over', [], { atEndOf: 2017 }, 'does not apply'],
    ['the day before it is near', [closed({ due: '2018-03-29' })], { on: '2018-03-14' }, 'not yet due'],
    ['near', [closed({ due: '2018-03-29' })], { on: '2018-03-15' }, 'at risk'],
    ['on its last day', [closed()], { on: '2018-03-14' }, 'at risk'],
    ['the day after', [closed()], { on: '2018-03-15' }, 'breached'],
    ['evaluated on its last day', [closed({ evaluatedOn: '2018-03-14' })], { on: '2018-03-15' }, 'met'],
    ['evaluated late', [closed({ evaluatedOn: '2018-03-15' })], { on: '2018-03-16' }, 'met'],
    [
      'one of two is late',
      [closed({ evaluatedOn: '2018-03-02' }), closed()],
      { on: '2018-04-01' },
      'breached',
    ],
    ['term dates are missing', [closed({ due: null })], { on: '2018-06-01' }, 'not yet due'],
    ['never evaluated, at the end of the year', [closed()], { atEndOf: 2017 }, 'breached'],
    [
      'due in the year after',
      [closed({ closedOn: '2018-07-19', due: '2018-09-12' })],
      { atEndOf: 2017 },
      'does not apply',
    ],
    [
      'due in this year, closed in the last',
      [closed({ closedOn: '2017-07-19', due: '2017-09-12' })],
      {},
      'breached',
    ],
  ]
  for (const [says, rows, asked, standing] of cases)
    test(says, () => {
      assert.equal(evaluatesSupport(rows, judgedAt(asked)).standing, standing)
    })

  test('says that it was late, and leads to the evaluation that is next', () => {
    const late = evaluatesSupport([closed({ evaluatedOn: '2018-03-15' })], judgedAt({ on: '2018-04-01' }))
    assert.equal(late.because, '1 deployment of support received, evaluated late.')
    const owing = evaluatesSupport([closed()], judgedAt({ on: '2018-04-01' }))
    assert.match(
      owing.because,
      /0 of 1 deployment of support received evaluated; one was due by 14 March 2018/,
    )
    assert.equal(owing.next?.href, '/support/deployments/7')
  })
})
