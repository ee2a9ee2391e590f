const feature = '^src/features/([^/]+)/'
const test = '[.]test[.]ts$'
const typesOnly = { dependencyTypesNot: ['type-only'] }

/** Who may import whom (docs: STYLE, Layout). @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Types alone may go round: nothing of them is there when the code runs.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-imports-nothing',
      comment: 'core is pure: no package, no node:, nothing of the app.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: test },
      to: { pathNot: '^src/core/' },
    },
    {
      name: 'words-import-core-only',
      severity: 'error',
      from: { path: '^src/words/', pathNot: test },
      to: { path: '^src/', pathNot: ['^src/words/', '^src/core/'] },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^src/(db|web|pdf|jobs|words)/', pathNot: test },
      to: { path: '^src/features/' },
    },
    { name: 'db-knows-no-web', severity: 'error', from: { path: '^src/db/' }, to: { path: '^src/(web|pdf|jobs)/' } },
    {
      name: 'feature-door',
      comment: 'A feature enters another through its index.ts.',
      severity: 'error',
      from: { path: feature, pathNot: test },
      to: { path: '^src/features/', pathNot: ['^src/features/$1/', '^src/features/[^/]+/index[.]ts$'] },
    },
    {
      name: 'app-enters-by-the-door',
      comment: 'The app registers routes; anything else of a feature comes through its index.ts.',
      severity: 'error',
      from: { path: '^src/[^/]+[.]ts$', pathNot: test },
      to: { path: '^src/features/', pathNot: ['/index[.]ts$', '[.]routes[.]ts$', '[.]jobs[.]ts$'] },
    },
    {
      name: 'sql-and-rules-know-no-http',
      severity: 'error',
      from: { path: '[.](queries|commands|form|rules)[.]ts$' },
      to: { path: '(^src/web/)|(node_modules/@?fastify)', ...typesOnly },
    },
    {
      name: 'views-know-no-io',
      severity: 'error',
      from: { path: '[.]views[.]ts$' },
      to: {
        path: '(^src/(db|web|pdf|jobs)/)|(node_modules/)|[.](queries|commands)[.]ts$',
        pathNot: ['^src/web/(form-fields|paper-address)[.]ts$', '^src/db/(paging|sqlstate|ids)[.]ts$'],
        ...typesOnly,
      },
    },
    {
      name: 'forms-and-rules-are-pure',
      severity: 'error',
      from: { path: '[.](form|rules)[.]ts$' },
      to: {
        path: '(^src/(db|web|pdf|jobs)/)|(node_modules/)|[.](queries|commands)[.]ts$',
        pathNot: ['^src/web/(form-fields|paper-address)[.]ts$', '^src/db/(paging|sqlstate|ids)[.]ts$'],
        ...typesOnly,
      },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: [test, '^src/testing/'] },
      to: { path: '^src/testing/' },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration must do tomorrow what it did today, whatever the app has become.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^(src|seeds|scripts)/' },
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
