import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { projectFolder } from '../../platform/project.ts'
import { matched } from './match.ts'
import { recognise } from './recognise.ts'

const demonstration = (name: string) =>
  recognise(readFileSync(path.join(projectFolder, 'demo', 'agreement', name), 'utf8').split('\n')).clauses
const former = demonstration('1.md').map((clause, i) => ({ ...clause, promiseId: i + 1 }))

test('each clause of the next version is matched with the one that it restates', () => {
  const found = matched(demonstration('2.md'), former)
  assert.deepEqual(
    found.filter((promiseId, i) => promiseId !== undefined && promiseId !== i + 1),
    [],
    'none is matched with another',
  )
  assert.deepEqual(
    found.flatMap((promiseId, i) => (promiseId === undefined ? [i + 1] : [])),
    [],
    'none is taken for new',
  )
})

test('a clause that moved is known by its words, and one that is new by none', () => {
  const [first, second, third] = demonstration('1.md')
  const moved = [
    { number: '1', part: '', words: third?.words ?? '' },
    { number: '2', part: '', words: 'A kettle boils in every staff room.' },
    { number: '3', part: '', words: first?.words ?? '' },
    { number: '4', part: '', words: second?.words ?? '' },
  ]
  assert.deepEqual(matched(moved, former), [3, undefined, 1, 2])
})

test('no former clause is given out twice', () => {
  const [first] = demonstration('1.md')
  const same = { number: '1', part: '', words: first?.words ?? '' }
  assert.deepEqual(matched([same, { ...same, number: '9' }], former), [1, undefined])
  assert.deepEqual(matched([same], []), [undefined])
})
