export const keys = {
  'keys.nextField': 'Next field',
  'keys.accept': 'Save the form',
  'keys.list': 'This list',
  'keys.use': 'Use these keys',
  'keys.estimate': 'Estimate',
  'keys.own.help':
    'Write the key that you want for each, such as Alt X or F4. Nothing leaves ours, a dash switches it off.',
  'keys.saved': 'Your keys are saved.',
  'keys.wrong': 'Write a key such as Alt X, Ctrl B or F4.',
  'keys.browsers': '{{key}} is the key of the browser itself. Choose another.',
  'keys.twice': '{{key}} does something else already. Choose another, or change that one too.',
  'keys.receive': 'Receive a payment',
  'keys.pay': 'Pay someone',
} as const
