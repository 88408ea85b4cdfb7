import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { day } from './day.ts'
import { insertsIn, partsOf } from './markdown/tokens.ts'
import { Markdown, markdownBlocks } from './markdown.tsx'
import { pdf } from './pdf.ts'

const html = (text: string, insert?: (name: string) => string | undefined) =>
  String(<Markdown text={text} {...(insert ? { insert } : {})} />)

describe('what people write is drawn with our own elements', () => {
  const cases: [string, string, RegExp][] = [
    ['paragraphs', 'One\n\nTwo', /<p>One<\/p><p>Two<\/p>/],
    [
      'emphasis',
      '**much** and *some* and ~~none~~',
      /<strong>much<\/strong> and <em>some<\/em> and <s>none<\/s>/,
    ],
    ['a heading stands beneath the page’s own', '# Impact', /<h3>Impact<\/h3>/],
    ['a list', '- a\n- b', /<ul><li>a<\/li><li>b<\/li><\/ul>/],
    ['a numbered list', '3. c\n4. d', /<ol start="3"><li>c<\/li><li>d<\/li><\/ol>/],
    ['a list in a list', '- a\n  - b', /<ul><li>a<ul><li>b<\/li><\/ul><\/li><\/ul>/],
    ['a quotation', '> said', /<blockquote><p>said<\/p><\/blockquote>/],
    ['a table', '|a|b|\n|-|-|\n|1|2|', /<th scope="col">a<\/th>.*<td>2<\/td>/],
    [
      'a link to the web',
      '[here](https://a.example/x?y=1&z=2)',
      /<a href="https:\/\/a.example\/x\?y=1&amp;z=2"/,
    ],
    ['an address of the web', 'see https://a.example/x', /<a href="https:\/\/a.example\/x"/],
    ['a link to mail', '[us](mailto:us@a.example)', /<a href="mailto:us@a.example"/],
    [
      'a picture is told by its words',
      '![Pupils reading](https://a.example/p.png)',
      /<p>Pupils reading<\/p>/,
    ],
    ['an ampersand', 'Q&amp;A & more', /<p>Q&amp;A &amp; more<\/p>/],
    ['a note to oneself is not shown', 'a\n\n<!-- ask Sam -->\n\nb', /<p>a<\/p><p>b<\/p>/],
  ]
  for (const [name, text, drawn] of cases) test(name, () => assert.match(html(text), drawn))
})

const hostile = [
  '<script>alert(1)</script>',
  'a <img src=x onerror=alert(1)> b',
  '<iframe src="javascript:alert(1)">',
  '<style>body{display:none}</style>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](javascript&#58;alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](<javascript:alert(1)>)',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:msgbox(1))',
  '[x](//evil.example)',
  '[x](/sign-out)',
  '[x](https:javascript:alert(1))',
  '[x]: javascript:alert(1)\n\n[x]',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '![" onerror="alert(1)](https://a.example/"onload="alert(1))',
  '[a](https://a.example/"onmouseover="alert(1)")',
  '```\n</pre><script>alert(1)</script>\n```',
  '`</code><script>alert(1)</script>`',
  '|<script>|\n|-|\n|<b onclick=x>|',
  '# <script>alert(1)</script>',
  '<!-- --><script>alert(1)</script><!-- -->',
  '{{<script>alert(1)</script>}}',
  '<a href="javascript:alert(1)">x</a>',
]

const OURS = /^(div|p|h[1-6]|ul|ol|li|blockquote|pre|hr|table|thead|tbody|tr|th|td|strong|em|s|code|br|a)$/
const ATTRIBUTES = /^(class|href|rel|start|scope)$/

/** Fails on any element or attribute that is not one of ours, and on any address but of the web or mail. */
function assertHarmless(drawn: string) {
  for (const [, name = '', inside = ''] of drawn.matchAll(/<\/?([a-z0-9]+)((?:"[^"]*"|[^>"])*)>/gi)) {
    assert.match(name, OURS, drawn)
    for (const [, attribute = ''] of inside.matchAll(/([\w-]+)="[^"]*"/g))
      assert.match(attribute, ATTRIBUTES, drawn)
    assert.equal(inside.replace(/ [\w-]+="[^"]*"/g, '').replace(/[ /]/g, ''), '', drawn)
    const [, href] = /href="([^"]*)"/.exec(inside) ?? []
    if (href !== undefined) assert.match(href, /^(https?:\/\/|mailto:)/i, drawn)
  }
  assert.doesNotMatch(drawn.replace(/<\/?[a-z0-9]+((?:"[^"]*"|[^>"])*)>/gi, ''), /[<>]/, drawn)
}

describe('hostile text stays text', () => {
  for (const text of hostile) test(JSON.stringify(text), () => assertHarmless(html(text)))

  test('in any mixture', () => {
    const bits = fc.oneof(
      fc.constantFrom(
        ...hostile,
        '\n',
        '\n\n',
        '> ',
        '- ',
        '1. ',
        '**',
        '`',
        '|',
        '[',
        '](',
        ')',
        '<',
        '>',
        '&',
        '"',
      ),
      fc.string({ maxLength: 5 }),
    )
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 12 }), (pieces) => assertHarmless(html(pieces.join('')))),
      { numRuns: 500 },
    )
  })

  test('what is inserted is text too', () => {
    const drawn = html('See {{figure}}.', () => '<script>alert(1)</script>')
    assert.match(drawn, /See &lt;script&gt;alert\(1\)&lt;\/script&gt;\./)
  })

  const deep: [string, string][] = [
    ['quotations', '> '.repeat(2_500)],
    ['lists', '- '.repeat(2_000)],
    ['stars', `${'*'.repeat(9_999)}a${'*'.repeat(9_999)}`],
    ['brackets', '['.repeat(20_000)],
    ['one long word', `${'a'.repeat(19_000)}@`],
    ['more than is read', 'word **bold** '.repeat(100_000)],
  ]
  for (const [name, text] of deep)
    test(`nested or endless ${name} are shown within ten seconds`, () => {
      const started = performance.now()
      assertHarmless(html(`${text}end`))
      assert.ok(markdownBlocks(`${text}end`).length > 0)
      assert.ok(performance.now() - started < 10_000)
    })
})

describe('figures set in a text', () => {
  const figures: Record<string, string> = { support_days: '66', 'reading:readers-2017:percent': '90%' }
  const insert = (name: string) => figures[name]

  test('stand where they are named, and an unknown name is left to be seen', () => {
    assert.match(
      html(
        'We gave {{support_days}} days; **{{ reading:readers-2017:percent }}** gained; {{nothing}}.',
        insert,
      ),
      /We gave 66 days; <strong>90%<\/strong> gained; \{\{nothing\}\}\./,
    )
  })

  test('are known by name beforehand', () => {
    assert.deepEqual(insertsIn('{{a}} and {{ b:c }} but not {{}} or {{x\ny}} or {d}'), ['a', 'b:c'])
  })
})

test('a text is cut at its headings, whatever their level, and loses nothing', () => {
  const text = 'Before\n\n# One\n\na\n\nb\n\n## Two\nc\n\n```\n# not a heading\n```'
  const parts = partsOf(text)
  assert.deepEqual(
    parts.map(({ heading, depth, markdown }) => [heading, depth, markdown.trim()]),
    [
      [null, 0, 'Before'],
      ['One', 1, 'a\n\nb'],
      ['Two', 2, 'c\n\n```\n# not a heading\n```'],
    ],
  )
  assert.equal(parts.map(({ raw, markdown }) => raw + markdown).join(''), text)
})

describe('the same text printed', () => {
  test('keeps headings, lists, tables, weight and links', () => {
    const blocks = markdownBlocks(
      '# Impact\n\n**{{n}}** [here](https://a.example) [not](javascript:x)\n\n- a\n  - b\n\n|x|\n|-|\n|1|',
      () => '18',
    )
    assert.deepEqual(blocks, [
      { kind: 'heading', level: 3, text: 'Impact' },
      {
        kind: 'paragraph',
        text: [{ text: '18', bold: true }, ' ', { text: 'here', link: 'https://a.example' }, ' ', 'not'],
      },
      { kind: 'list', numbered: false, items: [['a'], ['b']] },
      { kind: 'table', caption: 'x', columns: [{ header: 'x' }], rows: [[['1']]] },
    ])
  })

  test('can be set in type, hostile or not', async () => {
    const sections = hostile.flatMap((text) => markdownBlocks(text))
    const made = await pdf({ title: 'Texts', author: 'Alliance', date: day('2026-11-21'), sections })
    assert.ok(made.length > 1_000)
  })
})
