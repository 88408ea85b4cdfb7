import { endingSoon } from '../calendars/rules.ts'
import { groupsSeen } from '../groups/rules.ts'
import { participationOf } from '../participation/participation.tsx'
import { membersWithout, person, postsOf } from '../people/queries.ts'
import { postsInWords } from '../people/rules.ts'
import { chairs, heads } from '../people/tables.ts'
import type { Actor } from '../platform/action.ts'
import { academicYearOf } from '../platform/day.ts'
import { permit } from '../platform/refusal.ts'
import { type Asked, fillIn, rooms, show } from '../platform/web.tsx'
import { isOffice, isSignedIn } from '../platform/who.ts'
import { nameAlliance } from './actions.ts'
import { MePage } from './me.tsx'
import { figuresOf, HomePage, VisitorPage } from './pages.tsx'
import { allianceNamed, beginnings, meetingsAhead, unclosed, yearSoFar } from './queries.ts'
import { places } from './rules.ts'
import { allianceForm, SettingsPage } from './settings.tsx'
import { AccessibilityPage, HelpPage, PrivacyPage } from './statements.tsx'
import { firstSteps, stepsToPutRight } from './steps.ts'

type Given = {
  /** Whether this site has a page at this address: the front page leads nowhere else. */
  has: (href: string) => boolean
  /** Called when the alliance has another name, which every page bears. */
  renamed: () => void
}

export function home({ has, renamed }: Given) {
  const routes = rooms()

  routes.get('/', async (c) => {
    const { by, frame } = c.var
    const { name, demonstration } = frame.alliance
    if (isSignedIn(by.who)) return show(c, await homeOf(c, has))
    return show(c, <VisitorPage alliance={name} demonstration={demonstration} review={has('/review')} />)
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
    const taken = await participationOf(by, me.id)
    return show(c, <MePage person={me} {...{ held, who, today, taken }} />)
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

async function homeOf(c: Asked, has: Given['has']) {
  const { by, frame } = c.var
  const { who, today } = by
  const year = academicYearOf(today)
  const open = places.filter(({ href, may }) => has(href) && may(who))
  const opens = (list: string) => open.some(({ href }) => href === list)
  const office = isOffice(who)
  return (
    <HomePage
      alliance={frame.alliance.name}
      name={who.name}
      posts={postsInWords(await postsOf(by.db, Number(who.personId)), today)}
      places={open}
      year={year}
      figures={figuresOf(await yearSoFar(by.totals, year, today), year, opens)}
      meetings={opens('/meetings') ? await meetingsAhead(by.db, today, groupsSeen(who)) : null}
      steps={office ? (await toPutRight(by)).filter(({ href }) => has(href.replace(/\?.*/, ''))) : null}
      begin={office ? firstSteps(await beginnings(by.db)).filter(({ href }) => has(href)) : []}
    />
  )
}

async function toPutRight({ db, today }: Actor) {
  const so = await unclosed(db, today)
  const { lastTerm } = so
  const terms = lastTerm === null ? [] : [{ kind: 'term' as const, fromOn: lastTerm, toOn: lastTerm }]
  return stepsToPutRight({
    ...so,
    headless: await membersWithout(db, heads, today),
    chairless: await membersWithout(db, chairs, today),
    endings: endingSoon(terms, today),
  })
}
