import { readFileSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { NotFound } from '../core/errors.ts'

/** Where the built files lie; served under `/build/` and kept by browsers for good, for a change changes the name. */
export const builtFolder = path.join(import.meta.dirname, '../../public/build')

const assetNames = [
  'app.css',
  'print.css',
  'dues.css',
  'board.css',
  'app.js',
  'counter.js',
  'voucher.js',
  'icon.svg',
] as const
export type AssetName = (typeof assetNames)[number]

/** Serves the built files as they were compressed when they were built, and nothing else of the folder. */
export const assets = fp(async (app: FastifyInstance) => {
  await app.register(fastifyStatic, {
    root: builtFolder,
    serve: false,
    preCompressed: true,
    maxAge: '1y',
    immutable: true,
  })
  const served = new Set(assetNames.map((name) => built(name).file))
  const params = { type: 'object', properties: { file: { type: 'string' } }, required: ['file'] }
  app.get<{ Params: { file: string } }>(
    '/build/:file',
    { schema: { params }, config: { permission: 'open' } },
    (request, reply) => {
      if (!served.has(request.params.file)) throw new NotFound()
      return reply.sendFile(request.params.file)
    },
  )
})

/** 'app.css' -> '/build/app-3f9c2a71.css' */
export const assetUrl = (name: AssetName): string => `/build/${built(name).file}`

/** The text of a style sheet, to be put into a page that may load nothing. */
export function assetText(name: AssetName): string {
  const known = texts.get(name)
  if (known !== undefined) return known
  const text = readFileSync(path.join(builtFolder, built(name).file), 'utf8')
  texts.set(name, text)
  return text
}

/** What a Content-Security-Policy says to let that text stand in a page: sha256-… without its quotes. */
export const assetHash = (name: AssetName): string => built(name).hash

export interface Manifest {
  /** Of all sources together. */
  stamp: string
  files: Record<string, { file: string; hash: string }>
}

const texts = new Map<AssetName, string>()
let manifest: Manifest | undefined

function built(name: AssetName): { file: string; hash: string } {
  manifest ??= readManifest()
  const found = manifest.files[name]
  if (!found) throw new Error(`${name} is not built: run node scripts/build-assets.ts`)
  return found
}

function readManifest(): Manifest {
  try {
    return JSON.parse(readFileSync(path.join(builtFolder, 'manifest.json'), 'utf8'))
  } catch (error) {
    throw new Error('The styles and scripts are not built: run node scripts/build-assets.ts', { cause: error })
  }
}
