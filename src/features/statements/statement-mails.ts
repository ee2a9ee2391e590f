import { setTimeout as delay } from 'node:timers/promises'
import { Refusal } from '../../core/errors.ts'
import { absolute, rupees } from '../../core/money.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { showDate } from '../../words/format.ts'
import { translator } from '../../words/index.ts'
import { audit } from '../audit/index.ts'
import type { Mail } from '../auth/index.ts'
import type { Job, JobDeps, JobKind, JobResult } from '../jobs/index.ts'
import { type DrawnStatement, drawStatement, findStatementHead, print } from '../papers/index.ts'
import { ahead } from './ahead.ts'
import { chosenOf, type Missed } from './chosen.ts'
import { filterOf, localeIn, textOf } from './job-input.ts'
import { whyOf, writeMissed } from './statement-files.ts'

interface Period {
  from: string
  to: string
}

/** The statement of one party, to the address that was typed. */
export const statementMail: JobKind = {
  kind: 'statement-mail',
  async work(deps, job, progress): Promise<JobResult> {
    const [partyId, to] = [textOf(job.input, 'partyId'), textOf(job.input, 'email')]
    const period = { from: textOf(job.input, 'from'), to: textOf(job.input, 'to') }
    const result = {
      said: { key: 'statements.mail.sent', values: { email: to } },
      href: `/parties/${partyId}`,
    } as const
    if (job.checkpoint !== undefined) return result
    await sendOrRefuse(deps, await mailOf(deps, job.businessId, { id: partyId, email: to }, period))
    await inBusiness(deps.db, job.businessId, async (tx) => {
      progress.add(1)
      await noteSent(tx, deps, job, { id: partyId, email: to }, period)
      await progress.checkpoint('sent', tx)
    })
    return result
  },
}

/** To each party of a filter that has an address, one after another. A mail that was sent is noted before the next one. */
export const statementMails: JobKind = {
  kind: 'statement-mails',
  async work(deps, job, progress): Promise<JobResult> {
    const filter = filterOf(job.input)
    const { parties: all, place } = await chosenOf(deps, job, progress, filter)
    const parties = all.filter(({ email }) => email !== '')
    const missed: Missed[] = [...place.missed]
    const left = parties.slice(place.next)
    const prepare = (party: Recipient & { name: string }) => prepared(deps, job, party, filter)
    for await (const { party, mail, why } of ahead(left, 2, prepare)) {
      progress.throwIfCancelled()
      const reason = mail ? await sendOrSayWhy(deps, mail, localeIn(job.input)) : why
      if (reason) missed.push({ name: party.name, why: reason })
      place.next += 1
      await inBusiness(deps.db, job.businessId, async (tx) => {
        progress.add(reason ? 0 : 1, reason ? 1 : 0)
        if (!reason) await noteSent(tx, deps, job, party, filter)
        await progress.checkpoint({ next: place.next, missed }, tx)
      })
    }
    await writeMissed(progress, missed, 'not-sent.csv', localeIn(job.input))
    await progress.remove('.')
    return { said: { key: 'statements.mail.sentAll', values: { count: parties.length - missed.length } } }
  },
}

interface Recipient {
  id: string
  email: string
}

async function prepared(deps: JobDeps, job: Job, party: Recipient & { name: string }, period: Period) {
  try {
    return { party, mail: await mailOf(deps, job.businessId, party, period), why: '' }
  } catch (error) {
    return { party, mail: undefined, why: whyOf(error, localeIn(job.input)) }
  }
}

/** In the language of the party's papers, with the paper in it. */
async function mailOf(
  { db, printer, clock }: JobDeps,
  businessId: string,
  { id: partyId, email: to }: Recipient,
  period: Period,
): Promise<Mail> {
  const head = await findStatementHead(db, businessId)
  const drawn = await drawStatement(db, businessId, { partyId, ...period }, { at: clock(), head })
  const content = await print(printer, { html: drawn.html, size: 'a4' })
  const filename = `khata-${period.from}-${period.to}.pdf`
  return { to, ...wordsOf(drawn, period), attachments: [{ filename, content, contentType: 'application/pdf' }] }
}

function wordsOf({ locale, shop, party, closing }: DrawnStatement, period: Period): Pick<Mail, 'subject' | 'text'> {
  const t = translator(locale)
  const [from, to] = [showDate(locale, period.from), showDate(locale, period.to)]
  const amount = rupees(absolute(closing))
  const balance =
    closing === 0n
      ? t('statements.mail.clear', { to })
      : t(closing > 0n ? 'statements.mail.owes' : 'statements.mail.owed', { amount, to })
  return {
    subject: t('statements.mail.subject', { shop, from, to }),
    text: t('statements.mail.text', { name: party.name, shop, from, to, balance }),
  }
}

/** A mail server that does not answer is tried once more. Throws Refusal; the job can then be gone on with. */
export async function sendOrRefuse({ mail: send }: JobDeps, mail: Mail): Promise<void> {
  if (!send) throw new Refusal('statements.refusal.noMail')
  try {
    await send(mail)
  } catch (error) {
    if (isUnwanted(error)) throw new Refusal('statements.refusal.address', { email: mail.to })
    await delay(secondTryMs)
    await send(mail).catch((error: unknown) => {
      throw new Refusal(isUnwanted(error) ? 'statements.refusal.address' : 'statements.refusal.mailDown', {
        email: mail.to,
      })
    })
  }
}

const secondTryMs = 1_000

/** Why this one mail is not wanted; empty when it is sent. Throws where no mail goes out at all. */
async function sendOrSayWhy(deps: JobDeps, mail: Mail, locale: Parameters<typeof whyOf>[1]): Promise<string> {
  try {
    await sendOrRefuse(deps, mail)
    return ''
  } catch (error) {
    if (error instanceof Refusal && error.key === 'statements.refusal.address') return whyOf(error, locale)
    throw error
  }
}

/** The other side's answers from 550 on speak of the address (RFC 5321 4.2.3), anything else of the way there. */
function isUnwanted(error: unknown): boolean {
  const code = error instanceof Error && 'responseCode' in error ? error.responseCode : undefined
  return typeof code === 'number' && code >= 550 && code < 560
}

const noteSent = (
  tx: Tx,
  { clock }: JobDeps,
  job: Job,
  { id, email }: Recipient,
  { from, to }: Period,
): Promise<void> =>
  audit(
    tx,
    job.businessId,
    { ...job.actor, at: clock() },
    { action: 'statement.mailed', entity: 'party', entityId: id, after: { email, from, to } },
  )
