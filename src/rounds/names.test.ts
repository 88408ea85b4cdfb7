import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { namedIn } from './names.ts'

const staff = ['Hannah Head', 'Dev Deputy', 'Zoë O’Neill', 'Ana Maria Sousa Costa', 'Amir Patel', 'Cher']

describe('names', () => {
  test('of teachers are found as people write them', () => {
    for (const [typed, named] of [
      ['Mr Smith asked', 'Mr Smith'],
      ['mr. smith asked', 'mr. smith'],
      ['MRS O’BRIEN', 'MRS O’BRIEN'],
      ['Dr  Khan', 'Dr Khan'],
      ['Mr\u00a0Smith', 'Mr Smith'],
      ['Miss Havers said', 'Miss Havers'],
      ['Ms Jones', 'Ms Jones'],
      ['Sir Barton', 'Sir Barton'],
      ['Hannah Head read aloud', 'Hannah Head'],
      ['HEAD, HANNAH', 'Hannah Head'],
      ['h.head', 'Hannah Head'],
      ['hannah\nhead', 'Hannah Head'],
      ['Zoe ONeill', 'Zoë O’Neill'],
      ['Ana Costa', 'Ana Maria Sousa Costa'],
    ] as const)
      assert.equal(namedIn(typed, staff), named, typed)
  })

  test('are not found where nobody is named', () => {
    for (const typed of [
      'The head of department came in',
      'A Head of Year sat down',
      'A patel', // An initial that is a word of its own names nobody.
      'Pupils miss Monday’s lesson and miss a turn',
      'They opened MS Teams after 5 ms',
      '“Miss, can I …” said a pupil to sir. Sir nodded',
      'Room M4, Year 8, maths; the MRSA poster',
      'Cher was playing',
      '',
    ])
      assert.equal(namedIn(typed, staff), null, typed)
  })
})
