import { maySeeProposals } from '../../agreement/proposals/rules.ts'
import { maySeeTerms } from '../../agreement/terms/rules.ts'
import { votesTold } from '../../ballots/outcome/told.ts'
import { groupsSeen, maySeeGroups } from '../../groups/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { permit } from '../../platform/refusal.ts'
import { type Asked, idOf, rooms, show } from '../../platform/web.tsx'
import { isOffice } from '../../platform/who.ts'
import { openingsWritten } from '../confidential/openings.ts'
import { WhoSees } from '../confidential/pages.tsx'
import { sightOf } from '../confidential/queries.ts'
import { type DecisionRow, decisionOf } from '../decisions/queries.ts'
import { meeting } from '../queries.ts'
import { StoryPage } from './pages.tsx'
import { chainOf, citing, editionsOf, hangingOn } from './queries.ts'
import { storyOf, type Told } from './rules.ts'

export const decisionStories = rooms()

decisionStories.get('/decisions/:id', async (c: Asked) => {
  const { by } = c.var
  permit(maySeeGroups(by.who))
  const decision = await decisionOf(by.db, idOf(c))
  await meeting(by.db, decision.meetingId, groupsSeen(by.who))
  const told = await toldOf(by, decision)
  await openingsWritten(by, told.items, 'decision', `meetings/${decision.meetingId}`)
  const sight = decision.partB && <WhoSees of={await sightOf(by.db, decision.itemId)} />
  return show(c, <StoryPage {...{ decision, sight }} vote={told.vote} moments={storyOf(told)} />)
})

/** What these eyes may read of a decision’s story. */
async function toldOf(by: Actor, decision: DecisionRow): Promise<Told> {
  const seen = groupsSeen(by.who)
  const items = await chainOf(by.db, decision.itemId, { seen, keepsAll: isOffice(by.who) })
  const ids = items.map(({ id }) => id)
  const [hanging, editions, cited, votes] = await Promise.all([
    hangingOn(by.db, ids),
    editionsOf(by.db, decision.meetingId),
    citing(by.db, decision.number),
    votesTold(by.db, [decision.ballotId]),
  ])
  const may = { term: maySeeTerms(by.who), proposal: maySeeProposals(by.who), waiver: seen === 'all' }
  const vote = votes.get(decision.ballotId ?? 0)
  return { decision, vote, items, ...hanging, editions, citing: cited.filter(({ what }) => may[what]) }
}
