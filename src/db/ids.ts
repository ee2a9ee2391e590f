import { v7, validate } from 'uuid'

/** A new uuid v7: made in the application, in the order of time. */
export const newId = (): string => v7()

/** Only a validated uuid may stand in the literal `set local` of a tenant's transaction. */
export const isId = (text: unknown): text is string => typeof text === 'string' && validate(text)
