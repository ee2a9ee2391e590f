import type { FileRun } from './test-pool.ts'

export type Counts = { total: number; passed: number; failed: number; skipped: number }

/** Reads what each file said: a line a file as it ends, what failed in full, and the counts of all. */
export function testReport(print: (line: string) => void): { add: (run: FileRun) => void; counts: () => Counts } {
  const all: Counts = { total: 0, passed: 0, failed: 0, skipped: 0 }
  const add = (run: FileRun): void => {
    const counts = countsOf(run)
    for (const name of ['total', 'passed', 'failed', 'skipped'] as const) all[name] += counts[name]
    printFile(run, counts, print)
  }
  return { add, counts: () => all }
}

/** A file that broke off has failed, whatever it said before. */
function countsOf({ lines, isGood }: FileRun): Counts {
  const closing = lines.findLast((line) => /^# \{ total: .*\}$/.test(line))
  const counts = closing ? readCounts(closing) : { total: 0, passed: 0, failed: 0, skipped: 0 }
  const isBroken = counts.failed === 0 && (!isGood || closing === undefined)
  return isBroken ? { ...counts, total: counts.total + 1, failed: 1 } : counts
}

function printFile({ file, lines, ms }: FileRun, { passed, failed }: Counts, print: (line: string) => void): void {
  print(`${failed > 0 ? 'not ok' : '    ok'}  ${file} (${passed} passed, ${ms} ms)`)
  const body = lines.map((line) => `    ${line}`)
  for (const each of body)
    if (/^ +ok \d+ - .* # SKIP/.test(each))
      print(`        skipped: ${each.replace(/^ +ok \d+ - /, '').replace(' # SKIP', ':')}`)
  if (failed > 0) for (const each of failures(body)) print(`        ${each}`)
}

/** The lines that say what failed: the path of tests to it, then its own details without the source excerpt. */
function failures(body: string[]): string[] {
  const path: string[] = []
  const shown: string[] = []
  let details: { indent: number; skip: boolean } | undefined
  for (const line of body) {
    const indent = line.search(/\S/)
    const text = line.trim()
    if (details) {
      if (text === '...' && indent === details.indent) details = undefined
      else if (indent === details.indent && /^\w+:/.test(text))
        details.skip = /^(source|at|typeName|stdio|compare):/.test(text)
      if (details && !details.skip && text !== '---') shown.push(line.slice(details.indent - 2))
      continue
    }
    const subtest = /^# Subtest: (.*)$/.exec(text)
    if (subtest?.[1]) path.splice(indent / 4 - 1, path.length, subtest[1])
    else if (text.startsWith('not ok')) {
      const depth = indent / 4 - 1
      const isTest = path.length > depth && / # time=/.test(text)
      details = { indent: indent + 2, skip: isTest }
      if (!isTest) shown.push(`${path.slice(0, depth).join(' > ')}: ${text.replace(/^not ok \d+ - /, '')}`)
    } else if (indent >= 0 && !/^(ok \d|\d+\.\.\d|# time=|# \{ total|TAP version|# No tests)/.test(text))
      shown.push(line)
  }
  return shown
}

function readCounts(text: string): Counts {
  const count = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(text)?.[1] ?? 0)
  return { total: count('total'), passed: count('pass'), failed: count('fail'), skipped: count('skip') + count('todo') }
}
