export { issueEstimate, type NewEstimate } from './making/making.commands.ts'
