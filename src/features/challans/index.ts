export { sendOnApproval } from './making/making.commands.ts'
