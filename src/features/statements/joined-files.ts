import { setImmediate as breath } from 'node:timers/promises'
import { PdfJoiner } from '../../pdf/join-pdfs.ts'
import type { Progress } from '../jobs/index.ts'
import type { Printed } from './bundle.ts'
import { zipWriter } from './zip-writer.ts'

/** One PDF of all papers and a zip with one for each, written as the papers come. */
export interface Joined {
  add(papers: readonly Printed[]): Promise<void>
  end(): Promise<void>
}

/** Begins both files of a job anew. */
export async function joinFiles(progress: Progress, at: Date): Promise<Joined> {
  const pdf = await progress.file('statements.pdf', 'application/pdf')
  const archive = await progress.file('statements.zip', 'application/zip')
  const joiner = new PdfJoiner((bytes) => pdf.write(bytes))
  const zip = zipWriter((bytes) => archive.write(bytes), at)
  return {
    async add(papers) {
      for (const paper of papers) {
        await joiner.add(paper.pdf, paper.name)
        await zip.add(paper.fileName, paper.pdf)
        // Joining one takes milliseconds: between two of them the printer is given its next sheet, or it would stand still.
        await breath()
      }
    },
    async end() {
      await joiner.end()
      await zip.end()
      await pdf.end()
      await archive.end()
    },
  }
}
