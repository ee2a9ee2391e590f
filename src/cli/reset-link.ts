import { findUserIfAny, makeReset, resetLasts } from '../features/auth/index.ts'
import { type Command, CommandError } from './command.ts'
import { withDatabase } from './database.ts'

export const reset: Command = {
  name: 'reset-link',
  says: 'Prints a link by which a person sets a new password, once, within a day.',
  flags: [{ name: 'email', value: '<address>', says: 'Who signs in with it.', isNeeded: true }],
  run: (flags, { config, say }) =>
    withDatabase(config, async ({ db }) => {
      const email = flags['email'] ?? ''
      const user = await findUserIfAny(db, email)
      if (!user) throw new CommandError(`Nobody signs in with ${email}.`)
      const token = await makeReset(db, user.id, new Date(), resetLasts.byHand)
      say(`${config.publicUrl}/reset/${token}`)
      return 0
    }),
}
