import fc from 'fast-check'
import { type Move, majorities, type Name, names, type School, type Setting, schools } from './cast.ts'

const person = fc.constantFrom(...names)
const school = fc.constantFrom(...schools)
/** Now and then one that may not be chosen. */
const choice = ({ asked }: Setting) => {
  const may = asked.asks === 'motion' ? ['for', 'for', 'against', 'abstain'] : ['1', '1', '2', '3', 'abstain']
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...may) },
    { weight: 1, arbitrary: fc.constantFrom('for', '1', '9') },
  )
}
/** Whoever might: most who try are of that school, and a few are not. */
const voter = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom<[Name, School][]>(
      ['ashHead', 'ash'],
      ['ashDeputy', 'ash'],
      ['ashOther', 'ash'],
      ['ashTeacher', 'ash'],
      ['birchHead', 'birch'],
      ['birchActing', 'birch'],
      ['birchDeputy', 'birch'],
      ['executive', 'cedar'],
      ['executive', 'dale'],
      ['cedarDeputy', 'cedar'],
      ['daleDeputy', 'dale'],
    ),
  },
  { weight: 1, arbitrary: fc.tuple(person, school) },
)
const keeper = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Name>('office') },
  { weight: 1, arbitrary: fc.constantFrom<Name>('ashHead', 'birchHead', 'officer') },
)
const coming = person.filter((who) => who !== 'office')

type Does = Exclude<Move['does'], 'vote' | 'change'>

/** What somebody might try in such a ballot, likely or not. */
export const moveIn = (setting: Setting): fc.Arbitrary<Move> => {
  const moves = (weight: number, does: Does, who: fc.Arbitrary<Name>) => ({
    weight,
    arbitrary: who.map((who): Move => ({ does, who })),
  })
  const inRoom = [
    moves(6, 'arrive', coming),
    moves(4, 'leave', coming),
    moves(2, 'begin', keeper),
    moves(2, 'beforehand', keeper),
  ]
  const cast = fc.tuple(voter, choice(setting))
  const changed = fc.tuple(cast, fc.nat(4))
  return fc.oneof(
    {
      weight: 36,
      arbitrary: cast.map(([[who, school], choice]): Move => ({ does: 'vote', who, school, choice })),
    },
    {
      weight: 12,
      arbitrary: changed.map(
        ([[[who, school], choice], stale]): Move => ({
          does: 'change',
          who,
          school,
          choice,
          stale: stale === 0,
        }),
      ),
    },
    moves(6, 'open', keeper),
    moves(1, 'close', keeper),
    moves(1, 'cancel', keeper),
    moves(1, 'declare', coming),
    ...(setting.afar ? [] : inRoom),
  )
}

const asked: fc.Arbitrary<Setting['asked']> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(...majorities).map((majority) => ({ asks: 'motion' as const, majority })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(2, 3).map((candidates) => ({ asks: 'election' as const, candidates })),
  },
)
const mostly = fc.integer({ min: 0, max: 4 }).map((n) => n > 0)
const setting = (kind: 'room' | 'afar'): fc.Arbitrary<Setting> =>
  fc.record({
    asked:
      kind === 'room'
        ? asked
        : asked.filter((one) => one.asks !== 'motion' || one.majority !== 'two thirds of those present'),
    mayChange: mostly,
    afar:
      kind === 'room'
        ? fc.constant(null)
        : fc.record({ over: mostly.map((not) => !not), onItem: fc.boolean() }),
    heads: fc.subarray<Setting['heads'][0]>(['ashHead', 'birchHead', 'executive'], { minLength: 1 }),
    begun: mostly,
    chaired: fc.boolean(),
  })

/** A ballot in the room, or now and then between meetings. */
export const settings = fc.oneof(
  { weight: 3, arbitrary: setting('room') },
  { weight: 1, arbitrary: setting('afar') },
)
