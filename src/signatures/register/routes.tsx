import { membership } from '../../members/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { permit } from '../../platform/refusal.ts'
import { type Asked, csvFile, idOf, list, press, rooms, show } from '../../platform/web.tsx'
import { SignedDocuments } from '../documents/parts.tsx'
import { documentsOf } from '../documents/queries.ts'
import { governing } from '../governing/routes.tsx'
import { removedPapers } from '../paper/queries.ts'
import { paper } from '../paper/routes.tsx'
import { placesToSign, publishedVersions, samePersonSigns, schoolSigning, versionToSign } from '../queries.ts'
import { remindNow } from '../reminders/actions.ts'
import { mayKeepSignatures, maySeeSigning } from '../rules.ts'
import { substitutes } from '../substitutes/routes.tsx'
import { leadOf, RegisterPage, registerFilter, registerListing } from './pages.tsx'
import {
  declinedOfSchool,
  registerListed,
  schoolsSigning,
  signaturesOfSchool,
  substitutesOfSchool,
  unsigned,
} from './queries.ts'
import { countSigned, shareInWords, unsignedBecause } from './rules.ts'
import { SchoolPage } from './school-page.tsx'
import { UnsignedPage, unsignedListing } from './unsigned-page.tsx'

/** The public register of signatures, and what the office keeps of each school; `url` is where people sign in. */
export function signatureRegister(url: string) {
  const routes = rooms()

  routes.get('/', async (c) => {
    const { by } = c.var
    const versions = (await publishedVersions(by.db)).filter(({ publishedOn }) => publishedOn <= by.today)
    const [newest] = versions
    const options = versions.map(({ number }) => [number, `Version ${number}`] as const)
    const listing = registerListing(newest?.number ?? 0, await samePersonSigns(by.db, by.today), by.today)
    const schools = await schoolsSigning(by.db, by.today)
    const share = shareInWords(countSigned(schools), schools.length)
    const lead = newest ? leadOf(share, newest.number, newest.signBy) : 'No version has been published yet.'
    return list(c, {
      of: listing,
      filter: registerFilter(options),
      sort: '-version',
      name: 'register-of-signatures',
      rows: (asked) => registerListed(by.db, asked, by.today),
      page: (shown) => (
        <RegisterPage
          {...shown}
          {...{ of: listing, versions: options, lead }}
          keeps={mayKeepSignatures(by.who)}
          signs={by.who.personId !== null}
        />
      ),
    })
  })

  routes.get('/unsigned', async (c) => {
    permit(mayKeepSignatures(c.var.by.who))
    const found = await unsigned(c.var.by.db, c.var.by.today)
    if (c.req.query('format') === 'csv') return csvFile(c, unsignedListing, found.awaited, 'not-signed')
    return show(c, <UnsignedPage {...found} />)
  })

  routes.get('/:membership', async (c) => show(c, <SchoolPage {...(await schoolShown(c))} />))

  routes.post('/:membership/remind', (c) => {
    permit(mayKeepSignatures(c.var.by.who))
    const id = idOf(c, 'membership')
    return press(c, async (by) => {
      const sent = await remindNow(by, url, id)
      return `/agreement/register/${id}?did=${sent > 0 ? 'reminded' : 'reminded-before'}`
    })
  })

  routes.route('/', governing)
  routes.route('/', paper)
  routes.route('/', substitutes)
  return routes
}

/** A school's page for whoever asked: of names, minutes and reasons only to those entitled. */
async function schoolShown(c: Asked) {
  const { by } = c.var
  const { id } = await membership(by.db, idOf(c, 'membership'))
  const keeps = mayKeepSignatures(by.who)
  const entitled = maySeeSigning(by.who, id)
  const [school, signatures, same, documents, schools] = await Promise.all([
    schoolSigning(by.db, id, by.today),
    signaturesOfSchool(by.db, id),
    samePersonSigns(by.db, by.today),
    documentsOf(by.db, by.who, id),
    entitled ? schoolsSigning(by.db, by.today) : [],
  ])
  const asked = schools.find(({ membershipId }) => membershipId === id)
  return {
    ...{ school, signatures, keeps, today: by.today },
    samePersonSigns: same,
    because: asked ? unsignedBecause(asked, asked.number) : null,
    confidential: entitled ? await confidentialOf(c, id) : null,
    toSign: await toSignFor(by, id),
    documents: documents.length > 0 && <SignedDocuments of={documents} />,
    removed: keeps ? await removedPapers(by.db, id) : [],
  }
}

/** In which capacities whoever is at work has still to sign for this school. */
async function toSignFor(by: Actor, membershipId: number) {
  const version = by.who.personId === null ? undefined : await versionToSign(by.db, by.today)
  const places = version ? await placesToSign(by, version.id) : []
  const here = places.filter((place) => place.membershipId === membershipId && place.signedOn === null)
  return here.map(({ capacity }) => capacity)
}

async function confidentialOf({ var: { by } }: Asked, id: number) {
  const [substitutes, declined] = await Promise.all([
    substitutesOfSchool(by.db, id),
    declinedOfSchool(by.db, id),
  ])
  return { substitutes, declined }
}
