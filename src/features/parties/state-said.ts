import { isWordKey, type Translate } from '../../words/index.ts'

/** '24' -> 'Gujarat', in the reader's language; nothing for no State. */
export function stateSaid(t: Translate, code: string): string {
  const key = `states.${code}`
  return isWordKey(key) ? t(key) : ''
}
