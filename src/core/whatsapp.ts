import { urlText } from './url-text.ts'

/** Opens a chat with the text written; without a phone the sender picks whom. The person presses send. */
export function whatsappLink(phoneE164: string | undefined, text: string): string {
  return `https://wa.me/${phoneE164?.replace(/\D/g, '') ?? ''}?text=${urlText(text)}`
}
