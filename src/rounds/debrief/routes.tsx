import type { Actor } from '../../platform/action.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import {
  type Asked,
  fillIn,
  idOf,
  nameIn,
  press,
  rooms as routes,
  sentBy,
  show,
} from '../../platform/web.tsx'
import { idAsked, roundAsked } from '../asked.ts'
import type { RoundWithin } from '../queries.ts'
import { roomsOf } from '../rooms/queries.ts'
import { isVisited, mayAgree } from '../rules.ts'
import type { Stage } from '../tables.ts'
import { visitorsOf } from '../visitors/queries.ts'
import { addPattern, agreeStage, correctPattern, removePattern, reopenStage, writeStage } from './actions.ts'
import { DebriefPage, patternForm, StageFormPage, stageForm } from './pages.tsx'
import { patternOf, patternsOf, stagesOf } from './queries.ts'
import { isDebriefing, isOpen, mayDebrief, slugOf, stageIn } from './rules.ts'

export const debrief = routes()

async function held({ db, who }: Actor, round: RoundWithin) {
  const [all, patterns, rooms, visitors] = await Promise.all([
    stagesOf(db, round.id),
    patternsOf(db, round.id),
    roomsOf(db, round.id),
    visitorsOf(db, round.id),
  ])
  const running = isDebriefing(round.state)
  const may = {
    write: running && mayDebrief(who, round, visitors),
    agree: running && mayAgree(who, round),
  }
  return { round, all, patterns, rooms, may }
}

debrief.get('/:id/debrief', async (c) => {
  const round = await roundAsked(c)
  if (!isVisited(round.state)) throw notPossible('The debrief begins when the lessons are marked as visited')
  return show(c, <DebriefPage {...(await held(c.var.by, round))} />)
})

/** The patterns of a debrief that may still be written, for those who may. */
async function patternsAsked(c: Asked) {
  const round = await roundAsked(c)
  const found = await held(c.var.by, round)
  permit(found.may.write)
  if (c.req.method === 'GET' && !isOpen(found.all, 'analysis'))
    throw notPossible('Patterns are found between the agreed description and the agreed analysis')
  return { ...found, form: patternForm(found.rooms), up: `/rounds/${round.id}/debrief` }
}

debrief.on(['get', 'post'], '/:id/debrief/patterns/new', async (c) => {
  const { round, form, up } = await patternsAsked(c)
  return fillIn(c, form, {
    page: (answers) => <FormPage {...{ form, answers }} title="Write down a pattern" up={up} />,
    save: async (filled, by) => {
      await addPattern(by, round.id, filled)
      return `${up}?did=added#analysis`
    },
  })
})

debrief.on(['get', 'post'], '/:id/debrief/patterns/:pattern/correct', async (c) => {
  const { round, form, up } = await patternsAsked(c)
  const { db } = c.var.by
  const { id } = await patternOf(db, round.id, idOf(c, 'pattern'))
  return fillIn(c, form, {
    current: async () => {
      const { words, rooms, version } = await patternOf(db, round.id, id)
      return form.blank({ words, rooms: rooms.map((room) => room.id).join('\u001f'), version })
    },
    page: (answers) => <FormPage {...{ form, answers }} title="Correct this pattern" up={up} />,
    save: async (filled, by, version) => {
      await correctPattern(by, round.id, { id, version }, filled)
      return `${up}?did=saved#analysis`
    },
  })
})

debrief.post('/:id/debrief/patterns/:pattern/remove', async (c) => {
  const [id, pattern] = [idAsked(c), idOf(c, 'pattern')]
  return press(c, async (by) => {
    await removePattern(by, id, pattern)
    return `/rounds/${id}/debrief?did=removed#analysis`
  })
})

function stageAsked(c: Asked): Stage {
  const stage = stageIn(nameIn(c, 'stage'))
  if (!stage) throw notFound()
  return stage
}

debrief.on(['get', 'post'], '/:id/debrief/:stage', async (c) => {
  const { by } = c.var
  const stage = stageAsked(c)
  const round = await roundAsked(c)
  const { all, patterns, rooms, may } = await held(by, round)
  permit(may.write)
  if (c.req.method === 'GET' && !isOpen(all, stage))
    throw notPossible(
      'This stage opens when the one before it is agreed, and is closed when it is agreed itself',
    )
  const form = stageForm(stage)
  return fillIn(c, form, {
    current: async () => {
      const row = (await stagesOf(by.db, round.id)).find((one) => one.stage === stage)
      return form.blank({ words: row?.words ?? '', version: row?.version ?? 0 })
    },
    page: (answers) => <StageFormPage {...{ round, stage, form, answers, patterns, rooms }} />,
    save: async (filled, by, version) => {
      await writeStage(by, { roundId: round.id, stage, version }, filled)
      return `/rounds/${round.id}/debrief?did=saved#${slugOf(stage)}`
    },
  })
})

debrief.post('/:id/debrief/:stage/agree', async (c) => {
  const [id, stage] = [idAsked(c), stageAsked(c)]
  return press(c, async (by) => {
    const version = Number((await sentBy(c)).get('version') ?? 0)
    await agreeStage(by, { roundId: id, stage, version })
    return `/rounds/${id}/debrief?did=saved#${slugOf(stage)}`
  })
})

debrief.post('/:id/debrief/:stage/reopen', async (c) => {
  const [id, stage] = [idAsked(c), stageAsked(c)]
  return press(c, async (by) => {
    await reopenStage(by, { roundId: id, stage })
    return `/rounds/${id}/debrief?did=saved#${slugOf(stage)}`
  })
})
