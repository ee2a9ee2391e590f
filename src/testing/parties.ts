import { fieldVault } from '../db/fields.ts'
import { newId } from '../db/ids.ts'
import { inBusiness } from '../db/tenant.ts'
import { createParty, type NewParty } from '../features/parties/index.ts'
import type { TestApp } from './app.ts'
import { actorFor, type Shop } from './cast.ts'

const nowhere = { address: '', city: '', pin: '', state: '' }
const usual: Omit<NewParty, 'id'> = {
  name: 'Meera Shah',
  isCustomer: true,
  isSupplier: false,
  isKarigar: false,
  phone: '',
  email: '',
  gstin: '',
  pan: '',
  state: '24',
  termsDays: 0,
  creditLimit: null,
  preferredPayment: '',
  locale: '',
  notes: '',
  billing: nowhere,
  delivery: nowhere,
}

/** A party made by the real command; a customer, where nothing else is said. Gives its id. */
export async function aParty(
  kit: Pick<TestApp, 'db' | 'clock' | 'config'>,
  shop: Pick<Shop, 'id' | 'asha'>,
  has: Partial<NewParty> = {},
): Promise<string> {
  const party = { id: newId(), ...usual, ...has }
  const vault = fieldVault(kit.config.secret)
  await inBusiness(kit.db, shop.id, (tx) => createParty(tx, shop.id, party, actorFor(shop.asha, kit), vault))
  return party.id
}
