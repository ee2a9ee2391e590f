import t from 'tap'
import { can, canManage, isRole, type Permission, permissions, type Role, roles } from './permissions.ts'

t.test('permissions', async (t) => {
  t.test('the owner may do everything, a karigar nothing of the shop', async (t) => {
    for (const permission of permissions) {
      t.ok(can('owner', permission), permission)
      t.notOk(can('karigar', permission), permission)
    }
  })
  t.test('an auditor reads everything and changes nothing', async (t) => {
    for (const permission of permissions) t.equal(can('auditor', permission), permission.endsWith('.view'), permission)
  })
  t.test('who does what', async (t) => {
    const table: [Role, Permission[], Permission[]][] = [
      [
        'manager',
        ['sale.cancel', 'settings.edit', 'people.manage', 'books.post', 'books.backdate', 'bank.reconcile'],
        ['books.lock', 'books.grant', 'books.close', 'books.reopen', 'import.run', 'export.run', 'business.create'],
      ],
      [
        'cashier',
        ['sale.make', 'payment.make', 'party.edit', 'khata.share'],
        [
          'sale.cancel',
          'sale.return',
          'sale.approve',
          'board.edit',
          'till.view',
          'payment.cancel',
          'item.cost',
          'item.edit',
          'books.view',
          'settings.view',
          'people.view',
          'audit.view',
        ],
      ],
      [
        'stock-keeper',
        ['item.edit', 'item.cost', 'stock.adjust', 'stock.move', 'purchase.order', 'purchase.receive'],
        [
          'purchase.approve',
          'purchase.bill',
          'stock.approve',
          'price.edit',
          'sale.view',
          'sale.make',
          'khata.view',
          'payment.view',
        ],
      ],
      [
        'accountant',
        ['books.lock', 'books.close', 'account.edit', 'payment.cancel', 'khata.view', 'audit.view'],
        ['sale.make', 'sale.cancel', 'books.reopen', 'people.manage'],
      ],
    ]
    for (const [role, may, mayNot] of table) {
      for (const permission of may) t.ok(can(role, permission), `${role} ${permission}`)
      for (const permission of mayNot) t.notOk(can(role, permission), `${role} ${permission}`)
    }
  })
  t.test('the staff may do this and nothing else', async (t) => {
    const may = (role: Role) => permissions.filter((permission) => can(role, permission)).join(' ')
    t.equal(
      may('cashier'),
      'dashboard.view party.view party.edit khata.view khata.share item.view stock.count sale.view sale.make board.view piece.view ' +
        'order.view order.make loyalty.view till.use payment.view payment.make',
    )
    t.equal(
      may('stock-keeper'),
      'dashboard.view item.view item.edit item.cost stock.adjust stock.view stock.move stock.count purchase.view purchase.order ' +
        'purchase.receive board.view piece.view piece.edit',
    )
    t.equal(
      may('accountant'),
      'dashboard.view party.view party.edit khata.view khata.share item.view item.cost stock.view purchase.view purchase.bill sale.view ' +
        'board.view piece.view order.view loyalty.view till.view compliance.view payment.view payment.make payment.cancel books.view books.post books.backdate books.lock books.grant ' +
        'books.close account.edit bank.reconcile import.run export.run audit.view settings.view',
    )
  })
  t.test('only an owner touches an owner, and only who manages people touches anyone', async (t) => {
    for (const role of roles) {
      t.equal(canManage(role, 'owner'), role === 'owner', role)
      t.equal(canManage(role, 'cashier'), role === 'owner' || role === 'manager', role)
    }
  })
  t.test('a role is one of the seven', async (t) => {
    t.ok(isRole('stock-keeper'))
    t.notOk(isRole('root'))
    t.notOk(isRole(undefined))
  })
})
