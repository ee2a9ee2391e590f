import { inBusiness } from '../db/tenant.ts'
import { type AuditFault, verifyAudit } from '../features/audit/index.ts'
import type { Command } from './command.ts'
import { listBusinesses, withDatabase } from './database.ts'

export const audit: Command = {
  name: 'audit-verify',
  says: 'Computes the chain of the edit log anew; ends with 1 when a line was changed, left out or put in.',
  flags: [{ name: 'business', value: '<name>', says: 'Only this one; otherwise all.' }],
  run: (flags, { config, say }) =>
    withDatabase(config, async ({ db }) => {
      const businesses = await listBusinesses(db, flags['business'])
      if (businesses.length === 0) say('There is no business yet.')
      let code = 0
      for (const { id, name } of businesses) {
        const { holds, checked, faults } = await inBusiness(db, id, (tx) => verifyAudit(tx, id))
        say(`${name}: ${checked} lines, ${holds ? 'the chain is whole' : 'the chain is BROKEN'}`)
        for (const fault of faults) say(`  line ${fault.seq} ${saidOf(fault)}`)
        if (!holds) code = 1
      }
      return code
    }),
}

function saidOf({ fault }: AuditFault): string {
  switch (fault) {
    case 'missing':
      return 'does not follow the one before it: lines are missing'
    case 'broken':
      return 'does not carry the hash of the one before it'
    case 'changed':
      return 'was changed'
    case 'cut':
      return 'is not the last: the end was cut off'
  }
}
