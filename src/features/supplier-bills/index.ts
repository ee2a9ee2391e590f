export { cancelSupplierBill } from './cancelling/cancelling.commands.ts'
export { enterSupplierBill } from './making/making.commands.ts'

export { fixRate, undoRateCut } from './rate-cuts/rate-cuts.commands.ts'
