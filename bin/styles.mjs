import { copyFile, mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const at = (...parts) => path.join(root, ...parts)
const fonts = at('node_modules', '@fontsource-variable')

/** Pages cache these for good under their names: a font that is ever exchanged needs another name. */
const copied = [
  [path.join(fonts, 'public-sans', 'files', 'public-sans-latin-wght-normal.woff2'), 'public-sans.woff2'],
  [
    path.join(fonts, 'source-serif-4', 'files', 'source-serif-4-latin-wght-normal.woff2'),
    'source-serif.woff2',
  ],
  [at('styles', 'icon.svg'), 'icon.svg'],
]

/** Makes public/assets from styles/ and the fonts, unless what stands there is newer than all of them. */
export async function buildStyles() {
  const assets = at('public', 'assets')
  if (await isFresh(assets)) return
  await mkdir(assets, { recursive: true })
  for (const [from, name] of copied) await replace(path.join(assets, name), (file) => copyFile(from, file))
  const css = await compiled()
  await replace(path.join(assets, 'endeavour.css'), (file) => writeFile(file, css))
}

/** Colours that the components take from custom properties; ours are settled when the sheet is made. */
const CUSTOM_COLOUR = /var\(--govuk-[a-z-]+-colour, (#[0-9a-f]+)\)/g

async function compiled() {
  const [sass, esbuild] = await Promise.all([import('sass'), import('esbuild')])
  const { css } = await sass.compileAsync(at('styles', 'endeavour.scss'), {
    loadPaths: [at('node_modules')],
    quietDeps: true,
  })
  return (await esbuild.transform(css.replace(CUSTOM_COLOUR, '$1'), { loader: 'css', minify: true })).code
}

/** A server that reads the file meanwhile gets the old one or the new one, never half of one. */
async function replace(file, write) {
  const draft = `${file}.${process.pid}`
  await write(draft)
  await rename(draft, file)
}

const changedAt = async (file) => (await stat(file).catch(() => undefined))?.mtimeMs

/** The style sheet is written last, so its age is the age of them all. */
async function isFresh(assets) {
  const made = await Promise.all(
    ['endeavour.css', ...copied.map(([, name]) => name)].map((name) => changedAt(path.join(assets, name))),
  )
  if (made.includes(undefined)) return false
  const sources = [
    fileURLToPath(import.meta.url),
    at('package-lock.json'),
    ...(await readdir(at('styles'))).map((name) => at('styles', name)),
  ]
  const changed = await Promise.all(sources.map(changedAt))
  return changed.every((time) => time !== undefined && time < made[0])
}
