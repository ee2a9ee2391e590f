import { inBusiness } from '../db/tenant.ts'
import { booksCheck, isOnlyWarning, type PointResult } from '../features/books/index.ts'
import { translator } from '../words/index.ts'
import type { Command } from './command.ts'
import { listBusinesses, withDatabase } from './database.ts'

const t = translator('en')

export const check: Command = {
  name: 'books-check',
  says: 'Computes anew whether the books keep their ten rules; ends with 1 when one does not hold.',
  flags: [{ name: 'business', value: '<name>', says: 'Only this one; otherwise all.' }],
  run: (flags, { config, say }) =>
    withDatabase(config, async ({ db }) => {
      const businesses = await listBusinesses(db, flags['business'])
      if (businesses.length === 0) say('There is no business yet.')
      let code = 0
      for (const { id, name } of businesses) {
        const results = await inBusiness(db, id, (tx) => booksCheck(tx, id))
        say(name)
        for (const result of results) say(linesOf(result))
        if (results.some((result) => isWrong(result))) code = 1
      }
      return code
    }),
}

const isWrong = ({ point, holds }: PointResult): boolean => !holds && !isOnlyWarning(point)

function linesOf(result: PointResult): string {
  const { point, holds, checked, findings } = result
  const word = holds ? 'holds' : isWrong(result) ? 'WRONG' : 'look'
  const rule = `  ${String(point).padStart(2)}  ${word.padEnd(5)}  ${t(`books.check.point.${point}`)} (${checked})`
  return [
    rule,
    ...findings.map(({ of, what }) => `             ${of ? `${of}: ` : ''}${t(what.key, what.values)}`),
  ].join('\n')
}
