/** What each person of a business may do. One table: routes, menus and tests read the same one. */
export const roles = ['owner', 'manager', 'cashier', 'stock-keeper', 'accountant', 'karigar', 'auditor'] as const
export type Role = (typeof roles)[number]

export const permissions = [
  'dashboard.view',
  'party.view',
  'party.edit',
  'khata.view',
  'khata.share',
  'item.view',
  'item.edit',
  'item.cost',
  'stock.adjust',
  'stock.view',
  'stock.move',
  'stock.count',
  'stock.approve',
  'price.edit',
  'purchase.view',
  'purchase.order',
  'purchase.approve',
  'purchase.receive',
  'purchase.bill',
  'sale.view',
  'sale.make',
  'sale.cancel',
  'sale.return',
  'sale.approve',
  'board.view',
  'board.edit',
  'piece.view',
  'piece.edit',
  'order.view',
  'order.make',
  'loyalty.view',
  'loyalty.edit',
  'till.use',
  'till.view',
  'compliance.view',
  'compliance.edit',
  'payment.view',
  'payment.make',
  'payment.cancel',
  'books.view',
  'books.post',
  'books.backdate',
  'books.lock',
  'books.grant',
  'books.close',
  'books.reopen',
  'account.edit',
  'bank.reconcile',
  'import.run',
  'export.run',
  'audit.view',
  'settings.view',
  'settings.edit',
  'people.view',
  'people.manage',
  'business.create',
] as const
export type Permission = (typeof permissions)[number]

/** What a route declares: a permission, or that it is for anyone ('open') or for anyone signed in ('signed-in'). */
export type RoutePermission = Permission | 'open' | 'signed-in'

export const isRole = (text: unknown): text is Role => roles.some((role) => role === text)

export const can = (role: Role, permission: Permission): boolean => allowed[role].has(permission)

/** Who may invite, change or end whom: an owner anyone, a manager anyone below the owners, so none can raise himself. */
export function canManage(role: Role, ofRole: Role): boolean {
  if (!can(role, 'people.manage')) return false
  return role === 'owner' || ofRole !== 'owner'
}

// Each panel of the dashboard asks for its own permission, so seeing the page shows a cashier no profit.
const everyone: readonly Permission[] = ['dashboard.view', 'item.view']

// Undoing and looking behind the price are not for the counter: a cancelled bill is the oldest way to take cash home.
const counter: readonly Permission[] = [
  'party.view',
  'party.edit',
  'khata.view',
  'khata.share',
  'sale.view',
  'sale.make',
  'board.view',
  'piece.view',
  'order.view',
  'order.make',
  'loyalty.view',
  'till.use',
  'payment.view',
  'payment.make',
  'stock.count',
]

// Opening stock, orders and receipts are written at cost, so who keeps the stock sees cost, but no sale, due or payment.
const stock: readonly Permission[] = [
  'item.edit',
  'item.cost',
  'stock.adjust',
  'stock.view',
  'stock.move',
  'stock.count',
  'purchase.view',
  'purchase.order',
  'purchase.receive',
  'board.view',
  'piece.view',
  'piece.edit',
]

// The accountant closes a period once its return is filed, and the year; to open a year again is the owner's. Making
// bills and running staff stay with others.
const books: readonly Permission[] = [
  'party.view',
  'party.edit',
  'khata.view',
  'khata.share',
  'item.cost',
  'stock.view',
  'purchase.view',
  'purchase.bill',
  'sale.view',
  'board.view',
  'piece.view',
  'order.view',
  'loyalty.view',
  'till.view',
  'compliance.view',
  'payment.view',
  'payment.make',
  'payment.cancel',
  'books.view',
  'books.post',
  'books.backdate',
  'books.lock',
  'books.grant',
  'books.close',
  'account.edit',
  'bank.reconcile',
  'import.run',
  'export.run',
  'audit.view',
  'settings.view',
]

// A closed period is closed for the manager too, whose figures it holds; the whole book goes in or out, and a new
// business begins, by its owner.
const notForManagers: readonly Permission[] = [
  'books.lock',
  'books.grant',
  'books.close',
  'books.reopen',
  'import.run',
  'export.run',
  'business.create',
]

const allowed: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(permissions),
  manager: new Set(permissions.filter((permission) => !notForManagers.includes(permission))),
  cashier: new Set([...everyone, ...counter]),
  'stock-keeper': new Set([...everyone, ...stock]),
  accountant: new Set([...everyone, ...books]),
  karigar: new Set<Permission>(), // an own account and password, nothing of the shop's
  auditor: new Set(permissions.filter((permission) => permission.endsWith('.view'))),
}
