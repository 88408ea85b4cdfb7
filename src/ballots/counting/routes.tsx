import type { Actor } from '../../platform/action.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, idOf, rooms, show } from '../../platform/web.tsx'
import { type Ballot, keepsBallot, optionsOf } from '../queries.ts'
import { seenBallot } from '../seen.ts'
import { drawLot } from './actions.ts'
import { LotPage, lotForm } from './pages.tsx'
import { drawnLot } from './queries.ts'
import { resultOf } from './result.ts'

export const lots = rooms()

/** Everybody who sees the vote sees its lot; whoever keeps it draws it, while it waits. */
lots.get('/:id/lot', async (c) => {
  const { of, mayDraw } = await lotAsked(c)
  return show(c, <LotPage {...of} answers={mayDraw ? lotForm.blank() : null} />)
})

lots.post('/:id/lot', async (c) => {
  const { of } = await lotAsked(c)
  permit(await keepsBallot(c.var.by, of.ballot))
  return fillIn(c, lotForm, {
    page: (answers) => <LotPage {...of} answers={answers} />,
    save: async ({ words }, by) => {
      await drawLot(by, of.ballot.id, words)
      return `/ballots/${of.ballot.id}/lot`
    },
  })
})

async function lotAsked(c: Asked) {
  const { by } = c.var
  const ballot = await seenBallot(by, idOf(c))
  if (ballot.asks !== 'election') throw notFound()
  const of = await lotOf(by, ballot)
  const waits = of.result?.outcome === 'needs a lot'
  return { of, mayDraw: waits && (await keepsBallot(by, ballot)) }
}

async function lotOf({ db }: Pick<Actor, 'db'>, ballot: Ballot) {
  const [options, result, drawn] = await Promise.all([
    optionsOf(db, ballot.id),
    resultOf(db, ballot),
    drawnLot(db, ballot.id),
  ])
  return { ballot, options, result, drawn }
}
