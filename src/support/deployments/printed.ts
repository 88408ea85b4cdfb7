import { type Move, type MoveName, moveNames, moves, type Side, sides } from './rules.ts'
import { type State, states } from './tables.ts'

const opening = `# Deployments: their states, and who moves them

Printed by \`npm run -s endeavour -- deployments\` from the table \`moves\` in \`src/support/deployments/rules.ts\`; a test
fails when this page says anything else. Every action asks that table, and there is no other way from one state to
another: of two who move one deployment at once the first does, and the second is told who did.

A deployment is one school's request for support and all that becomes of it. It ends signed off, declined or withdrawn.`

const told = `## Who sees what

SSIG and the office see every deployment. The head and deputies of the school that asked see theirs, and so does the
colleague they named, for as long as they work there. The head and deputies of the supporting school see it from the
match on, and no longer once they do not release; the practitioner from the release on. Nobody else finds it: row-level
security keeps it (\`db/migrations/010_support.sql\`), and the alliance sees totals only, none behind which stand fewer
than three schools.

## What hangs on a move

- *Answer.* A match or a decline is SSIG's answer. It is due so many school days after the request as the heads agreed;
  from the day after, and after a decline, the school is free to ask another school itself (clause 27). A match that
  comes to nothing leaves the answer given.
- *Days.* From the match until it is closed a deployment binds the practitioner's half-days. The database refuses
  more than their head offered, also of two who take the last at once.
- *Visits.* What has visits that were made is closed and evaluated, never withdrawn or unmatched; planned ones are
  cancelled first, so that those who keep the time free are told.`

const nameOf = (state: State) => state.replaceAll(' ', '_')
const inCell = (text: string) => text.replaceAll('|', '\\|')

/** The same way from several states is one arrow each. */
const arrows = (name: MoveName): string[] => {
  const { from, to }: Move = moves[name]
  return from.map((state) => `  ${nameOf(state)} --> ${nameOf(to)} : ${name}`)
}

const over = (Object.keys(states) as State[]).filter(
  (state) => !moveNames.some((name) => (moves[name] as Move).from.includes(state)),
)

const diagram = () =>
  [
    '```mermaid',
    'stateDiagram-v2',
    ...(Object.keys(states) as State[]).map((state) => `  ${nameOf(state)} : ${states[state]}`),
    '  [*] --> requested : ask',
    ...moveNames.flatMap(arrows),
    ...over.map((state) => `  ${nameOf(state)} --> [*]`),
    '```',
  ].join('\n')

function rowOf(name: MoveName): string {
  const { from, to, says, may, reason }: Move = moves[name]
  const cells = [
    name,
    from.map((state) => states[state]).join(', '),
    states[to],
    says,
    may.map((side: Side) => sides[side]).join('; '),
    reason ? 'Yes' : 'No',
  ]
  return `| ${cells.map(inCell).join(' | ')} |`
}

/** `docs/deployments.md`, as the table of moves has it now. */
export const deploymentsPrinted = (): string =>
  [
    opening,
    '',
    diagram(),
    '',
    '| Move | From | To | What is pressed, or happens | Who may | Says why |',
    '|---|---|---|---|---|---|',
    ...moveNames.map(rowOf),
    '',
    told,
    '',
  ].join('\n')
