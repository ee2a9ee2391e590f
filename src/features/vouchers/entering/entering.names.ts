import type { Paise } from '../../../core/money.ts'
import type { EntryKind } from '../../../core/voucher-facts.ts'
import type { Tx } from '../../../db/tenant.ts'
import { accountName } from '../../../words/account-name.ts'
import type { Said, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { listPicks } from '../../parties/index.ts'
import { listOpenAccounts, type OpenAccount } from './entering.queries.ts'
import {
  accountRef,
  nameOf,
  namesIn,
  partyField,
  partyRef,
  pickOf,
  refOf,
  type Typed,
  wasOf,
} from './entering.typed.ts'

/** What a typed name can stand for. */
export interface Named {
  ref: string
  name: string
  /** What an account is called too. */
  also?: string
  /** The group of an account, the phone of a party. */
  note: string
  /** Of a party: above zero it owes. */
  dues: Paise | undefined
}

export interface Resolved {
  /** With what each name stands for. */
  typed: Typed
  errors: FieldErrors
  /** By the prefix of the name: those among which a person has to choose. */
  choices: ReadonlyMap<string, readonly Named[]>
  accounts: readonly ReadAccount[]
}

/** An account as the person reads it, who may also type the name that is stored. */
interface ReadAccount extends OpenAccount {
  stored: string
}

const shownNames = 8

/** Finds what each name stands for, unless that is known already. What is not found, or not for sure, is an error. */
export async function resolveNames(
  tx: Tx,
  businessId: string,
  { t, kind, typed }: { t: Translate; kind: EntryKind; typed: Typed },
): Promise<Resolved> {
  const accounts = await readAccounts(tx, businessId, t)
  const errors: Record<string, Said> = {}
  const choices = new Map<string, readonly Named[]>()
  const found: Record<string, string> = {}
  for (const prefix of namesIn(kind, typed)) {
    const name = (typed[nameOf(prefix)] ?? '').trim()
    const known = name === typed[wasOf(prefix)] && typed[refOf(prefix)]
    if (known || name === '') {
      if (name === '') Object.assign(found, standing(prefix, undefined))
      continue
    }
    const all = await findNames(tx, businessId, name, { t, kind, isPartyOnly: prefix === partyField, accounts })
    const picked = all.find(({ ref }) => ref === typed[pickOf(prefix)])
    const one = picked ?? onlyOne(all, name)
    Object.assign(found, standing(prefix, one))
    if (one) continue
    errors[nameOf(prefix)] = { key: all.length === 0 ? 'vouchers.refusal.noName' : 'vouchers.refusal.whichName' }
    if (all.length > 0) choices.set(prefix, all)
  }
  return { typed: { ...typed, ...found }, errors, choices, accounts }
}

/** The first few accounts and parties that a beginning fits: money accounts alone for a contra. */
export async function findNames(
  tx: Tx,
  businessId: string,
  text: string,
  {
    t,
    kind,
    isPartyOnly,
    accounts,
  }: { t: Translate; kind: EntryKind; isPartyOnly: boolean; accounts?: readonly ReadAccount[] },
): Promise<Named[]> {
  const all = isPartyOnly ? [] : (accounts ?? (await readAccounts(tx, businessId, t)))
  const fitting = all.filter((account) => (kind !== 'contra' || account.money !== null) && isFitting(account, text))
  const parties = kind === 'contra' ? [] : await listPicks(tx, businessId, text)
  const most = text.trim() === '' ? shownNames : Math.max(4, shownNames - parties.length)
  return [
    ...fitting.slice(0, most).map(({ id, name, stored, group }) => ({
      ref: accountRef(id),
      name,
      also: stored,
      note: group,
      dues: undefined,
    })),
    ...parties.map(({ id, name, phone, dues }) => ({ ref: partyRef(id), name, note: phone, dues })),
  ]
}

async function readAccounts(tx: Tx, businessId: string, t: Translate): Promise<ReadAccount[]> {
  const accounts = await listOpenAccounts(tx, businessId)
  return accounts.map((one) => ({
    ...one,
    stored: one.name,
    name: accountName(t, one.name),
    group: accountName(t, one.group),
  }))
}

/** Every word that was typed begins a word of either name, or its code. */
function isFitting({ name, stored, code }: ReadAccount, text: string): boolean {
  const words = [...`${name} ${stored}`.toLowerCase().split(/[^\p{L}\p{M}\p{N}]+/u), code]
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .every((typed) => words.some((word) => word.startsWith(typed)))
}

/** The one of exactly this name, or the only one there is. */
function onlyOne(all: readonly Named[], name: string): Named | undefined {
  const same = all.filter((one) => [one.name, one.also].some((own) => own?.toLowerCase() === name.toLowerCase()))
  if (same.length === 1) return same[0]
  return all.length === 1 ? all[0] : undefined
}

const standing = (prefix: string, one: Named | undefined): Typed => ({
  [refOf(prefix)]: one?.ref ?? '',
  [wasOf(prefix)]: one?.name ?? '',
  ...(one && { [nameOf(prefix)]: one.name }),
})
