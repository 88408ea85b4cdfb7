/** The schools of a small board, and who speaks for them; an executive head leads two. */
export const schools = ['ash', 'birch', 'cedar', 'dale'] as const
export type School = (typeof schools)[number]

/** What each person is at each of their schools. `spent`: the school’s deputy stood in for its head this year already. */
const parts = {
  ashHead: { ash: 'head' },
  ashDeputy: { ash: 'deputy' },
  ashOther: { ash: 'deputy' },
  ashTeacher: { ash: 'staff' },
  birchHead: { birch: 'head' },
  birchActing: { birch: 'acting head' },
  birchDeputy: { birch: 'deputy' },
  executive: { cedar: 'head', dale: 'head' },
  cedarDeputy: { cedar: 'deputy' },
  daleDeputy: { dale: 'spent' },
  officer: {},
  office: {},
} as const satisfies Record<string, Partial<Record<School, Part>>>
type Part = 'head' | 'acting head' | 'deputy' | 'spent' | 'staff'
export type Name = keyof typeof parts
export const names = Object.keys(parts) as Name[]
export const partOf = (who: Name, school: School): Part | undefined =>
  (parts[who] as Partial<Record<School, Part>>)[school]
export const schoolsOf = (who: Name) => schools.filter((school) => partOf(who, school) !== undefined)

/** What the heads agreed for a year: the share for a quorum in per cent, and whether abstentions are votes cast. */
export type Agreed = { quorum: number; abstentionsCast: boolean }

export const majorities = [
  'simple',
  'more than half of all',
  'two thirds of votes cast',
  'two thirds of those present',
  'two thirds of all',
] as const
export type Majority = (typeof majorities)[number]
type Asked = { asks: 'motion'; majority: Majority } | { asks: 'election'; candidates: number }

/** How a ballot stands when a run begins. */
export type Setting = {
  asked: Asked
  mayChange: boolean
  /** Between meetings, and whether the time that was set for it is over already. */
  afar: { over: boolean; onItem: boolean } | null
  /** Which heads are in the room, whether the meeting has begun, and whether the head of Ash chairs it. */
  heads: ('ashHead' | 'birchHead' | 'executive')[]
  begun: boolean
  chaired: boolean
}

/** Rules that would be wrong: a comparison that could not tell them from the right ones would be worth nothing. */
export const wrongRules = [
  'observers vote',
  'late schools vote',
  'deputies vote from afar',
  'who left still votes',
  'an interest is nothing',
  'the second vote counts',
  'votes stay open',
  'a quorum is nothing',
  'two thirds are rounded down',
] as const
export type WrongRule = (typeof wrongRules)[number]

/** What somebody tries to do. */
export type Move =
  | { does: 'begin' | 'arrive' | 'leave' | 'declare' | 'beforehand' | 'open' | 'close' | 'cancel'; who: Name }
  | { does: 'vote'; who: Name; school: School; choice: string }
  | { does: 'change'; who: Name; school: School; choice: string; stale: boolean }
