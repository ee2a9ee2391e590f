import { registerHooks } from 'node:module'

// tap follows every promise of a test file with async hooks, to tell which test an error belongs to that nobody waited for.
// That took a fifth of all the processor's time. Without it such an error ends the file's process, which fails the file and
// the test that was under way, and Node says where the error was thrown.
const domains = 'export class Domain { constructor(onerror) { this.onerror = onerror } destroy() {} }'

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'async-hook-domain'
      ? { url: `data:text/javascript,${encodeURIComponent(domains)}`, shortCircuit: true }
      : next(specifier, context),
})
