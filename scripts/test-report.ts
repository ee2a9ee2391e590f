export type Counts = { total: number; passed: number; failed: number; skipped: number }

/** Reads tap's stream: a line a file while it runs, what failed in full, and the closing counts. */
export function testReport(print: (line: string) => void): {
  add: (line: string) => void
  counts: () => Counts | undefined
} {
  let file: string[] = []
  let counts: Counts | undefined
  const add = (line: string): void => {
    const closing = /^# (\{ total: .*\})$/.exec(line)
    if (closing?.[1]) counts = readCounts(closing[1])
    else if (/^(not )?ok \d+ - /.test(line)) {
      printFile(line, file, print)
      file = []
    } else if (line.startsWith('# Subtest: ')) file = []
    else file.push(line)
  }
  return { add, counts: () => counts }
}

function printFile(line: string, body: string[], print: (line: string) => void): void {
  const passed = body.filter((each) => /^ +ok \d+ -/.test(each) && !each.includes('# time=')).length
  const name = line
    .replace(/^(not )?ok \d+ - /, '')
    .replace(/ # time=([\d.]+)ms.*$/, (_, ms) => ` (${passed} passed, ${Math.round(Number(ms))} ms)`)
  print(`${line.startsWith('not') ? 'not ok' : '    ok'}  ${name}`)
  for (const each of body)
    if (/^ +ok \d+ - .* # SKIP/.test(each))
      print(`        skipped: ${each.replace(/^ +ok \d+ - /, '').replace(' # SKIP', ':')}`)
  if (line.startsWith('not')) for (const each of failures(body)) print(`        ${each}`)
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
    } else if (indent >= 0 && !/^(ok \d|\d+\.\.\d|# time=|TAP version|# No tests)/.test(text)) shown.push(line)
  }
  return shown
}

function readCounts(text: string): Counts {
  const count = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(text)?.[1] ?? 0)
  return { total: count('total'), passed: count('pass'), failed: count('fail'), skipped: count('skip') + count('todo') }
}
