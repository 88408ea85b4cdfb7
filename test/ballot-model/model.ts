import {
  type Agreed,
  type Majority,
  type Name,
  partOf,
  type School,
  type Setting,
  schools,
  schoolsOf,
  type WrongRule,
} from './cast.ts'

export type Vote = { choice: string; by: Name; version: number }
/** Whether something was done; where a school had voted already, who for it. */
export type Verdict = { done: boolean; voted?: Name }
const done: Verdict = { done: true }
const refused: Verdict = { done: false }

type Phase = 'drafted' | 'beforehand' | 'open' | 'closed' | 'cancelled'
type Line = { who: Name; school: School; as: 'head' | 'acting head' | 'deputy' | 'observer'; here: boolean }
type Called = { present: boolean; excluded: boolean }

export type Outcome = {
  outcome: 'carried' | 'not carried' | 'elected' | 'needs a lot' | 'nobody elected' | 'no quorum'
  /** The positions of the candidates who are elected, or among whom a lot decides. */
  candidates: number[]
}

/**
 * What the protocols and the issue say of a vote, and nothing of how it is done. The vote belongs to the membership;
 * in the room whoever holds its seat votes, from afar its head or who acts as head; once each.
 */
export class Model {
  phase: Phase = 'drafted'
  readonly called = new Map<School, Called>()
  readonly votes = new Map<School, Vote>()
  needed = 0
  represented = 0
  #begun: boolean
  #beforehand = false
  readonly #declared: { who: Name; school: School | null }[] = []
  readonly #lines: Line[] = []
  readonly #setting: Setting
  readonly #agreed: Agreed
  readonly #wrong: WrongRule | undefined

  constructor(setting: Setting, agreed: Agreed, wrong?: WrongRule) {
    this.#setting = setting
    this.#agreed = agreed
    this.#wrong = wrong
    this.#begun = setting.begun
    for (const who of setting.heads) this.arrive(who)
  }

  get #inRoom() {
    return this.#setting.afar === null
  }

  #keeps(who: Name) {
    const { afar, chaired } = this.#setting
    return who === 'office' || (chaired && who === 'ashHead' && (afar === null || afar.onItem))
  }

  begin(who: Name): Verdict {
    if (!this.#keepsMeeting(who)) return refused
    this.#begun = true
    return done
  }

  #keepsMeeting(who: Name) {
    return who === 'office' || (this.#setting.chaired && who === 'ashHead')
  }

  /** Who was there comes back as what they were; of two deputies the first holds the seat for the whole meeting. */
  arrive(who: Name): Verdict {
    for (const school of schoolsOf(who)) {
      const line = this.#lines.find((one) => one.who === who && one.school === school)
      if (line) line.here = true
      else this.#lines.push({ who, school, as: this.#comesAs(who, school), here: true })
    }
    return done
  }

  #comesAs(who: Name, school: School): Line['as'] {
    const part = partOf(who, school)
    if (part === 'head' || part === 'acting head') return part
    const taken = this.#lines.some((one) => one.school === school && one.as === 'deputy')
    return part === 'deputy' && !taken ? 'deputy' : 'observer'
  }

  leave(who: Name): Verdict {
    for (const line of this.#lines) if (line.who === who) line.here = false
    return done
  }

  /** The head comes before who acts as head, and both before the deputy who stands in. */
  #holder(school: School): Name | undefined {
    const lines = this.#lines.filter((line) => line.school === school && this.#counts(line))
    const first = (as: Line['as']) => lines.find((line) => line.as === as)
    return (first('head') ?? first('acting head') ?? first('deputy') ?? first('observer'))?.who
  }

  #counts({ as, here }: Line) {
    return (
      (here || this.#wrong === 'who left still votes') &&
      (as !== 'observer' || this.#wrong === 'observers vote')
    )
  }

  /** Whether this might do something now; most of what is tried is worth trying. */
  isWorth(move: { does: string; who: Name; school?: School }): boolean {
    const { who, school } = move
    const isHere = this.#lines.some((line) => line.who === who && line.here)
    const hasVoted = school !== undefined && this.votes.has(school)
    switch (move.does) {
      case 'vote':
        return school !== undefined && !hasVoted && this.#mayVote(who, school)
      case 'change':
        return school !== undefined && hasVoted && this.#mayVote(who, school)
      case 'arrive':
        return !isHere
      case 'leave':
        return isHere
      case 'begin':
        return !this.#begun
      case 'beforehand':
        return this.phase === 'drafted' && !this.#begun
      case 'open':
        return (this.phase === 'drafted' || this.phase === 'beforehand') && (this.#begun || !this.#inRoom)
      case 'close':
      case 'cancel':
        return this.votes.size > 2
      default:
        return true
    }
  }

  /** Once each for one item; without a school it is only written down. */
  declare(who: Name): Verdict {
    if (this.#declared.some((one) => one.who === who)) return refused
    const own = schoolsOf(who)
    this.#declared.push(...(own.length > 0 ? own : [null]).map((school) => ({ who, school })))
    return done
  }

  #excluded(school: School) {
    const { afar } = this.#setting
    if (this.#wrong === 'an interest is nothing' || (afar && !afar.onItem)) return false
    return this.#declared.some((one) => one.school === school)
  }

  /** Before the meeting schools that cannot come may vote. */
  beforehand(who: Name): Verdict {
    if (!this.#keeps(who) || this.phase !== 'drafted' || !this.#inRoom || this.#begun) return refused
    this.phase = 'beforehand'
    this.#beforehand = true
    this.#call(() => false)
    return done
  }

  #call(isPresent: (school: School) => boolean) {
    for (const school of schools)
      this.called.set(school, { present: isPresent(school), excluded: this.#excluded(school) })
  }

  /** The roll is called, and the quorum tested without those who have no part in the item. */
  open(who: Name): Verdict {
    if (!this.#keeps(who) || (this.phase !== 'drafted' && this.phase !== 'beforehand')) return refused
    const needed = Math.ceil((schools.length * this.#agreed.quorum) / 100)
    const there = this.#inRoom ? schools.filter((school) => this.#holder(school) !== undefined) : []
    const represented = there.filter((school) => !this.#excluded(school)).length
    const quorate = represented >= needed || this.#wrong === 'a quorum is nothing'
    if (this.#inRoom && (!this.#begun || !quorate)) return refused
    this.phase = 'open'
    this.#call((school) => there.includes(school))
    this.needed = needed
    this.represented = represented
    return done
  }

  vote(who: Name, school: School, choice: string): Verdict {
    if (!this.#mayVote(who, school) || !this.#isChoice(choice)) return refused
    const before = this.votes.get(school)
    if (before && this.#wrong !== 'the second vote counts') return { done: false, voted: before.by }
    this.votes.set(school, { choice, by: who, version: 1 })
    return done
  }

  change(who: Name, school: School, choice: string, version: number): Verdict {
    const before = this.votes.get(school)
    if (!this.#mayVote(who, school) || !this.#isChoice(choice) || !before) return refused
    if (!this.#setting.mayChange || before.version !== version) return refused
    this.votes.set(school, { choice, by: who, version: version + 1 })
    return done
  }

  #isChoice(choice: string) {
    const { asked } = this.#setting
    if (choice === 'abstain') return true
    if (asked.asks === 'motion') return choice === 'for' || choice === 'against'
    return Number(choice) >= 1 && Number(choice) <= asked.candidates
  }

  #mayVote(who: Name, school: School): boolean {
    if (!this.#takesVotes) return false
    const called = this.called.get(school)
    if (!called || called.excluded) return false
    if (this.#inRoom && called.present) return this.#holder(school) === who
    if (this.#inRoom && !this.#beforehand)
      return this.#wrong === 'late schools vote' && this.#holder(school) === who
    const part = partOf(who, school)
    return (
      part === 'head' ||
      part === 'acting head' ||
      (part === 'deputy' && this.#wrong === 'deputies vote from afar')
    )
  }

  get #takesVotes() {
    if (this.#wrong === 'votes stay open' && this.phase === 'closed') return true
    return (this.phase === 'open' || this.phase === 'beforehand') && !this.#setting.afar?.over
  }

  /** A vote between meetings goes on until its time is over, or until everybody has voted. */
  close(who: Name): Verdict {
    const { afar } = this.#setting
    if (!this.#keeps(who) || this.phase !== 'open') return refused
    const parted = [...this.called].every(([school, { excluded }]) => excluded || this.votes.has(school))
    if (afar && !afar.over && !parted) return refused
    this.phase = 'closed'
    return done
  }

  cancel(who: Name): Verdict {
    if (!this.#keeps(who) || this.phase === 'closed' || this.phase === 'cancelled') return refused
    this.phase = 'cancelled'
    return done
  }

  /** The votes that count: not those of a school that declared an interest after it had voted beforehand. */
  get counted(): Vote[] {
    return [...this.votes].flatMap(([school, vote]) => (this.called.get(school)?.excluded ? [] : [vote]))
  }

  outcome(): Outcome {
    const { asked, afar } = this.#setting
    if (afar && this.counted.length < this.needed) return { outcome: 'no quorum', candidates: [] }
    if (asked.asks === 'election') return this.#elected(asked.candidates)
    const number = (choice: string) => this.counted.filter((vote) => vote.choice === choice).length
    const cast = number('for') + number('against') + (this.#agreed.abstentionsCast ? number('abstain') : 0)
    const enough = number('for') > 0 && number('for') >= this.#enough(asked.majority, cast)
    return { outcome: enough ? 'carried' : 'not carried', candidates: [] }
  }

  #enough(majority: Majority, cast: number): number {
    const part = [...this.called].filter(([, { excluded }]) => !excluded)
    const present = part.filter(([school, one]) => one.present || this.votes.has(school)).length
    const rounded = this.#wrong === 'two thirds are rounded down' ? Math.floor : Math.ceil
    const thirds = (of: number) => rounded((2 * of) / 3)
    if (majority === 'simple') return Math.floor(cast / 2) + 1
    if (majority === 'more than half of all') return Math.floor(part.length / 2) + 1
    if (majority === 'two thirds of votes cast') return thirds(cast)
    return thirds(majority === 'two thirds of those present' ? present : part.length)
  }

  #elected(candidates: number): Outcome {
    const positions = Array.from({ length: candidates }, (_, i) => i + 1)
    const number = (position: number) =>
      this.counted.filter(({ choice }) => Number(choice) === position).length
    const most = Math.max(...positions.map(number))
    if (most === 0) return { outcome: 'nobody elected', candidates: [] }
    const first = positions.filter((position) => number(position) === most)
    return { outcome: first.length === 1 ? 'elected' : 'needs a lot', candidates: first }
  }
}
