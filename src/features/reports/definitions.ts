import type { ReportDefinition } from './report.ts'

/** Every report there is, in the order of the page that lists them. A new one is one line here. */
export const reportDefinitions: readonly ReportDefinition[] = []
