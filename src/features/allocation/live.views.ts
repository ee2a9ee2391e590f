import { rupees } from '../../core/money.ts'
import { type Page, writeCursor } from '../../db/paging.ts'
import type { PagerView } from '../../web/components.views.ts'
import { showDate } from '../../words/format.ts'
import { hrefOf, nameOf } from '../payments/index.ts'
import type { LiveRow } from './allocation.queries.ts'
import type { Reader } from './allocation.views.ts'

/** What settles what now, each with a way back. */
export interface LiveView {
  rows: readonly LiveRowView[]
  /** Where one is taken back; empty for who may not. */
  undoAction: string
  pager: PagerView
}

interface LiveRowView {
  id: string
  on: string
  from: string
  fromHref: string
  to: string
  toHref: string
  amount: string
  by: string
  undoLabel: string
}

declare module '../../web/views.ts' {
  interface Views {
    'allocation/_live': LiveView
  }
}

export function liveView(
  reader: Reader,
  partyId: string,
  page: Page<LiveRow>,
  { canUndo, isFirst }: { canUndo: boolean; isFirst: boolean },
): LiveView {
  const { t } = reader
  const url = `/parties/${partyId}/allocation`
  const last = page.rows.at(-1)
  return {
    rows: page.rows.map((row) => rowView(reader, row)),
    undoAction: canUndo ? `${url}/undo` : '',
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: isFirst ? '' : url,
      earlierHref: page.hasMore && last ? `${url}?before=${writeCursor([last.fromOn, last.fromId, last.id])}` : '',
    },
  }
}

function rowView({ t, locale }: Reader, row: LiveRow): LiveRowView {
  const made = { kind: row.fromKind, number: row.fromNumber, documentId: row.fromDocumentId }
  const settled = { kind: row.toKind, number: row.toNumber, documentId: row.toDocumentId, voucherId: row.toVoucherId }
  const to = nameOf(t, settled)
  return {
    id: row.id,
    on: showDate(locale, row.onDate),
    from: row.adjustment === null ? nameOf(t, made) : t(`allocation.live.${row.adjustment}`),
    fromHref: hrefOf({ ...made, voucherId: row.fromVoucherId }),
    to,
    toHref: hrefOf(settled),
    amount: rupees(row.amount),
    by: row.byName,
    undoLabel: t('allocation.undo.of', { what: to }),
  }
}
