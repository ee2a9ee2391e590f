import type { BadgeView, LinkView, PagerView, TitleView, VoidView } from '../../web/components.views.ts'
import { showCount, showInstant } from '../../words/format.ts'
import { isWordKey, type Locale, type Translate } from '../../words/index.ts'
import type { JobFile, JobRow } from './jobs.queries.ts'

export interface JobView {
  head: TitleView
  state: BadgeView
  /** Asks again each second, and without a script every few. */
  isLive: boolean
  href: string
  bar: { value: number; max: number; text: string }
  notDone: string
  help: string
  /** One sentence, once it has ended. */
  said: string
  isBad: boolean
  open: LinkView | undefined
  files: readonly { name: string; href: string; size: string; icon: 'file' | 'archive' }[]
  kept: string
  canCancel: boolean
  canResume: boolean
}

export interface JobsView {
  head: TitleView
  rows: readonly {
    id: string
    title: string
    href: string
    by: string
    count: string
    state: BadgeView
    said: string
  }[]
  empty: VoidView
  pager: PagerView
}

declare module '../../web/views.ts' {
  interface Views {
    'jobs/show': JobView
    'jobs/list': JobsView
  }
}

export interface Reader {
  t: Translate
  locale: Locale
  zone: string
  now: Date
}

export function jobView(reader: Reader, job: JobRow, files: readonly JobFile[], keptDays: number): JobView {
  const { t } = reader
  const isLive = job.state === 'queued' || job.state === 'running'
  const hadFiles = job.finishedAt !== null && reader.now.getTime() - job.finishedAt.getTime() > keptDays * 86_400_000
  return {
    head: {
      title: titleOf(t, job.kind),
      note: byOf(reader, job),
      back: { href: '/jobs', text: t('jobs.all') },
      badge: undefined,
    },
    state: stateOf(t, job),
    isLive,
    href: `/jobs/${job.id}`,
    bar: { value: reached(job), max: Math.max(job.total, 1), text: countOf(t, job) },
    notDone: job.failed > 0 ? t('jobs.notDone', { count: job.failed }) : '',
    help: helpOf(reader, job),
    said: saidOf(t, job),
    isBad: job.state === 'failed',
    open:
      isLive || job.href === ''
        ? undefined
        : { href: job.href, text: t(job.state === 'done' ? 'jobs.open' : 'jobs.mend') },
    files: files.map(({ name, mime, bytes }) => ({
      name,
      href: `/jobs/${job.id}/files/${encodeURIComponent(name)}`,
      size: sizeOf(t, bytes),
      icon: mime === 'application/zip' ? 'archive' : 'file',
    })),
    kept: files.length > 0 ? t('jobs.files.kept', { count: keptDays }) : keptNoMore(t, job, hadFiles),
    canCancel: isLive,
    canResume: job.state === 'failed' || job.isLost,
  }
}

export function jobsView(reader: Reader, jobs: readonly JobRow[], pager: PagerView): JobsView {
  const { t } = reader
  return {
    head: { title: t('jobs.title'), note: '', back: undefined, badge: undefined },
    rows: jobs.map((job) => ({
      id: job.id,
      title: titleOf(t, job.kind),
      href: `/jobs/${job.id}`,
      by: byOf(reader, job),
      count: countOf(t, job),
      state: stateOf(t, job),
      said: saidOf(t, job),
    })),
    empty: { icon: 'clock', title: t('jobs.none'), text: t('jobs.none.help'), action: undefined },
    pager,
  }
}

/** Each kind has its title under "jobs.kind.". */
function titleOf(t: Translate, kind: string): string {
  const word = `jobs.kind.${kind}`
  return isWordKey(word) ? t(word) : kind
}

const byOf = ({ t, locale, zone }: Reader, { byName, at }: JobRow): string =>
  t('jobs.by', { name: byName, when: showInstant(locale, zone, at) })

const reached = ({ done, failed, total }: JobRow): number => Math.min(done + failed, Math.max(total, 1))

const countOf = (t: Translate, job: JobRow): string =>
  t('jobs.of', { done: showCount(Math.min(job.done + job.failed, job.total)), total: showCount(job.total) })

const tones = { queued: 'plain', running: 'acc', done: 'good', failed: 'bad', cancelled: 'plain' } as const

function stateOf(t: Translate, { state, isLost }: JobRow): BadgeView {
  if (isLost) return { text: t('jobs.state.lost'), tone: 'warn' }
  return { text: t(`jobs.state.${state}`), tone: tones[state] }
}

function helpOf({ t, now }: Reader, job: JobRow): string {
  if (job.isLost) return t('jobs.lost.help')
  switch (job.state) {
    case 'queued':
      return t('jobs.queued.help')
    case 'running':
      return [leftOf(t, job, now), t('jobs.running.help')].filter(Boolean).join(' ')
    case 'cancelled':
      return t('jobs.cancelled.help')
    case 'done':
    case 'failed':
      return ''
  }
}

/** At the pace so far; nothing until that means something. */
function leftOf(t: Translate, job: JobRow, now: Date): string {
  const reachedNow = reached(job)
  const seconds = job.startedAt ? (now.getTime() - job.startedAt.getTime()) / 1000 : 0
  if (seconds < 3 || reachedNow === 0 || job.total === 0) return ''
  const left = (seconds / reachedNow) * (job.total - reachedNow)
  return left < 60 ? t('jobs.left.seconds') : t('jobs.left.minutes', { count: Math.round(left / 60) })
}

function saidOf(t: Translate, { said }: JobRow): string {
  if (said === null) return ''
  return isWordKey(said.key) ? t(said.key, said.values) : t('jobs.failed.error')
}

const keptNoMore = (t: Translate, { state }: JobRow, isOld: boolean): string =>
  state === 'done' && isOld ? t('jobs.files.gone') : ''

function sizeOf(t: Translate, bytes: number): string {
  const kb = bytes / 1024
  if (kb < 1024) return t('jobs.size.kb', { size: showCount(Math.max(1, Math.round(kb))) })
  return t('jobs.size.mb', { size: (kb / 1024).toFixed(1) })
}
