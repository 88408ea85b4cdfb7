import type { Child } from 'hono/jsx'
import { type Answers, form, text } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Lead, Link, Tag } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { AreaFilled } from './actions.ts'
import type { AreaRow } from './queries.ts'

const up = { href: '/support/areas', says: 'Areas of support' }

export const areaForm = form<AreaFilled>({
  name: text('Name', { ask: 'Enter the name of the area', hint: 'Like Maths, or Attendance', max: 80 }),
})

export const areasList: Listing<AreaRow> = {
  caption: 'Areas of support',
  empty: 'No area is kept. Until one is, no support can be offered or asked for.',
  columns: [
    {
      title: 'Area',
      show: ({ id, name }) => <Link to={`/support/areas/${id}/correct`}>{name}</Link>,
      csv: ({ name }) => name,
    },
    { title: 'Practitioners', numeric: true, show: ({ practitioners }) => practitioners },
    { title: 'Requests', numeric: true, show: ({ deployments }) => deployments },
    {
      title: 'State',
      show: ({ retiredAt }) => (retiredAt ? <Tag says="Retired" /> : <Tag says="In use" tone="good" />),
      csv: ({ retiredAt }) => (retiredAt ? 'Retired' : 'In use'),
    },
    {
      title: 'Change',
      show: ({ id, name, retiredAt }) =>
        retiredAt ? (
          <PressButton action={`/support/areas/${id}/bring-back`} says="Bring back" about={name} quiet />
        ) : (
          <PressButton action={`/support/areas/${id}/retire`} says="Retire" about={name} quiet />
        ),
      csv: () => null,
    },
  ],
}

export const AreasPage = ({ rows }: { rows: AreaRow[] }) => (
  <Page title="Areas of support" up={{ href: '/support/practitioners', says: 'Practitioners' }} wide>
    <Lead>What support can be asked for and given in. A retired area is kept where it was used.</Lead>
    <Deeds>
      <ButtonLink to="/support/areas/new">Add an area</ButtonLink>
    </Deeds>
    <Table of={areasList} rows={rows} hideCaption />
  </Page>
)

type AreaProps = { answers: Answers; title: string; history?: Child }

export const AreaFormPage = ({ answers, title, history }: AreaProps) => (
  <FormPage form={areaForm} {...{ answers, title, up }}>
    {history}
  </FormPage>
)
