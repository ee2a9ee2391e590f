import { type ChequeStage, isPostDated, isStale } from '../../core/cheque.ts'
import { daysBetween, type IsoDate } from '../../core/dates.ts'
import type { BadgeView } from '../../web/components.views.ts'
import type { Locale, Translate } from '../../words/index.ts'

/** Who reads, and on which day. */
export interface Reader {
  t: Translate
  locale: Locale
  today: IsoDate
}

/** Where a cheque is, as a badge. */
export function stageBadge({ t, today }: Reader, cheque: Badged): BadgeView {
  const { stage, isEntered } = cheque
  if (stage === 'received') return inHand({ t, today }, cheque)
  if (stage === 'issued' && !isEntered && isPostDated(cheque, today)) return inHand({ t, today }, cheque)
  if (stage === 'issued' && !isEntered) return { text: t('cheques.toEnter'), tone: 'warn' }
  return { text: t(`cheques.stage.${stage}`), tone: tones[stage] }
}

export interface Badged {
  stage: ChequeStage
  chequeDate: IsoDate
  isEntered: boolean
}

function inHand({ t, today }: Pick<Reader, 't' | 'today'>, cheque: Badged): BadgeView {
  const days = daysBetween(today, cheque.chequeDate)
  if (days > 0) return { text: t('cheques.inDays', { count: days }), tone: 'plain' }
  return isStale(cheque, today)
    ? { text: t('cheques.stale'), tone: 'bad' }
    : { text: t('cheques.dueNow'), tone: 'warn' }
}

const tones: Readonly<Record<ChequeStage, BadgeView['tone']>> = {
  received: 'plain',
  deposited: 'acc',
  cleared: 'good',
  bounced: 'bad',
  returned: 'plain',
  issued: 'plain',
  cancelled: 'bad',
}
