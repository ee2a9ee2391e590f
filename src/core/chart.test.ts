import t from 'tap'
import { systemAccounts } from './chart.ts'

t.test('the chart of a new business', async (t) => {
  const seen = new Map<string, (typeof systemAccounts)[number]>()
  for (const account of systemAccounts) {
    const { code, name, parent } = account
    const above = parent === null ? undefined : seen.get(parent)
    if (seen.has(code)) t.fail(`${code} stands twice`)
    if (parent !== null && !above) t.fail(`${name}: parents come first, so that rows can be inserted in order`)
    if (above && !above.isGroup) t.fail(`${name} stands under an account`)
    if (above && above.nature !== account.nature) t.fail(`${name} is not of the nature of its group`)
    if (parent === null && !account.isGroup) t.fail(`${name} stands outside all groups`)
    if (account.isGroup && account.role) t.fail(`${name}: nothing is posted to a group`)
    seen.set(code, account)
  }
  const roles = systemAccounts.flatMap(({ role }) => role ?? [])
  t.equal(new Set(roles).size, roles.length, 'each role is one account')
  t.equal(new Set(systemAccounts.map(({ name }) => name)).size, systemAccounts.length, 'each name is said once')
  for (const name of ['Cash-in-Hand', 'Sundry Debtors', 'Duties & Taxes', 'Sundry Creditors', 'Indirect Expenses']) {
    t.ok(
      systemAccounts.some((account) => account.isGroup && account.name === name),
      `Tally's ${name}`,
    )
  }
})
