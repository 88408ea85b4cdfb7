import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { AcademicYear } from '../platform/day.ts'
import { asJson, type Content, changedSince, digestOf, forAudience } from './edition.ts'
import { figureText, told, unknownFigures } from './narrative.ts'
import { type Figure, published } from './rules.ts'

const figure = (key: string, value: number | null, about: Figure['about'] = 'nobody'): Figure => ({
  key,
  says: key,
  value,
  unit: key.endsWith('percent') ? 'percent' : 'things',
  definition: 'What it counts.',
  rows: value ?? 0,
  href: '/',
  about,
})

const content = (figures: Figure[], more: Partial<Content> = {}): Content => ({
  year: 2017 as AcademicYear,
  alliance: 'Vale',
  figures,
  narrative: {
    opening: '',
    support: '',
    meetings: '',
    learning: '',
    together: '',
    resources: '',
    impact: '',
  },
  growth: [],
  months: [],
  programmes: [],
  schemes: [],
  resources: [],
  packages: [],
  caseStudies: [],
  gains: [],
  records: [],
  ...more,
})

describe('what the public reads', () => {
  const cases: [string, number | null, Figure['about'], boolean][] = [
    ['no pupils at all', 0, 'pupils', false],
    ['one pupil', 1, 'pupils', true],
    ['four pupils', 4, 'pupils', true],
    ['five pupils', 5, 'pupils', false],
    ['four people', 4, 'people', true],
    ['two trusts', 2, 'nobody', false],
    ['three conferences', 3, 'nobody', false],
  ]
  for (const [what, value, about, hidden] of cases)
    test(`${what}: ${hidden ? 'hidden' : 'shown'}`, () => {
      const [shown] = published([figure('a', value, about)])
      assert.equal(shown?.hidden ?? false, hidden)
      assert.equal(shown?.value, hidden ? null : value)
    })

  const cohort = (matched: number, over: number) =>
    published([
      figure('reading:c:matched', matched, 'pupils'),
      figure('reading:c:over_a_year', over, 'pupils'),
      figure('reading:c:percent', Math.round((over / matched) * 100), 'pupils'),
    ]).map(({ value }) => value)
  const percentages: [number, number, (number | null)[]][] = [
    [20, 18, [20, 18, 90]],
    [10, 5, [10, 5, 50]],
    [9, 6, [9, 6, null]],
    [20, 3, [20, null, null]],
  ]
  for (const [matched, over, expected] of percentages)
    test(`${over} of ${matched} pupils`, () => assert.deepEqual(cohort(matched, over), expected))

  test('no number of 1 to 4 people or pupils is ever shown, nor can a percentage give one away', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), (a, b) => {
        const [matched, over] = [Math.max(a, b), Math.min(a, b)]
        const [, shownOver, percent] = cohort(matched, over)
        if (over > 0 && over < 5) assert.deepEqual([shownOver, percent], [null, null])
        if (matched < 10) assert.equal(percent, null)
      }),
    )
  })

  test('the picture with a dot for each pupil is for members only', () => {
    const one = content([figure('reading:c:matched', 20, 'pupils')], {
      gains: [{ cohort: 'c', months: [1, 2] }],
    })
    assert.deepEqual(forAudience(one, 'public').gains, [])
    assert.equal(forAudience(one, 'members').gains.length, 1)
  })

  test('JSON says that a figure is hidden, and not what it was', () => {
    const { figures } = asJson(forAudience(content([figure('a', 3, 'pupils')]), 'public'))
    assert.deepEqual([figures[0]?.value, figures[0]?.hidden], [null, true])
  })
})

describe('words with figures in them', () => {
  const figures = [figure('support_days', 66), figure('reading:c:percent', 90)]
  test('a figure stands where its name was', () => {
    const [paragraph] = told('We gave {{support_days}} days; {{ reading:c:percent }}.', figures)
    const text = paragraph?.map((part) => ('text' in part ? part.text : figureText(part.figure))).join('')
    assert.equal(text, 'We gave 66 days; 90%.')
  })
  test('a name that is no figure is found', () => {
    assert.deepEqual(unknownFigures('{{support_days}} {{nonsense}}', figures), ['nonsense'])
  })
  test('any text at all is told without losing a word', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const back = told(text, [])
          .flat()
          .map((part) => ('text' in part ? part.text : ''))
        if (!text.includes('{{')) assert.equal(back.join('').replace(/\s/g, ''), text.replace(/\s/g, ''))
      }),
    )
  })
})

describe('an edition', () => {
  test('has the same digest whatever order its parts were kept in, and another for any change', () => {
    const one = content([figure('a', 1)], { records: [{ source: 'support', id: 1, version: 1 }] })
    const reordered = Object.fromEntries(Object.entries(one).reverse()) as Content
    assert.equal(digestOf(one), digestOf(reordered))
    assert.notEqual(digestOf(one), digestOf({ ...one, figures: [figure('a', 2)] }))
    assert.notEqual(digestOf(one), digestOf({ ...one, records: [{ source: 'support', id: 1, version: 2 }] }))
  })

  test('says which records were added, corrected or removed since', () => {
    const then = [
      { source: 'support', id: 1, version: 1 },
      { source: 'support', id: 2, version: 1 },
      { source: 'meetings', id: 1, version: 1 },
    ]
    const now = [
      { source: 'support', id: 1, version: 2 },
      { source: 'meetings', id: 1, version: 1 },
      { source: 'meetings', id: 3, version: 1 },
    ]
    assert.deepEqual(changedSince(then, now), [
      { source: 'meetings', id: 3, was: 'added' },
      { source: 'support', id: 1, was: 'changed' },
      { source: 'support', id: 2, was: 'gone' },
    ])
  })
})
