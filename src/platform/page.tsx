import { raw } from 'hono/html'
import { createContext, type PropsWithChildren, useContext } from 'hono/jsx'

export type NavItem = { href: string; says: string }

/** What every page stands in: the alliance, who is looking, and what they may go to. */
export type Frame = {
  alliance: { name: string; shortName: string; demonstration: boolean }
  person: string | null
  path: string
  navigation: NavItem[]
  assets: string
  notice: string | null
}

/** A page that stands before anything is known, such as one that says the records cannot be reached. */
export const unframed: Frame = {
  alliance: { name: '', shortName: '', demonstration: false },
  person: null,
  path: '/',
  navigation: [],
  assets: '',
  notice: null,
}

export const Framed = createContext<Frame>(unframed)

type PageProps = PropsWithChildren<{
  title: string
  /** A form on the page has errors: the title says so first, for those who hear it. */
  wrong?: boolean
  /** The way back up: where this page belongs. */
  up?: NavItem
  /** Reload after so many seconds, while work goes on that the page tells of. */
  refresh?: number
  wide?: boolean
}>

export function Page({ title, wrong, up, refresh, wide, children }: PageProps) {
  const frame = useContext(Framed)
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en-GB">
        <head>
          <meta charset="utf-8" />
          <title>
            {wrong ? `Error: ${title}` : title}
            {title !== frame.alliance.name && frame.alliance.name && ` – ${frame.alliance.name}`}
          </title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="theme-color" content="#14213d" />
          {refresh && <meta http-equiv="refresh" content={String(refresh)} />}
          <link rel="preload" href="/assets/public-sans.woff2" as="font" type="font/woff2" crossorigin="" />
          <link rel="stylesheet" href={`/assets/endeavour.css${frame.assets}`} />
          <link rel="icon" href={`/assets/icon.svg${frame.assets}`} type="image/svg+xml" />
        </head>
        <body>
          <a href="#main" class="govuk-skip-link">
            Skip to main content
          </a>
          <Masthead frame={frame} />
          <div class={`govuk-width-container en-page${wide ? ' en-page--wide' : ''}`}>
            {up && (
              <nav aria-label="Back">
                <a href={up.href} class="govuk-back-link">
                  {up.says}
                </a>
              </nav>
            )}
            <main id="main" class="govuk-main-wrapper" tabindex={-1}>
              {frame.notice && <Notice says={frame.notice} />}
              <h1 class="govuk-heading-xl">{title}</h1>
              {children}
            </main>
          </div>
          <Footer frame={frame} />
        </body>
      </html>
    </>
  )
}

function Masthead({ frame }: { frame: Frame }) {
  return (
    <header class="en-masthead">
      <div class="govuk-width-container en-masthead__inside">
        <a href="/" class="en-masthead__name">
          Endeavour
        </a>
        <span class="en-masthead__alliance">{frame.alliance.name}</span>
        <div class="en-masthead__person">
          {frame.person ? (
            <>
              <a href="/me">{frame.person}</a>
              <form method="post" action="/sign-out">
                <button type="submit" class="en-masthead__out">
                  Sign out
                </button>
              </form>
            </>
          ) : (
            <a href="/sign-in">Sign in</a>
          )}
        </div>
      </div>
      {frame.navigation.length > 0 && <Navigation frame={frame} />}
      {frame.alliance.demonstration && (
        <div class="en-demonstration">
          <p class="govuk-width-container">A demonstration: every school and person here is made up.</p>
        </div>
      )}
    </header>
  )
}

/** Folded behind its heading on a phone, which says where one is; a row of links where there is room. */
function Navigation({ frame: { navigation, path } }: { frame: Frame }) {
  const here = (href: string) => path === href || (href !== '/' && path.startsWith(`${href}/`))
  const current = navigation.find(({ href }) => here(href))
  return (
    <nav class="en-navigation" aria-label="Main">
      <details class="govuk-width-container en-fold">
        <summary>{current ? `Menu: ${current.says}` : 'Menu'}</summary>
        <ul>
          {navigation.map(({ href, says }) => (
            <li>
              <a href={href} {...(here(href) ? { 'aria-current': path === href ? 'page' : 'true' } : {})}>
                {says}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  )
}

function Footer({ frame }: { frame: Frame }) {
  return (
    <footer class="en-footer">
      <div class="govuk-width-container">
        <ul>
          <li>
            <a href="/help">Help</a>
          </li>
          <li>
            <a href="/accessibility">Accessibility</a>
          </li>
          <li>
            <a href="/privacy">Privacy</a>
          </li>
        </ul>
        <p>{frame.alliance.name || 'Endeavour'}</p>
      </div>
    </footer>
  )
}

function Notice({ says }: { says: string }) {
  return (
    <div class="en-notice" role="alert" tabindex={-1} autofocus>
      {says}
    </div>
  )
}

/** In the demonstration: where the mail is that somebody else would find in their own post. */
export function MailedHere() {
  const { alliance } = useContext(Framed)
  if (!alliance.demonstration) return null
  return (
    <div class="govuk-inset-text">
      The demonstration sends no mail: <a href="/mails">read it here</a>.
    </div>
  )
}
