import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { projectFolder } from '../../platform/project.ts'
import { recognise } from './recognise.ts'

/** Parts and clauses in short: `# Part`, then `number words`. */
function inShort(text: string): string[] {
  const { title, opening, clauses } = recognise(text.split('\n'))
  const lines = [
    ...(title ? [`T ${title}`] : []),
    ...(opening ? [`O ${opening.replaceAll('\n', ' / ')}`] : []),
  ]
  let part = ''
  for (const clause of clauses) {
    if (clause.part !== part) lines.push(`# ${clause.part}`)
    part = clause.part
    lines.push(`${clause.number} ${clause.words.replaceAll('\n', ' / ')}`)
  }
  return lines
}

const paper = `
Heron Valley Partnership Ways of Working

This paper sets out how schools of the Heron Valley Partnership
work with each other.

- It is about learners of secondary age.
- It is looked at again every year.

As a member of the **Heron Valley Partnership** we agree to what follows.

Direction

- 1. We stand by each other, so that every learner in the valley is served well and
no school stands alone
- 2. We give at least
9 days a year to the support group
- 3. We learn from each other

Manners

- 4. We are polite.

- 5. We listen to what we would rather not
hear

Heron Valley Partnership Ways of Working

Agreement of schools

Name of school	
----------------	--

The governing body accepts and agrees to work in line with the ways of the **Heron Valley Partnership**

Signed

Chair of Governors/Trust

Head teacher/Principal

Date
`

const shapes: [name: string, text: string, expected: string[]][] = [
  [
    'stray bullets, wrapped lines, an introduction with bullets and a signing block',
    paper,
    [
      'T Heron Valley Partnership Ways of Working',
      'O This paper sets out how schools of the Heron Valley Partnership work with each other. / • It is about learners of secondary age. / • It is looked at again every year. / As a member of the Heron Valley Partnership we agree to what follows.',
      '# Direction',
      '1 We stand by each other, so that every learner in the valley is served well and no school stands alone',
      '2 We give at least 9 days a year to the support group',
      '3 We learn from each other',
      '# Manners',
      '4 We are polite.',
      '5 We listen to what we would rather not hear',
    ],
  ],
  [
    'headings in capitals',
    'OUR PROMISES\n\nSHARING\n1. We share.\n2. We give.\nCARING\n3. We care.',
    ['T OUR PROMISES', '# SHARING', '1 We share.', '2 We give.', '# CARING', '3 We care.'],
  ],
  [
    'numbered headings with nested numbers',
    'Compact\n\n1. Sharing\n1.1 We share data.\n1.2 We share staff.\n2. Caring\n2.1 We care.\n2.2. We listen.',
    [
      'T Compact',
      '# Sharing',
      '1.1 We share data.',
      '1.2 We share staff.',
      '# Caring',
      '2.1 We care.',
      '2.2 We listen.',
    ],
  ],
  [
    'numbered headings with letters beneath',
    'Compact\n\n1. Sharing\n(a) We share data.\n(b) We share staff.\n\n2. Caring\n(a) We care.',
    ['T Compact', '# Sharing', '1(a) We share data.', '1(b) We share staff.', '# Caring', '2(a) We care.'],
  ],
  [
    'lettered headings under which numbers begin anew',
    'Compact\n\nA. Sharing\n1. We share data.\n2. We share staff.\n\nB. Caring\n1. We care.',
    ['T Compact', '# Sharing', 'A1 We share data.', 'A2 We share staff.', '# Caring', 'B1 We care.'],
  ],
  [
    'numbers that begin anew under headings without one',
    'Compact\n\nSharing\n\n1. We share data.\n2. We share staff.\n\nCaring\n\n1. We care.',
    ['T Compact', '# Sharing', '1.1 We share data.', '1.2 We share staff.', '# Caring', '2.1 We care.'],
  ],
  [
    'steps that finish a sentence stay in their clause',
    '1. We will:\n   (a) share data;\n   (b) share staff.\n2. We listen.',
    ['1 We will: / (a) share data; / (b) share staff.', '2 We listen.'],
  ],
  [
    'several clauses under one number',
    '1. We share what we know.\n   (a) Each school shares its data.\n   (b) Each school shares its plans.\n2. We listen.\n2(a) We answer.',
    [
      '1 We share what we know.',
      '1(a) Each school shares its data.',
      '1(b) Each school shares its plans.',
      '2 We listen.',
      '2(a) We answer.',
    ],
  ],
  [
    'Roman numbers, among which i is no letter and (i) no step of h',
    'i. We share.\nii. We give.\niii. We care.\niv) We listen.',
    ['i We share.', 'ii We give.', 'iii We care.', 'iv We listen.'],
  ],
  [
    'letters past h',
    'a) A one.\nb) B two.\nc) C three.\nd) D four.\ne) E five.\nf) F six.\ng) G seven.\nh) H eight.\ni) I nine.\nj) J ten.',
    [
      'a A one.',
      'b B two.',
      'c C three.',
      'd D four.',
      'e E five.',
      'f F six.',
      'g G seven.',
      'h H eight.',
      'i I nine.',
      'j J ten.',
    ],
  ],
  ['no headings at all', '1) We share.\n2) We give.', ['1 We share.', '2 We give.']],
  [
    'bullets only',
    'What we promise\n\nAs schools of the valley we agree:\n\n• to share\n• to give what\n  we can\n• to care',
    [
      'T What we promise',
      'O As schools of the valley we agree:',
      '1 to share',
      '2 to give what we can',
      '3 to care',
    ],
  ],
  [
    'bullets under headings',
    '# Compact\n\n## Sharing\n\n* We share.\n* We give.\n\n## Caring\n\n* We care.',
    ['T Compact', '# Sharing', '1 We share.', '2 We give.', '# Caring', '3 We care.'],
  ],
  [
    'paragraphs without numbers',
    'Our compact\n\nSharing\n\nWe share what we know with each other, and\ngive what we can.\n\nWe give.\n\nCaring\n\nWe care.',
    [
      'T Our compact',
      '# Sharing',
      '1 We share what we know with each other, and give what we can.',
      '2 We give.',
      '# Caring',
      '3 We care.',
    ],
  ],
  ['clauses called so', 'Clause 1: We share.\nClause 2: We give.', ['1 We share.', '2 We give.']],
  [
    'parts called so',
    'Compact\nPart 1: Sharing\n1. We share.\nPart 2: Caring\n2. We care.',
    ['T Compact', '# Sharing', '1 We share.', '# Caring', '2 We care.'],
  ],
  [
    'a table of Markdown',
    '| No | Promise |\n|---|---|\n| 1 | We share. |\n| 2 | We give. |',
    ['1 We share.', '2 We give.'],
  ],
  [
    'tabs between number and words',
    '1\tWe share.\n2\twe give.\n10\tWe care.',
    ['1 We share.', '2 we give.', '10 We care.'],
  ],
  [
    'page numbers and running heads',
    'Compact\n\n1. We share\n\nValley Compact\nPage 1 of 3\n\nwhat we know.\n2. We give.\nValley Compact\nPage 2 of 3\n3. We care.\nValley Compact\nPage 3 of 3',
    ['T Compact', '1 We share what we know.', '2 We give.', '3 We care.'],
  ],
  [
    'a list of contents',
    'Compact\n\nContents\n1. Sharing ........ 2\n2. Caring ......... 3\n\n1. Sharing\n1.1 We share.\n2. Caring\n2.1 We care.',
    ['T Compact', '# Sharing', '1.1 We share.', '# Caring', '2.1 We care.'],
  ],
  [
    'words divided at the end of a line, and hyphens that are their own',
    '1. We make a commit-\nment to self-\nimprovement.',
    ['1 We make a commitment to self-improvement.'],
  ],
  [
    'numbers of a sentence at the beginning of a line',
    '1. A school that we know gives by the age of\n16. Then it gives more still, in September\n2018. It never gives, in all its days, even\n3.5 times as much.\n2. We give.',
    [
      '1 A school that we know gives by the age of 16. Then it gives more still, in September 2018. It never gives, in all its days, even 3.5 times as much.',
      '2 We give.',
    ],
  ],
  [
    'numbers left out between clauses',
    '1. We share.\n\n4. We give.\n\n7a. We care.',
    ['1 We share.', '4 We give.', '7a We care.'],
  ],
  [
    'clauses without a number among others',
    'Sharing\n\n1. We share.\n2. We give.\n\nCaring\n\n• We care.\n• We listen.',
    ['# Sharing', '1 We share.', '2 We give.', '# Caring', '2a We care.', '2b We listen.'],
  ],
  [
    'headings in bold and numbers in bold',
    '**Compact**\n\n**Sharing**\n\n**1.** We share *all*.\n\n**Caring**\n\n**2.** We care.',
    ['T Compact', '# Sharing', '1 We share all.', '# Caring', '2 We care.'],
  ],
  [
    'headings with a line beneath',
    'Compact\n=======\n\nSharing\n-------\n\n1. We share.\n\nCaring\n------\n\n2. We care.',
    ['T Compact', '# Sharing', '1 We share.', '# Caring', '2 We care.'],
  ],
  [
    'a clause of several paragraphs',
    '1. We share.\n\n   We do so gladly.\n\n2. We give.',
    ['1 We share. / We do so gladly.', '2 We give.'],
  ],
  ['nothing', '', []],
  ['nothing but gaps and rules', '\n\n---\n\n   \n', []],
]

describe('what is recognised in a text with', () => {
  for (const [name, text, expected] of shapes) test(name, () => assert.deepEqual(inShort(text), expected))
})

describe('the demonstration', () => {
  const read = (name: string) =>
    recognise(readFileSync(path.join(projectFolder, 'demo', 'agreement', name), 'utf8').split('\n'))

  test('has 48 clauses in five parts', () => {
    const { title, opening, clauses } = read('2.md')
    assert.equal(title, 'Working protocols of the Rivington Vale Learning Alliance')
    assert.match(opening, /^These protocols say how our schools work with each other\./)
    assert.deepEqual(
      clauses.map(({ number }) => Number(number)),
      Array.from({ length: 48 }, (_, i) => i + 1),
    )
    assert.deepEqual(
      [...new Set(clauses.map(({ part }) => part))],
      ['Strategy', 'Ethos', 'Operation', 'Marketing and recruitment', 'In-year admissions'],
    )
  })

  test('differs between its versions in the clauses that were reworded, and in no other', () => {
    const [before, after] = [read('1.md'), read('2.md')]
    const different = after.clauses.filter((clause, i) => clause.words !== before.clauses[i]?.words)
    assert.deepEqual(
      different.map(({ number }) => number),
      ['7', '26', '32', '41'],
    )
  })
})
