import { negate, rupees } from '../../../core/money.ts'
import type { Translate } from '../../../words/index.ts'
import type { Named } from './entering.names.ts'

/** What a name may stand for, offered as one types. */
export interface NamesView {
  rows: readonly { id: string; ref: string; name: string; note: string; dues: string; side: string }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'vouchers/_names': NamesView
  }
}

export const namesView = (t: Translate, found: readonly Named[]): NamesView => ({
  rows: found.map(({ ref, name, note, dues = undefined }, at) => ({
    id: `name-${at}`,
    ref,
    name,
    note,
    dues: !dues ? '' : rupees(dues < 0n ? negate(dues) : dues),
    side: !dues ? '' : t(dues < 0n ? 'shell.cr' : 'shell.dr'),
  })),
})
