export { createOrder } from './making/making.commands.ts'
export type { OrderRequest } from './making/making.form.ts'
export { setPhoto as setOrderPhoto } from './showing/photo.commands.ts'
