export interface OrderMail {
  readonly orderId: string
  readonly email: string
  /** What stands in the mail, beside the paper. */
  readonly message: string
}

/** What the mail of an order is asked for, as JSON. */
export const mailInput = ({ orderId, email, message }: OrderMail): Record<string, string> => ({
  orderId,
  email,
  message,
})

/** And read back. */
export function mailOf(input: Record<string, unknown>): OrderMail {
  const text = (name: string): string => {
    const value = input[name]
    return typeof value === 'string' ? value : ''
  }
  return { orderId: text('orderId'), email: text('email'), message: text('message') }
}
