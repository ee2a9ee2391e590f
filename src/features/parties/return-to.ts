/** Pages that send a person here to choose or to make a party, and take the party's id as `party`. */
const places = [
  '/sales/new',
  '/payments/receipts/new',
  '/payments/payments/new',
  '/cheques/received/new',
  '/cheques/issued/new',
  '/old-gold/new',
  '/gift-vouchers/new',
  '/purchases/orders/new',
  '/purchases/receipts/new',
] as const
export type ReturnTo = (typeof places)[number]

/** Only our own pages: an address of anyone's choice would send people anywhere. */
export const returnTo = (text: string | undefined): ReturnTo | undefined => places.find((place) => place === text)
