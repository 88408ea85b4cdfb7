import type { Child } from 'hono/jsx'
import { inShort, inWords } from '../platform/day.ts'
import {
  academicYear,
  choice,
  dayField,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  search,
  select,
  text,
} from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { Markdown } from '../platform/markdown.tsx'
import { Page } from '../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Link } from '../platform/parts.tsx'
import type { Listing } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { ResourceFilled, UseFilled } from './actions.ts'
import { FilesOf, UsesOf } from './parts.tsx'
import type { FileRow, ResourceFilter, ResourceRow, UseRow } from './queries.ts'
import { licences, resourceKinds } from './tables.ts'

export const resourceFilter = form<ResourceFilter>({
  words: optional(search('Search', { hint: 'A title or group' })),
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
  kind: optional(select('Kind', resourceKinds, { ask: '', empty: 'Any kind' })),
})

export const resourceForm = (groups: RowOptions) =>
  form<ResourceFilled>({
    title: text('Title', { ask: 'Enter the title' }),
    kind: choice('Kind', resourceKinds, { ask: 'Select the kind of resource' }),
    sharedOn: dayField('Date it was shared', {
      ask: 'Enter the date it was shared',
      hint: 'Like 27/3/2018',
      from: 1990,
    }),
    groupId: optional(
      pick('Group', groups, { ask: 'Select the group', hint: 'The group that made it', empty: 'None' }),
    ),
    words: optional(longText('What it is', { ask: '', rows: 4, max: 4000 })),
    licence: optional(select('Licence', licences, { ask: 'Select what others may do with it' })),
  })

export const noQuestions = form<Record<never, never>>({})

export const useForm = form<UseFilled>({
  usedOn: dayField('When', { ask: 'Enter when you used it', hint: 'Like 27/3/2018', from: 1990 }),
  thanks: optional(
    text('A word of thanks', { ask: '', hint: 'Read by whoever shared it and by everybody who finds it' }),
  ),
})

export const resources: Listing<ResourceRow> = {
  caption: 'Resources',
  empty: 'No resources match. Resources appear here when the office records or imports them.',
  columns: [
    {
      title: 'Title',
      sort: 'title',
      show: ({ id, title }) => <Link to={`/library/${id}`}>{title}</Link>,
      csv: ({ title }) => title,
    },
    { title: 'Kind', sort: 'kind', show: ({ kind }) => resourceKinds[kind] },
    {
      title: 'Shared',
      sort: 'on',
      show: ({ sharedOn }) => inShort(sharedOn),
      csv: ({ sharedOn }) => sharedOn,
    },
    { title: 'Group', sort: 'group', show: ({ group }) => group },
  ],
}

export function ResourcesPage({ keeps, ...shown }: ListShown<ResourceRow> & { keeps: boolean }) {
  return (
    <ListPage
      title="Resources"
      lead="Booklets, audits, manuals and policies that were shared with every member."
      of={resources}
      filter={resourceFilter}
      shown={shown}
      noun={['resource', 'resources']}
      add={keeps && { href: '/library/new', says: 'Record a resource' }}
    />
  )
}

type ResourceProps = {
  resource: ResourceRow
  files: FileRow[]
  uses: UseRow[]
  may: { keep: boolean; change: boolean; use: boolean }
  history: Child
}

export function ResourcePage({ resource, files, uses, may, history }: ResourceProps) {
  const at = `/library/${resource.id}`
  const hub = resource.groupKind === 'hub' && resource.groupId
  return (
    <Page title={resource.title} up={{ href: '/library', says: 'Resources' }}>
      <Facts
        facts={[
          { is: 'Kind', says: resourceKinds[resource.kind] },
          { is: 'Shared', says: inWords(resource.sharedOn) },
          { is: 'Group', says: hub ? <Link to={`/hubs/${hub}`}>{resource.group}</Link> : resource.group },
          resource.sharer !== null && {
            is: 'Shared by',
            says: [resource.sharer, resource.school].filter(Boolean).join(', '),
          },
          resource.licence !== null && { is: 'Licence', says: licences[resource.licence] },
        ]}
      />
      {resource.words !== null && <Markdown text={resource.words} under={1} />}
      <FilesOf resourceId={resource.id} files={files} />
      <UsesOf uses={uses} />
      <Deeds>
        {may.use && <ButtonLink to={`${at}/used`}>We used this</ButtonLink>}
        {may.change && (
          <ButtonLink to={`${at}/files/new`} kind="secondary">
            {files.length === 0 ? 'Add a file' : 'Add a new version'}
          </ButtonLink>
        )}
        {may.keep && (
          <ButtonLink to={`${at}/correct`} kind="secondary">
            Correct this
          </ButtonLink>
        )}
      </Deeds>
      {history}
    </Page>
  )
}
