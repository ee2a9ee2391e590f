import { type Paise, plainDecimal } from './money.ts'
import { urlText } from './url-text.ts'

export type UpiRequest = { vpa: string; name: string; amount?: Paise; reference: string; note: string }

/** "name@bank", as the UPI specification allows it. */
export const isVpa = (text: string): boolean => /^[a-zA-Z0-9._-]{2,256}@[a-zA-Z][a-zA-Z0-9]{1,63}$/.test(text)

/**
 * The link a UPI app opens, and the text of the QR. Without an amount, or with none to pay, the payer writes it.
 * It is no proof of payment.
 */
export function upiLink({ vpa, name, amount, reference, note }: UpiRequest): string {
  const fields: [string, string][] = [
    ['pa', urlText(vpa).replaceAll('%40', '@')], // some apps do not decode the @
    ['pn', urlText(name)],
    ['tr', urlText(first(35, reference))],
    ['tn', urlText(first(50, note))],
    ['am', amount !== undefined && amount > 0n ? plainDecimal(amount) : ''],
    ['cu', 'INR'],
  ]
  const written = fields.filter(([, value]) => value !== '').map(([field, value]) => `${field}=${value}`)
  return `upi://pay?${written.join('&')}`
}

const first = (count: number, text: string): string => [...text].slice(0, count).join('')
