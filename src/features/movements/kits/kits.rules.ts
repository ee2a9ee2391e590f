import { partsFor } from '../../../core/assembly.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Kit } from './kits.queries.ts'

/** What goes out and what comes in when so many kits are made or broken; fields of a form stand in this order. */
export function sidesOf(kit: Kit, way: 'make' | 'break', kits: Milli) {
  const parts = kit.parts.map((part) => ({ ...part, quantity: partsFor(part, kits) }))
  const whole = [{ ...kit, quantity: kits }]
  return way === 'make' ? { goes: parts, comes: whole } : { goes: whole, comes: parts }
}
