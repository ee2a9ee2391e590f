import { parentPort, workerData } from 'node:worker_threads'
import { Refusal } from '../../../core/errors.ts'
import { readBytes } from './read-bytes.ts'

/** Reads one file apart from everything else; a file that takes too much ends this thread and nothing more. */
try {
  parentPort?.postMessage({ rows: await readBytes(Buffer.from(workerData)) })
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  parentPort?.postMessage({ refusal: { key: error.key, values: error.values } })
}
