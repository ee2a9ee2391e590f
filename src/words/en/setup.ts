export const setup = {
  'setup.title': 'Set up your shop',
  'setup.text': 'Two minutes. Everything can be changed later in Settings.',
  'setup.account': 'You',
  'setup.shop': 'Your shop',
  'setup.owner': 'Your name',
  'setup.password': 'Password',
  'setup.password.hint': 'At least 10 characters; a few words in a row are easy to remember.',
  'setup.again': 'Password again',
  'setup.stages': 'Steps',
  'setup.done': 'Your shop is ready. Make the first bill with F8.',
} as const
