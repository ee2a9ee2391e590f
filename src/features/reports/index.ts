export { reportDefinitions } from './definitions.ts'
export type { Cell, Column, ReportDefinition, Row } from './report.ts'
export { reportFiles } from './report-files.ts'
