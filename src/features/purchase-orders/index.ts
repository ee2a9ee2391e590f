export { payAdvance } from './advances/advances.commands.ts'
export { countedUnit } from './counted-unit.ts'
export { endOrder } from './deciding/ending.commands.ts'
export { createPurchaseOrder } from './making/making.commands.ts'
export type { PurchaseOrderRequest } from './making/making.form.ts'
export { findOrderable, listOrderable, type OrderableItem } from './making/making.queries.ts'
export { onOrder } from './receiving/on-order.queries.ts'
export {
  lockOrderLines,
  receiveOrderLines,
  unreceiveOrderLines,
} from './receiving/receiving.commands.ts'
export { markSent } from './sending/sending.commands.ts'
export { setApprovalLimit } from './settings/settings.commands.ts'
