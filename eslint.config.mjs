import ts from 'typescript-eslint'

// Biome checks the rest; these three need types. An un-awaited Knex query never runs, hence checkThenables.
// A reply of Fastify and a subtest of tap can be awaited, and need not be.
const safe = [
  { from: 'package', package: '@tapjs/core', name: 'PromiseWithSubtest' },
  { from: 'package', package: 'fastify', name: 'FastifyReply' },
]

export default ts.config({
  files: ['src/**/*.ts', 'seeds/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts', 'migrations/**/*.ts'],
  extends: [ts.configs.base],
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  rules: {
    '@typescript-eslint/no-floating-promises': [
      'error',
      { checkThenables: true, allowForKnownSafePromises: safe },
    ],
    '@typescript-eslint/no-misused-promises': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': 'error',
  },
})
