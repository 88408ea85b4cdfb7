import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { typesetter } from './typesetter.ts'

const typst = createRequire(import.meta.url).resolve('@myriaddreamin/typst-ts-node-compiler')
const template = '#set document(title: "x")\n#sys.inputs.document'

test('says that it is unavailable where there is none for this kind of computer', async () => {
  const set = typesetter('/no/such/module', [])
  const answer = await set({ template, document: 'Words' })
  assert.equal(answer.kind, 'unavailable')
})

test('gives the diagnostics of what it cannot set, and sets the next document', async () => {
  const set = typesetter(typst, [])
  const [fault, next] = await Promise.all([
    set({ template: '#image("/etc/hostname")', document: '' }),
    set({ template, document: 'Words' }),
  ])
  assert.equal(fault.kind, 'fault')
  assert.equal(next.kind, 'set')
})

test('survives a document that ends the process', async () => {
  const set = typesetter(typst, [])
  const dying = '\u202E\u05B0\u20E3\u202E'
  const [first, second] = await Promise.all([
    set({ template, document: dying }),
    set({ template, document: 'Words' }),
  ])
  assert.equal(first.kind, 'ended')
  assert.equal(second.kind, 'set')
})
