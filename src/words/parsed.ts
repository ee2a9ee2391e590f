import type { Said } from './index.ts'

/** What is wrong, by the name of the field. */
export type FieldErrors = Readonly<Record<string, Said>>

/** A form is parsed, not checked: beyond it nothing is a raw string. */
export type Parsed<Value> = { ok: true; value: Value } | { ok: false; errors: FieldErrors }
