// Puts test files together, so many to a process: to start one and read all the sources takes longer than most run.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const TOGETHER = 8

/**
 * Modules in a folder, each of which imports some of these files; one after another of the files goes to one after
 * another of the modules, since those of a folder take long together.
 * @returns which module each file is run by.
 */
export function batched(files, folder, at) {
  const count = Math.ceil(files.length / TOGETHER)
  const batches = Array.from({ length: count }, (_, nth) => ({
    module: path.join(folder, `together-${nth + 1}.mjs`),
    files: files.filter((_, i) => i % count === nth),
  }))
  for (const { module, files } of batches)
    writeFileSync(module, files.map((file) => `import '${pathToFileURL(at(file))}'\n`).join(''))
  return new Map(batches.flatMap(({ module, files }) => files.map((file) => [file, module])))
}
