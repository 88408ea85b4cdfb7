import { shareResource } from '../../library/actions.ts'
import { FileFormPage } from '../../library/parts.tsx'
import { permit } from '../../platform/refusal.ts'
import { type StoredFile, storedFile } from '../../platform/stored-file.ts'
import { fillIn, rooms, sentBy } from '../../platform/web.tsx'
import { hubAsked } from '../asked.ts'
import { shareForm } from '../forms.ts'
import { mayShare } from '../rules.ts'

/** Sharing what one made with a hub. `scanner` looks at every file before it is kept. */
export function sharing(scanner: string | undefined) {
  const hubs = rooms()

  hubs.on(['get', 'post'], '/:id/share', async (c) => {
    const hub = await hubAsked(c)
    const may = mayShare(c.var.by.who, hub)
    permit(may)
    let stored: StoredFile | null = null
    return fillIn(c, shareForm, {
      page: (answers) => (
        <FileFormPage
          form={shareForm}
          answers={answers}
          title="Share a resource"
          up={{ href: `/hubs/${hub.id}`, says: hub.name }}
          submit="Share it"
          optional
        />
      ),
      // Looking at a file takes a while, so it is done before a transaction begins.
      first: async () => {
        const given = (await sentBy(c)).get('file')
        const chosen = given instanceof File && (given.name !== '' || given.size > 0)
        stored = chosen ? await storedFile(given, scanner) : null
      },
      save: async (filled, by) =>
        `/library/${await shareResource(by, { groupId: hub.id, may }, filled, stored)}?did=added`,
    })
  })

  return hubs
}
