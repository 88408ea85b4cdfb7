import { existsSync } from 'node:fs'
import path from 'node:path'

/** The folder of the project, found alike from the sources and from the bundle made of them. */
export const projectFolder = nearest(import.meta.dirname)

function nearest(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder
  const above = path.dirname(folder)
  if (above === folder) throw new Error(`There is no package.json above ${import.meta.dirname}.`)
  return nearest(above)
}
