import type { Said, Translate } from '../../words/index.ts'
import type { ShownFile } from './attachments.commands.ts'

/** The files beside a paper, and the form that adds one. */
export interface FilesView {
  files: readonly { href: string; name: string; removeTo: string }[]
  /** Empty for who may not. */
  attachTo: string
  attachError: string
}

declare module '../../web/views.ts' {
  interface Views {
    'attachments/_files': FilesView
  }
}

/** `base`: the address of the paper. */
export function filesView(
  t: Translate,
  files: readonly ShownFile[],
  { base, mayEdit, wrong }: { base: string; mayEdit: boolean; wrong?: Said | undefined },
): FilesView {
  return {
    files: files.map(({ sha256, name }) => ({
      href: `${base}/attachments/${sha256}`,
      name,
      removeTo: mayEdit ? `${base}/attachments/${sha256}/removal` : '',
    })),
    attachTo: mayEdit ? `${base}/attachments` : '',
    attachError: wrong ? t(wrong.key, wrong.values) : '',
  }
}
