import type { ShippedClause } from './shipped.ts'

/** What a clause asks, for short; and words by which one that says the same elsewhere is known. */
type Asks = { short: string; like: string }
const asks = (short: string, like: string): Asks => ({ short, like })

/** What each of the 48 asks. */
export const askedByShipped: Record<ShippedClause, Asks> = {
  1: asks('Every secondary learner is a shared concern', 'meet needs of all secondary learners pupils help'),
  2: asks('One moral purpose', 'common moral purpose high standards leaders authority'),
  3: asks('Schools that improve themselves', 'self-improving schools develop capacity improve learn'),
  4: asks('Every school at least good', 'inspection judged good outstanding position'),
  5: asks('A part in building the alliance', 'active actively support development of the alliance'),
  6: asks(
    'A part in the work of SSIG',
    'active actively support work of supporting school improvement group',
  ),
  7: asks(
    'Governors and staff kept up to date',
    'keep governors trustees staff informed updated briefed developments regularly head',
  ),
  8: asks(
    'Strategic decisions talked about first',
    'discuss strategic decisions together involve other schools avoid unilateral alone',
  ),
  9: asks('Main schemes made known', 'inform each other main schemes involved self-contained one school'),
  10: asks(
    'Schools asked before a decision that affects them',
    'consult decision impact affect other schools ask',
  ),
  11: asks(
    'Learning planned together',
    'continuous professional learning development CPL staff grow opportunities joint training courses',
  ),
  12: asks('Respect', 'respect colleagues at all times always'),
  13: asks('A fair hearing for other views', 'tolerant opinions views fair hearing share'),
  14: asks('Schools that differ are valued', 'diversity status structure character differ value institution'),
  15: asks('Attention to what colleagues need', 'sensitive alert needs colleagues'),
  16: asks('Troubles put right together', 'resolve issues arise wrong put right together'),
  17: asks('No gain at another’s cost', 'advantage expense cost gain other schools'),
  18: asks('No direct comparisons', 'direct comparison comparisons between our school and another'),
  19: asks(
    'No remarks on another school in public',
    'comment remark another school public promotional events marketing speak',
  ),
  20: asks('A signed agreement binds', 'agreement sign signed professionally binding binds'),
  21: asks('Nine days of staff time a year', 'minimum nine days staff time each academic year given SSIG'),
  22: asks(
    'Highly effective people released',
    'personnel colleagues released highly effective practitioners release',
  ),
  23: asks('Performance data shared', 'share performance data heads authority lead officers appropriate'),
  24: asks('Policies and structures shared', 'share policies structures with colleagues'),
  25: asks('The year’s subscription', 'pay £3000 3,000 pounds year subscription fee contribution'),
  26: asks('Support received is evaluated', 'evaluation evaluations report of support received worth'),
  27: asks('SSIG asked first', 'sourcing look for support from another member approach ask SSIG first'),
  28: asks('Somebody at the conference', 'represented represent conference'),
  29: asks('Ready to serve on working groups', 'prepared ready represent alliance working groups needed'),
  30: asks(
    'Working groups reported back from',
    'feed back report next alliance meeting working group representing',
  ),
  31: asks('Board meetings attended', 'prioritise attend meetings regularly first'),
  32: asks(
    'A deputy once a year',
    'deputy heads deputise once academic year stand in head’s place meeting equal standing',
  ),
  33: asks('The deputy votes in full', 'deputy full voting rights votes vote represents head behalf'),
  34: asks('What is confidential stays so', 'confidentiality confidential meetings identified marked'),
  35: asks('Staff in the subject hubs', 'staff full contribution part subject hubs other groups'),
  36: asks('Vacancies advertised openly', 'advertise vacancies openly jobs posts'),
  37: asks('No poaching', 'poach staff offer inducements join move'),
  38: asks('Honest prospectuses', 'prospectus prospectuses brochures honestly describe celebrate successes'),
  39: asks('Open evenings for families', 'open evenings days tours events families choosing year 7 12 place'),
  40: asks(
    'Advertising that is legal, decent, honest and truthful',
    'advertising legal decent honest truthful',
  ),
  41: asks('Websites as honest as prospectuses', 'websites website honesty honest openness printed material'),
  42: asks(
    'Events advertised to the community',
    'advertise advertising community know of events where necessary',
  ),
  43: asks(
    'No approach to another school’s pupils',
    'approach individual students pupils directly attract draw another school',
  ),
  44: asks('The authority’s admissions forms', 'admit admissions framework local authority forms processes'),
  45: asks(
    'Supplementary forms only on grounds of faith',
    'voluntary aided controlled schools supplementary form faith grounds',
  ),
  46: asks('In-year admissions', 'co-operate cooperate in-year admissions policy procedures'),
  47: asks('Keeping on Track', 'adhere follow keeping on track protocols'),
  48: asks('The fair access panel’s recommendations', 'abide act recommendation fair access IYFA panel'),
}

export const shippedNumbers = Object.keys(askedByShipped) as ShippedClause[]
