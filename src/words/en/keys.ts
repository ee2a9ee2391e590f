export const keys = {
  'keys.nextField': 'Next field',
  'keys.accept': 'Save the form',
  'keys.list': 'This list',
  'keys.use': 'Use these keys',
  'keys.receive': 'Receive a payment',
  'keys.pay': 'Pay someone',
} as const
