import { isDate, todayIn } from '../core/dates.ts'
import { normaliseEmail } from '../core/email.ts'
import { findUserIfAny, hashPassword } from '../features/auth/index.ts'
import { type Command, CommandError, type Context, countOf, type Flags } from './command.ts'
import { type Opened, withDatabase } from './database.ts'

export const seed: Command = {
  name: 'seed',
  says: 'Makes the two demo shops where there is no business yet; or, with --business, one as large as you like.',
  flags: [
    { name: 'business', value: '<name>', says: 'A new one, with a year of bills.' },
    { name: 'invoices', value: '<count>', says: 'How many bills it has: needed with --business.' },
    { name: 'parties', value: '<count>', says: 'One for twenty bills unless said.' },
    { name: 'items', value: '<count>', says: '500 unless said.' },
    { name: 'pieces', value: '<count>', says: 'Tagged pieces in stock: then it is a jeweller.' },
    { name: 'from', value: '<YYYY-MM-DD>', says: 'The first day; otherwise a year ago.' },
    { name: 'owner', value: '<address>', says: 'Who owns it: in production somebody who signs in already.' },
  ],
  run: (flags, context) => {
    const large = largeOf(flags)
    return withDatabase(context.config, (opened) =>
      large ? makeOne(large, opened, context) : makeDemos(opened, context),
    )
  },
}

async function makeDemos({ db }: Opened, { config, say }: Context): Promise<number> {
  if (config.mode === 'production') throw new CommandError('Production has no demo: its password is known to all.')
  const { demoPassword, makeDemo } = await import('../../seeds/demo.ts')
  const isMade = await makeDemo(db, { now: new Date(), secret: config.secret })
  if (isMade)
    say(`The demo shops are made. Sign in as owner@balaji.test or owner@annapurna.test, with ${demoPassword}.`)
  else say('There is a business already: no demo was made.')
  return 0
}

interface Large {
  name: string
  invoices: number
  parties?: number
  items?: number
  pieces?: number
  from?: string
  owner?: string
}

function largeOf(flags: Flags): Large | undefined {
  const { business: name, from, owner } = flags
  const [invoices, parties, items, pieces] = [
    countOf(flags, 'invoices', 20_000_000),
    countOf(flags, 'parties', 1_000_000),
    countOf(flags, 'items', 100_000),
    countOf(flags, 'pieces', 1_000_000),
  ]
  if (name === undefined) {
    const [alone] = Object.keys(flags)
    if (alone) throw new CommandError(`--${alone} goes with --business.`)
    return undefined
  }
  if (invoices === undefined) throw new CommandError('--business needs --invoices, such as 1000.')
  if (items !== undefined && items < 10) throw new CommandError('--items must be 10 or more.')
  if (from !== undefined && (!isDate(from) || from > todayIn(new Date(), 'Asia/Kolkata')))
    throw new CommandError('--from must be a day that is not to come, as 2026-04-01.')
  const email = owner === undefined ? undefined : normaliseEmail(owner)
  if (owner !== undefined && email === undefined) throw new CommandError('--owner must be an email address.')
  return {
    ...{ name, invoices },
    ...(parties !== undefined && { parties }),
    ...(items !== undefined && { items }),
    ...(pieces !== undefined && { pieces }),
    ...(from !== undefined && { from }),
    ...(email !== undefined && { owner: email }),
  }
}

async function makeOne({ owner, ...size }: Large, { db, bulk }: Opened, { config, say }: Context): Promise<number> {
  const email = owner ?? `owner@${slug(size.name)}.test`
  const isKnown = (await findUserIfAny(db, email)) !== undefined
  if (config.mode === 'production' && !isKnown)
    throw new CommandError('In production --owner must be somebody who signs in already: see create-owner.')
  const [{ makeLarge }, { demoPassword }] = await Promise.all([
    import('../../seeds/large.ts'),
    import('../../seeds/demo.ts'),
  ])
  if (await db('business_directory').where({ name: size.name }).first('id'))
    throw new CommandError(`There is a business ${size.name} already.`)
  const began = performance.now()
  const passwordHash = await hashPassword(demoPassword)
  const onProgress = (done: number) => {
    if (done % 100_000 === 0 && done < size.invoices) say(`${done} of ${size.invoices} bills`)
  }
  await makeLarge(bulk, { ...size, owner: { email, passwordHash }, now: new Date(), onProgress })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  say(`${size.name} has ${size.invoices} bills, made in ${seconds} s.`)
  say(`Sign in as ${email}${isKnown ? '.' : `, with ${demoPassword}.`}`)
  return 0
}

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'large'
