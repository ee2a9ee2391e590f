export { findOrderable, listOrderable, type OrderableItem } from './making/making.queries.ts'
export { type OnOrder, onOrder } from './receiving/on-order.queries.ts'
export {
  type LockedOrder,
  type LockedOrderLine,
  lockOrderLines,
  type ReceivedOfOrder,
  receiveOrderLines,
  unreceiveOrderLines,
} from './receiving/receiving.commands.ts'
