import type { FastifyRequest } from 'fastify'
import { mustIdentify } from '../../../core/cash-facts.ts'
import { rupees } from '../../../core/money.ts'
import type { Db } from '../../../db/database.ts'
import type { Vault } from '../../../db/fields.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { Choice } from '../../../web/form-fields.ts'
import { acting } from '../../../web/permissions.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type CurrentRate, purityName } from '../../board/index.ts'
import { findAnyPan, type KycView, kycNames, kycView, shownPan, type TypedKyc } from '../../compliance/index.ts'
import { type ApprovalView, approvalView, approvers } from '../../tills/index.ts'
import type { Desk, Look } from './counter.look.ts'

/** What stands beside the bill: the board, who may be named as seller, and who may allow what the clerk may not. */
export interface Beside {
  readonly rates: readonly CurrentRate[]
  readonly sellers: readonly Choice[]
  readonly approval: ApprovalView | undefined
  /** The PAN on file, but for its end; empty for none, or where nobody asks. */
  readonly pan: string
  /** Asks who buys, where the law does and nobody knows. */
  readonly kyc: KycView | undefined
}

interface Asked {
  t: Translate
  desk: Desk
  /** A PIN that was refused, at its field, with the manager that was chosen. */
  pin?: { approver: string; errors: FieldErrors } | undefined
  /** Opens the PAN on file. */
  vault: Vault
  /** What is wrong with who the buyer said to be. */
  kycErrors?: FieldErrors | undefined
}

/** Reads it: nothing but, where it is needed, who may approve and the PAN on file. */
export async function findBeside(
  db: Db,
  request: FastifyRequest,
  look: Look,
  { t, desk, pin, vault, kycErrors = {} }: Asked,
): Promise<Beside> {
  const { businessId } = acting(request)
  const needs = look.refused.find(({ needs }) => needs !== undefined)?.needs
  const [people, pan] = await Promise.all([
    needs ? approvers(db, businessId, needs) : [],
    panOnFile(db, businessId, look, { desk, vault }),
  ])
  const typed = { values: { approver: pin?.approver ?? '' }, errors: pin?.errors ?? {} }
  const reason = needs ? t('counter.approval') : ''
  const kyc = needsIdentity(look) ? kycView(t, { typed: kycTyped(request.body), errors: kycErrors }) : undefined
  return {
    rates: look.rates,
    sellers: look.sellers.map(({ id, name }) => ({ value: id, text: name })),
    pan,
    kyc,
    approval: needs ? approvalView(t, people, { ...typed, reason }) : undefined,
  }
}

/** The buyer must be known by a PAN or Form 60, and is not. */
export const needsIdentity = ({ facts: { cash }, request, priced }: Look): boolean =>
  cash !== undefined && !cash.isIdentified && mustIdentify(cash.rules, request.onDate, priced.totals.payable)

/** Fields of the form that no draft keeps. */
export function kycTyped(body: unknown): TypedKyc {
  const sent = new Map(Object.entries(body ?? {}))
  return Object.fromEntries(kycNames.map((name) => [name, String(sent.get(name) ?? '')]))
}

/** A grocer's counter shows none, except on a bill that the law asks it for. */
async function panOnFile(
  db: Db,
  businessId: string,
  { facts: { cash }, request, priced, party }: Look,
  { desk, vault }: Pick<Asked, 'desk' | 'vault'>,
): Promise<string> {
  if (!party || !cash?.isIdentified) return ''
  if (!desk.isJeweller && !mustIdentify(cash.rules, request.onDate, priced.totals.payable)) return ''
  return shownPan(await inBusiness(db, businessId, (tx) => findAnyPan(tx, businessId, party.id, vault)))
}

/** The first rates of the board, for the strip at the top. */
export const ratesSaid = (t: Translate, { rates }: Beside): { name: string; rate: string }[] =>
  rates
    .filter(({ isOnBoard, sell }) => isOnBoard && sell !== null)
    .slice(0, 3)
    .flatMap((one) =>
      one.sell === null ? [] : [{ name: purityName(t, one), rate: `₹${rupees(one.sell).replace(/\.00$/, '')}` }],
    )
