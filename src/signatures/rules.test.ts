import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Post } from '../people/tables.ts'
import { type Day, day } from '../platform/day.ts'
import { minuteRefusal, type Signing, signingRefusal, titleOf } from './rules.ts'

const today = day('2026-09-20')
const hannah = 1
const chen = 2

const holds = (post: Post, fromOn: string | null = '2020-09-01', toOn: string | null = null) => ({
  post,
  fromOn: fromOn as Day | null,
  toOn: toOn as Day | null,
})
const made = (
  capacity: 'governance' | 'leadership',
  personId: number,
  how: 'electronic' | 'paper' = 'electronic',
) => ({
  ...{ capacity, personId, how, name: personId === hannah ? 'Hannah Head' : 'Chen Chair' },
  signedOn: day('2026-09-10'),
})

/** Hannah, head of Ashmere, about to sign version 8 as its head. */
const asked: Signing = {
  capacity: 'leadership',
  personId: hannah,
  school: { name: 'Ashmere High School', joinedOn: day('2015-09-01'), leftOn: null },
  version: { number: 8, publishedOn: day('2026-09-01') },
  newest: { number: 8, publishedOn: day('2026-09-01') },
  posts: [holds('head')],
  substitute: false,
  signed: [],
  samePersonSigns: false,
}
const left = { name: 'Ashmere', joinedOn: day('2015-09-01'), leftOn: day('2026-09-19') }
const coming = { name: 'Ashmere', joinedOn: day('2026-09-21'), leftOn: null }

type Case = [says: string, differs: Partial<Signing>, refusal: RegExp | null]
const cases: Case[] = [
  ['the head signs', {}, null],
  ['an acting head signs', { posts: [holds('acting head')] }, null],
  ['an executive head signs', { posts: [holds('executive head')] }, null],
  [
    'the chair does not sign as head',
    { posts: [holds('chair of governors')] },
    /not recorded as head of Ashmere High School/,
  ],
  [
    'the chair signs for those who govern',
    { capacity: 'governance', posts: [holds('chair of governors')] },
    null,
  ],
  ['so does a chair of trustees', { capacity: 'governance', posts: [holds('chair of trustees')] }, null],
  ['a governor does not', { capacity: 'governance', posts: [holds('governor')] }, /not recorded as chair of/],
  ['a draft', { version: { number: null, publishedOn: null } }, /has not been published/],
  [
    'published for tomorrow',
    { version: { number: 8, publishedOn: day('2026-09-21') } },
    /can be signed from 21 September 2026/,
  ],
  ['published for today', { version: { number: 8, publishedOn: today } }, null],
  [
    'superseded',
    { version: { number: 7, publishedOn: day('2025-09-01') } },
    /Version 7 was superseded on 1 September 2026: read version 8/,
  ],
  [
    'the post ended yesterday',
    { posts: [holds('head', '2020-09-01', '2026-09-19')] },
    /Headteacher of Ashmere High School ended on 19 September 2026/,
  ],
  ['the post ends today', { posts: [holds('head', '2020-09-01', '2026-09-20')] }, null],
  ['the post begins tomorrow', { posts: [holds('head', '2026-09-21')] }, /begins on 21 September 2026/],
  ['the post begins today', { posts: [holds('head', '2026-09-20')] }, null],
  [
    'one post ended and the next has not begun',
    { posts: [holds('acting head', '2026-01-01', '2026-08-31'), holds('head', '2026-10-01')] },
    /begins on 1 October 2026/,
  ],
  ['the school left yesterday', { school: left }, /left the alliance on 19 September 2026/],
  ['the school leaves today', { school: { ...left, leftOn: today } }, null],
  ['the school joins tomorrow', { school: coming }, /becomes a member on 21 September 2026/],
  ['the school joins today', { school: { ...coming, joinedOn: today } }, null],
  [
    'a second signing',
    { signed: [made('leadership', hannah)] },
    /was signed as head of Ashmere High School by Hannah Head on 10 September 2026/,
  ],
  ['a second signing by another head', { personId: 3, signed: [made('leadership', hannah)] }, /signed once/],
  ['after the chair', { signed: [made('governance', chen)] }, null],
  ['the same person in both boxes', { signed: [made('governance', hannah)] }, /two different people/],
  [
    'the same person where the heads agreed',
    { signed: [made('governance', hannah)], samePersonSigns: true },
    null,
  ],
  ['nobody of the school', { posts: [] }, /not recorded as head/],
  ['a substitute', { posts: [], substitute: true }, null],
  ['a substitute after the school left', { posts: [], substitute: true, school: left }, /left the alliance/],
  [
    'a place on paper that one person took twice',
    { signed: [made('governance', chen, 'paper'), made('leadership', chen, 'paper')] },
    null,
  ],
  [
    'that person once more',
    { personId: chen, signed: [made('governance', chen, 'paper'), made('leadership', chen, 'paper')] },
    /signed once/,
  ],
  [
    'a place on paper that counts',
    { signed: [made('governance', chen, 'paper'), made('leadership', 3, 'paper')] },
    /signed once/,
  ],
]

describe('whether somebody may sign', () => {
  for (const [says, differs, refusal] of cases)
    test(says, () => {
      const found = signingRefusal({ ...asked, ...differs }, today)
      if (refusal === null) assert.equal(found, null)
      else assert.match(found ?? 'nothing', refusal)
    })
})

describe('the minute of those who govern', () => {
  const published = day('2026-09-01')
  const minutes: [string | null, string | null, RegExp | null][] = [
    ['FGB 7/2026', '2026-09-20', null],
    ['FGB 7/2026', '2026-07-08', null],
    ['FGB 7/2026', '2026-09-21', /cannot be in the future/],
    ['FGB 7/2026', '2025-08-31', null],
    ['FGB 7/2026', '2025-08-30', /published on 1 September 2026/],
    ['FGB 7/2026', null, /date of the meeting/],
    [null, '2026-09-20', /reference of the minute/],
    ['', '2026-09-20', /reference of the minute/],
  ]
  for (const [minute, on, refusal] of minutes)
    test(`${minute} of ${on}`, () => {
      const found = minuteRefusal({ minute, minuteOn: on as Day | null }, published, today)
      if (refusal === null) assert.equal(found, null)
      else assert.match(found?.says ?? 'nothing', refusal)
    })
})

test('somebody signs as what they are: a chair by the body’s own title, a head by their post, others by theirs', () => {
  const school = { name: 'Irwell College', signatoryTitle: 'Chair of the corporation' }
  assert.equal(
    titleOf('governance', [holds('chair of governors')], school, today),
    'Chair of the corporation',
  )
  assert.equal(titleOf('leadership', [holds('executive head')], school, today), 'Executive headteacher')
  assert.equal(titleOf('governance', [holds('governor')], school, today), 'Governor')
  assert.equal(
    titleOf('leadership', [holds('deputy', '2020-09-01', '2026-08-31')], school, today),
    'Signatory',
  )
})
