import type { Actor } from '../../core/actor.ts'
import { financialYear, todayIn } from '../../core/dates.ts'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { audit } from '../audit/index.ts'
import { createPurities } from '../board/index.ts'
import { createChart } from '../books/index.ts'
import { createCashRules } from '../compliance/index.ts'
import { gstClasses } from './gst-classes.ts'
import { letterCode, seriesPrefixes } from './series-prefixes.ts'

export interface NewBusiness {
  id?: string
  name: string
  kind: 'general' | 'jeweller'
  /** GST State code, such as '24'. */
  state: string
  taxScheme?: 'regular' | 'composition' | 'unregistered'
  gstin?: string
  legalName?: string
  address?: string
  city?: string
  pin?: string
  phone?: string
  email?: string
  accent?: 'madder' | 'leaf' | 'indigo'
  upiVpa?: string
  terms?: string
  locale?: 'en' | 'hi' | 'gu'
}

export interface CreatedBusiness {
  id: string
  branchId: string
}

const zone = 'Asia/Kolkata'

/** A business with its books ready: chart of accounts, main branch, number series, GST classes. Its maker owns it. */
export async function createBusiness(db: Db, business: NewBusiness, actor: Actor): Promise<CreatedBusiness> {
  const id = business.id ?? newId()
  const branchId = newId()
  await inBusiness(db, id, async (tx) => {
    await insertDirectory(tx, id, business, actor)
    await insertBusiness(tx, id, business, actor)
    await insertBranch(tx, id, branchId, business)
    await createChart(tx, id)
    await createSeries(tx, id, branchId, business, todayIn(actor.at, zone))
    await createGstClasses(tx, id)
    await createCashRules(tx, id, actor.at)
    if (business.kind === 'jeweller') await createPurities(tx, id)
    await audit(tx, id, actor, {
      action: 'business.created',
      entity: 'business',
      entityId: id,
      after: { ...business },
    })
  })
  return { id, branchId }
}

async function insertDirectory(tx: Tx, id: string, business: NewBusiness, actor: Actor): Promise<void> {
  const { name, kind, accent = 'madder', locale = 'en' } = business
  await tx('business_directory').insert({
    id,
    name,
    kind,
    accent,
    locale,
    zone,
    created_at: actor.at,
  })
  if (actor.userId === null) return
  await tx('membership').insert({
    business_id: id,
    user_id: actor.userId,
    role: 'owner',
    joined_at: actor.at,
    entered_at: actor.at,
  })
}

async function insertBusiness(tx: Tx, id: string, business: NewBusiness, actor: Actor): Promise<void> {
  const { name, kind, state, accent = 'madder', locale = 'en' } = business
  const scheme = business.taxScheme ?? (business.gstin ? 'regular' : 'unregistered')
  await tx('business').insert({
    id,
    name,
    kind,
    state,
    accent,
    locale,
    zone,
    tax_scheme: scheme,
    legal_name: business.legalName ?? name,
    address: business.address ?? '',
    city: business.city ?? '',
    pin: business.pin ?? '',
    phone: business.phone ?? '',
    email: business.email ?? '',
    upi_vpa: business.upiVpa ?? '',
    terms: business.terms ?? '',
    // A piece of jewellery is there or is not; a kirana often sells before the purchase is entered.
    negative_stock: kind === 'jeweller' ? 'refuse' : 'warn',
    created_at: actor.at,
  })
}

async function insertBranch(tx: Tx, businessId: string, branchId: string, business: NewBusiness): Promise<void> {
  const { state, gstin, address = '', city = '', pin = '', phone = '' } = business
  const registrationId = gstin ? newId() : null
  if (gstin) {
    const registration = {
      business_id: businessId,
      id: registrationId,
      gstin,
      state,
      from_date: '2017-07-01',
    }
    await tx('gst_registration').insert(registration)
  }
  await tx('branch').insert({
    business_id: businessId,
    id: branchId,
    name: city || business.name,
    code: letterCode(state),
    registration_id: registrationId,
    state,
    address: [address, city, pin].filter(Boolean).join(', '),
    phone,
    is_main: true,
  })
}

async function createSeries(tx: Tx, id: string, branchId: string, business: NewBusiness, today: string): Promise<void> {
  const fy = financialYear(today).label
  const rows = Object.entries(seriesPrefixes(letterCode(business.state))).map(([document_kind, prefix]) => ({
    business_id: id,
    id: newId(),
    document_kind,
    branch_id: branchId,
    fy,
    prefix,
  }))
  await tx('series').insert(rows)
}

async function createGstClasses(tx: Tx, businessId: string): Promise<void> {
  const classes = gstClasses.map((one) => ({ ...one, id: newId() }))
  await tx('gst_class').insert(
    classes.map(({ id, name, kind }) => ({
      business_id: businessId,
      id,
      name,
      kind,
    })),
  )
  await tx('gst_class_rate').insert(
    classes.flatMap(({ id, rates }) =>
      rates.map(([from_date, rate_bp]) => ({
        business_id: businessId,
        gst_class_id: id,
        from_date,
        rate_bp,
      })),
    ),
  )
}
