import { digestSwitch } from '../digest/switch.tsx'
import { participationOf } from '../participation/participation.tsx'
import { person, postsOf } from '../people/queries.ts'
import { postsInWords } from '../people/rules.ts'
import { academicYearOf } from '../platform/day.ts'
import { permit } from '../platform/refusal.ts'
import { type Asked, fillIn, rooms, show } from '../platform/web.tsx'
import { isOffice, isSignedIn } from '../platform/who.ts'
import { nameAlliance } from './actions.ts'
import { besides, comingFor } from './coming.ts'
import { MePage } from './me.tsx'
import { needsOf } from './needs.ts'
import { figuresOf, HomePage } from './pages.tsx'
import { agreementAsked, allianceNamed, beginnings, yearSoFar } from './queries.ts'
import { places } from './rules.ts'
import { allianceForm, SettingsPage } from './settings.tsx'
import { standingLines } from './standing.ts'
import { AccessibilityPage, HelpPage, PrivacyPage } from './statements.tsx'
import { firstSteps } from './steps.ts'
import { VisitorPage } from './visitor.tsx'

/** As much of what is coming as one reads at a glance. */
const MOST_COMING = 6

type Given = {
  /** Whether this site has a page at this address: the front page leads nowhere else. */
  has: (href: string) => boolean
  /** Called when the alliance has another name, which every page bears. */
  renamed: () => void
}

export function home({ has, renamed }: Given) {
  const routes = rooms()
  const standingOf = standingLines()

  routes.get('/', async (c) => {
    const { by, frame } = c.var
    const { name, demonstration } = frame.alliance
    if (isSignedIn(by.who)) return show(c, await homeOf(c, has, standingOf))
    const asked = await agreementAsked(by.db, by.today)
    return show(c, <VisitorPage alliance={name} {...{ demonstration, has, asked }} />)
  })

  routes.get('/help', (c) => show(c, <HelpPage />))
  routes.get('/accessibility', (c) => show(c, <AccessibilityPage />))
  routes.get('/privacy', (c) => show(c, <PrivacyPage alliance={c.var.frame.alliance.name} />))

  routes.get('/me', async (c) => {
    const { by } = c.var
    const { who, today } = by
    permit(who.personId !== null)
    const me = await person(by.db, who.personId)
    const held = await postsOf(by.db, me.id)
    const [taken, digest] = await Promise.all([participationOf(by, me.id), digestSwitch(by)])
    return show(c, <MePage person={me} {...{ held, who, today, taken, digest }} />)
  })

  routes.on(['get', 'post'], '/settings', async (c) => {
    const { by } = c.var
    permit(isOffice(by.who))
    return fillIn(c, allianceForm, {
      current: async () => allianceForm.blank((await allianceNamed(by.db)) ?? {}),
      page: (answers) => <SettingsPage answers={answers} />,
      save: async (filled, by, version) => {
        await nameAlliance(by, version, filled)
        renamed()
        return '/settings?did=saved'
      },
    })
  })

  return routes
}

async function homeOf(c: Asked, has: Given['has'], standingOf: ReturnType<typeof standingLines>) {
  const { by } = c.var
  const { who, today, db } = by
  const year = academicYearOf(today)
  const open = places.filter(({ href, may }) => has(href) && may(who))
  const opens = (list: string) => open.some(({ href }) => href === list)
  const askedOf = agreementAsked(db, today)
  const [asked, coming, needs, posts, so, begin, standing] = await Promise.all([
    askedOf,
    askedOf.then((asked) => comingFor(by, asked)),
    needsOf(by),
    postsOf(db, Number(who.personId)),
    yearSoFar(by.totals, year, today),
    isOffice(who) ? beginnings(db).then(firstSteps) : [],
    standingOf(by),
  ])
  return (
    <HomePage
      {...{ name: who.name, today, year, needs, places: open }}
      posts={postsInWords(posts, today)}
      coming={besides(needs, coming).slice(0, MOST_COMING)}
      standing={has('/standing') ? standing : []}
      figures={figuresOf(
        so,
        { asked, year },
        (list) => opens(list) || (list === '/agreement/register' && has(list)),
      )}
      begin={begin.filter(({ href }) => has(href))}
    />
  )
}
