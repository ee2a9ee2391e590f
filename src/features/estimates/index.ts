export { issueEstimate } from './making/making.commands.ts'
