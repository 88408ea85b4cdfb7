// Who may know whom (architecture.md, "The tree"): platform, then members, then people, then the agreement, then
// the capabilities, then standing and imports, then review; above them the app, and the command line above that.
const above = ['standing', 'imports', 'review', 'home', 'digest', 'participation', 'commands']
const top = '^src/(app|serve|jobs|demo|installation|main)\\.tsx?$'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or three.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'platform-knows-nobody',
      severity: 'error',
      comment: 'The platform serves every capability and knows none.',
      from: { path: '^src/platform/' },
      to: { path: '^src/(?!platform/)' },
    },
    {
      name: 'members-are-below',
      severity: 'error',
      comment: 'Everything hangs on a membership; a membership knows nothing of what hangs on it.',
      from: { path: '^src/members/' },
      to: { path: '^src/(?!platform/|members/)' },
    },
    {
      name: 'people-are-below',
      severity: 'error',
      comment: 'Capabilities know people and their posts; people know only where they work.',
      from: { path: '^src/people/' },
      to: { path: '^src/(?!platform/|members/|people/)' },
    },
    {
      name: 'the-agreement-is-below',
      severity: 'error',
      comment: 'Capabilities keep the agreement; the agreement knows none of them.',
      from: { path: '^src/agreement/' },
      to: { path: '^src/(?!platform/|members/|people/|agreement/)' },
    },
    {
      name: 'standing-does-not-review',
      severity: 'error',
      from: { path: '^src/standing/' },
      to: { path: '^src/(imports|review|home|digest|participation|commands)/' },
    },
    {
      name: 'capabilities-do-not-look-up',
      severity: 'error',
      comment: 'What gathers from every capability stands above them all.',
      from: { path: '^src/(?!platform/|commands/)[^/]+/', pathNot: `^src/(${above.join('|')})/` },
      to: { path: `^src/(${above.join('|')})/` },
    },
    {
      name: 'imports-do-not-review',
      severity: 'error',
      from: { path: '^src/imports/' },
      to: { path: '^src/(review|home|commands)/' },
    },
    {
      name: 'nobody-knows-the-app',
      severity: 'error',
      comment: 'The app puts everything together; nothing in it needs the app.',
      from: { path: '^src/[^/]+/', pathNot: '^src/commands/' },
      to: { path: `${top}|^src/commands/` },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment: 'A rule is given what it needs: no database, no web, no pages.',
      from: { path: '/rules\\.ts$' },
      to: {
        path: '/(queries|actions|pages|routes)\\.tsx?$|^src/platform/[^/]+\\.tsx$|^src/platform/(db|action|clock|form|job|mail|file|protect|revision|settings)\\.ts$|node_modules/(pg|kysely|hono|zod)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'pages-only-show',
      severity: 'error',
      comment: 'A page is given rows; it does not fetch or change them.',
      from: { path: '/pages\\.tsx$' },
      to: { path: '/(actions|routes)\\.tsx?$|platform/(action|db)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pages-take-types-from-queries',
      severity: 'error',
      from: { path: '/pages\\.tsx$' },
      to: { path: '/queries\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'queries-only-read',
      severity: 'error',
      from: { path: '/queries\\.ts$' },
      to: { path: '/(actions|pages|routes)\\.tsx?$|platform/web\\.tsx$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'neighbours-use-the-front-door',
      severity: 'error',
      comment:
        'From another capability take its tables, rules, queries and actions; never its pages or routes.',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/(?!platform/)[^/]+/(pages|routes)\\.tsx$', pathNot: '^src/$1/' },
    },
    {
      name: 'only-the-platform-touches-hono-and-zod',
      severity: 'error',
      from: { path: '^src/(?!platform/)', pathNot: top },
      to: { path: 'node_modules/(hono|zod|@hono)/', pathNot: 'node_modules/hono/dist/(types/)?jsx' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.tsx?$' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      conditionNames: ['import', 'types', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
}
