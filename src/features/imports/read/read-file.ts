import { Worker } from 'node:worker_threads'
import { Refusal } from '../../../core/errors.ts'
import type { Values } from '../../../words/index.ts'
import type { FileRow } from './read-bytes.ts'

type Answer = { rows: FileRow[] } | { refusal: { key: string; values: Values } }

const mostMs = 20_000
const mostHeapMb = 384

/**
 * Reads a file in a thread of its own, with so much memory and time: the server goes on answering, whatever the file is.
 * Throws Refusal for what is no table, with the line and the reason.
 */
export async function readFile(bytes: Buffer): Promise<FileRow[]> {
  const answer = await ask(bytes)
  if ('refusal' in answer) throw new Refusal(answer.refusal.key, answer.refusal.values)
  return answer.rows
}

function ask(bytes: Buffer): Promise<Answer> {
  const worker = new Worker(new URL('./read.worker.ts', import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
  })
  const late = setTimeout(() => void worker.terminate(), mostMs)
  return new Promise<Answer>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', () => reject(new Refusal('imports.file.tooHeavy')))
    worker.once('exit', () => reject(new Refusal('imports.file.tooHeavy')))
  }).finally(() => {
    clearTimeout(late)
    return worker.terminate()
  })
}
