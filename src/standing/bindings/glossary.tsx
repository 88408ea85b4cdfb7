import { Details, Facts } from '../../platform/parts.tsx'
import { judges } from './judges.ts'
import { asksOf, commitmentNames } from './rules.ts'

/** Every commitment with what it looks at, for whoever chooses one. */
export const Glossary = () => (
  <Details summary="What each of them looks at">
    <Facts facts={commitmentNames.map((name) => ({ is: judges[name] ?? name, says: asksOf(name) }))} />
  </Details>
)
