import { normaliseEmail } from '../core/email.ts'
import { isStateCode, states } from '../core/states.ts'
import { createUser, newPasswordFaults } from '../features/auth/index.ts'
import { createBusiness } from '../features/businesses/index.ts'
import { translator } from '../words/index.ts'
import { type Command, CommandError, type Flags } from './command.ts'
import { withDatabase } from './database.ts'
import { readPassword } from './password.ts'

const t = translator('en')

export const owner: Command = {
  name: 'create-owner',
  says: 'Makes a person who may sign in, and a business of theirs. The password is asked for, or read from a pipe.',
  flags: [
    { name: 'email', value: '<address>', says: 'What they sign in with.', isNeeded: true },
    { name: 'name', value: '<name>', says: 'Theirs.', isNeeded: true },
    { name: 'business', value: '<name>', says: 'Without it they make one when they sign in.' },
    { name: 'kind', value: 'general|jeweller', says: 'Of the business; general unless said.' },
    { name: 'state', value: '<name or code>', says: 'Where it is, such as Gujarat or 24: needed with --business.' },
  ],
  run: async (flags, { config, say }) => {
    const email = normaliseEmail(flags['email'] ?? '')
    if (email === undefined) throw new CommandError(`--email: ${t('fields.email')}`)
    const name = flags['name'] ?? ''
    const business = businessOf(flags)
    const password = await readPassword(`Password for ${email}: `)
    const known = [name, email, ...(business ? [business.name] : [])]
    const [fault] = Object.values(newPasswordFaults({ password, again: password }, known))
    if (fault) throw new CommandError(`The password: ${t(fault.key, fault.values)}`)
    return withDatabase(config, async ({ db }) => {
      const at = new Date()
      await db.transaction(async (tx) => {
        const { id: userId } = await createUser(tx, { email, name, password }, at)
        if (business) await createBusiness(tx, business, { userId, name, at })
      })
      say(`${name} signs in at ${config.publicUrl}/sign-in with ${email}.`)
      return 0
    })
  },
}

function businessOf(flags: Flags) {
  const { business: name, kind = 'general', state } = flags
  if (name === undefined) {
    const alone = ['kind', 'state'].find((flag) => flag in flags)
    if (alone) throw new CommandError(`--${alone} goes with --business.`)
    return undefined
  }
  if (kind !== 'general' && kind !== 'jeweller') throw new CommandError('--kind must be general or jeweller.')
  if (state === undefined) throw new CommandError('--business needs --state, such as Gujarat or 24.')
  return { name, kind, state: stateCode(state) } as const
}

function stateCode(text: string): string {
  if (isStateCode(text)) return text
  const found = states.find(({ name }) => name.toLowerCase() === text.toLowerCase())
  if (!found) throw new CommandError(`--state must be a State or its GST code; ${text} is not.`)
  return found.code
}
