import { FormPage } from '../../platform/form-page.tsx'
import { notPossible, permit } from '../../platform/refusal.ts'
import { fillIn, rooms as routes } from '../../platform/web.tsx'
import { isOffice } from '../../platform/who.ts'
import { roundAsked } from '../asked.ts'
import { stagesOf } from '../debrief/queries.ts'
import { mayDebrief } from '../debrief/rules.ts'
import { returnDayOf, roundWithin } from '../queries.ts'
import { isHostHead, mayTellReturn } from '../rules.ts'
import { visitorsOf } from '../visitors/queries.ts'
import { makeCaseStudy, share, tellReturn, writeTheory } from './actions.ts'
import { returnForm, shareForm, studyForm, theoryForm } from './pages.tsx'
import { theoryInWords, whyNoCaseStudy, whyNoReturn, whyNoTheory } from './rules.ts'

export const theories = routes()

theories.on(['get', 'post'], '/:id/theory', async (c) => {
  const { by } = c.var
  const { id, state, hostMembershipId, title, ...round } = await roundAsked(c)
  const [stages, visitors] = await Promise.all([stagesOf(by.db, id), visitorsOf(by.db, id)])
  permit(mayDebrief(by.who, { hostMembershipId, leadId: round.leadId }, visitors))
  const why = whyNoTheory(state, stages)
  if (why && c.req.method === 'GET') throw notPossible(why)
  const at = `/rounds/${id}`
  return fillIn(c, theoryForm, {
    current: async () => {
      const now = await roundWithin(by.db, id)
      const returnOn = now.returnOn ?? (await returnDayOf(by.db, hostMembershipId, now.visitOn)).on
      return theoryForm.blank({ ...now, returnOn })
    },
    page: (answers) => (
      <FormPage form={theoryForm} answers={answers} title="Theory of action" up={{ href: at, says: title }} />
    ),
    save: async (filled, by, version) => {
      await writeTheory(by, { id, version }, filled)
      return `${at}?did=saved#theory`
    },
  })
})

theories.on(['get', 'post'], '/:id/return', async (c) => {
  const { by } = c.var
  const round = await roundAsked(c)
  permit(mayTellReturn(by.who, round))
  const why = whyNoReturn(round.state)
  if (why && c.req.method === 'GET') throw notPossible(why)
  const at = `/rounds/${round.id}`
  return fillIn(c, returnForm, {
    current: async () => {
      const { returnedWords, version } = await roundWithin(by.db, round.id)
      return returnForm.blank({ words: returnedWords, version })
    },
    page: (answers) => (
      <FormPage
        form={returnForm}
        answers={answers}
        title="What was found on return"
        lead={theoryInWords(round) ?? undefined}
        up={{ href: at, says: round.title }}
      />
    ),
    save: async (filled, by, version) => {
      await tellReturn(by, { id: round.id, version }, filled)
      return `${at}?did=saved#theory`
    },
  })
})

theories.on(['get', 'post'], '/:id/share', async (c) => {
  const { by } = c.var
  const round = await roundAsked(c)
  permit(isHostHead(by.who, round))
  if (theoryInWords(round) === null && c.req.method === 'GET')
    throw notPossible('There is no theory of action yet that could be shared')
  const at = `/rounds/${round.id}`
  return fillIn(c, shareForm, {
    current: async () => {
      const { sharedAt, offered, version } = await roundWithin(by.db, round.id)
      return shareForm.blank({ shared: sharedAt !== null, offered: offered ?? 'no', version })
    },
    page: (answers) => (
      <FormPage
        form={shareForm}
        answers={answers}
        title="Share what came of it"
        lead={theoryInWords(round) ?? undefined}
        up={{ href: at, says: round.title }}
      />
    ),
    save: async (filled, by, version) => {
      await share(by, { id: round.id, version }, filled)
      return `${at}?did=saved#theory`
    },
  })
})

theories.on(['get', 'post'], '/:id/case-study', async (c) => {
  const { by } = c.var
  const round = await roundAsked(c)
  permit(isOffice(by.who))
  const why = whyNoCaseStudy(round)
  if (why && c.req.method === 'GET') throw notPossible(why)
  const named = round.offered === 'named'
  return fillIn(c, studyForm, {
    current: async () => {
      const next = (await stagesOf(by.db, round.id)).find(({ stage }) => stage === 'next level')
      return studyForm.blank({
        ...{ title: round.title, theoryOfAction: theoryInWords(round), issue: round.problem },
        ...{ done: next?.words, impact: round.returnedWords },
      })
    },
    page: (answers) => (
      <FormPage
        form={studyForm}
        answers={answers}
        title="Make a case study of it"
        lead={`Everybody in the alliance reads it from now on. ${named ? `Its head agreed that ${round.host} is named.` : 'Its head asked that the school is not named.'}`}
        submit="Publish the case study"
        up={{ href: `/rounds/${round.id}`, says: round.title }}
      />
    ),
    save: async (filled, by) => `/case-studies/${await makeCaseStudy(by, round.id, filled)}?did=added`,
  })
})
