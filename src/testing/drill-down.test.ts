import t, { type Test } from 'tap'
import { testApp } from './app.ts'
import { decode, text } from './html.ts'
import { aPurchaseBook } from './purchase-book.ts'
import { visitor } from './visitor.ts'

/** By links alone, as a person who asks where a figure comes from; a page that fails or is not there ends it. */
t.test('from a figure of the purchases to its account, its voucher and its paper', async (t) => {
  const kit = await testApp(t)
  const shop = await aPurchaseBook(kit)
  const asha = visitor(kit.as(shop.asha))
  const shows = (t: Test, what: RegExp, why: string) =>
    t.match(asha.words(), what, `${why}, ${asha.path().split('?')[0]}`)

  t.test('the register of purchases', async (t) => {
    await asha.open('/reports/purchases')
    shows(t, /PB\/26-27\/00001 .*518\.80 19\.47 19\.47 557\.74 38\.94/, 'a bill with its tax')
    await asha.follow('PB/26-27/00001')
    shows(t, /Total of the bill ₹557\.74/, 'the bill')
    await asha.follow('See the entry')
    shows(t, /Goods Received, Bill Awaited 518\.80.*Input CGST 19\.47.*Suppliers Shakti Traders 557\.74/, 'its voucher')
    await asha.follow('Goods Received, Bill Awaited')
    shows(t, /PB\/26-27\/00001.*518\.80/, 'the account')
    await asha.open('/reports/purchases')
    await asha.follow('PB/26-27/00001')
    await asha.follow('DN/26-27/00001')
    t.equal(asha.path(), `/purchases/returns/${shop.returnId}`)
    shows(t, /Credited ₹109\.94/, 'what was set against the bill')
  })

  t.test('the trial balance, and each entry of its accounts', async (t) => {
    const accounts = {
      'Goods Received, Bill Awaited': '100.00',
      'Freight and Duty, Bill Awaited': '24.50',
      'Metal Bought, Rate Not Fixed': '72,000.00',
      Stock: '1,22,267.32',
      'Cost of Goods Sold': '257.32',
      'Purchase Returns': '23.96',
    }
    for (const [account, closing] of Object.entries(accounts)) {
      await asha.open('/books/trial-balance')
      const ledger = linksOf(asha.html()).find(({ says }) => says === account)?.href ?? ''
      t.equal(linksOf(asha.html()).find(({ says, href }) => says === closing && href === ledger)?.href, ledger, account)
      await asha.open(ledger)
      shows(t, new RegExp(`Closing balance.* ${closing} (Dr|Cr)`), account)
      const entries = rowsOf(asha.html()).filter(({ links }) => links.some(({ href }) => href.startsWith('/vouchers/')))
      t.ok(entries.length > 0, `${account} has entries`)
      for (const { links, amounts } of entries) {
        await asha.open(links.find(({ href }) => href.startsWith('/vouchers/'))?.href ?? '')
        t.ok(asha.words().includes(`${account} ${amounts.at(-2)}`), `${account} ${amounts.at(-2)} on its voucher`)
        const papers = linksOf(asha.html()).filter(
          ({ href }) => href.includes('purchases/') || href.startsWith('/sales/'),
        )
        for (const { href } of papers.filter((one) => one.href !== '/sales/new')) await asha.open(href)
      }
    }
  })

  t.test('the stock summary and ledger, and each paper that moved the goods', async (t) => {
    await asha.open('/reports/stock')
    shows(t, /Stock account ₹1,22,267\.32.*Rice .*5 kg 1,22,267\.32/, 'the summary is the account')
    await asha.follow('Rice')
    shows(t, /In stock 5 kg Stock value ₹1,22,267\.32/, 'the card')
    await asha.follow('Stock ledger')
    shows(t, /Closing 5 kg 1,22,267\.32/, 'the ledger')
    const moves = rowsOf(asha.html()).filter(({ links }) => links.length > 0)
    const papers: [RegExp, string, RegExp][] = [
      [/Bought GR\/26-27\/00001/, '524.50', /Into stock ₹524\.50/],
      [/Valued anew PB\/26-27\/00001/, '118.80', /₹100\.00 freight ₹18\.80 above the receipt/],
      [/Sold GJ\/26-27\/00001/, '-257.32', /400\.00/],
      [/Sent back to the supplier DN\/26-27\/00001/, '-128.66', /Goods at cost ₹128\.66/],
      [/Bought GR\/26-27\/00002/, '1,20,010.00', /Goods ₹1,20,010\.00/],
      [/Valued anew PB\/26-27\/00002/, '2,000.00', /4\.000 12,500\.00 50,000\.00 2,000\.00/],
    ]
    t.equal(moves.length, papers.length)
    for (const [move, amount, paper] of papers) {
      const row = moves.find(({ says }) => move.test(says))
      t.equal(row?.amounts.at(-2), amount, `${move}`)
      await asha.open(row?.links[0]?.href ?? '')
      shows(t, paper, `${move}`)
    }
  })

  t.test('the gross profit by supplier, item and bill', async (t) => {
    for (const by of ['supplier', 'items', 'bills']) {
      await asha.open(`/reports/profit/${by}`)
      shows(t, /Sales ₹338\.98 Cost ₹257\.32 Gross profit ₹81\.66/, by)
    }
    await asha.follow('GJ/26-27/00001')
    shows(t, /Sales 338\.98.*Cost of Goods Sold 257\.32.*Stock 257\.32/, 'the bill with its entries')
    await asha.open('/reports/profit/items')
    await asha.follow('Rice')
    shows(t, /4 kg sold/, 'the item')
    await asha.open('/reports/profit/supplier')
    await asha.follow('Shakti Traders')
    t.equal(asha.path().split('?')[0], '/reports/profit/items')
    shows(t, /Shakti Traders · cost as at the sale.*Sales ₹338\.98 Cost ₹257\.32 Gross profit ₹81\.66/, 'their items')
    const total = rowsOf(asha.html()).at(-1)
    t.same(total?.amounts.slice(0, 3), ['338.98', '257.32', '81.66'], 'the items add up to the supplier')
    const files = linksOf(asha.html()).filter(({ href }) => href.includes('/reports/profit/items.'))
    t.ok(files.length === 3 && files.every(({ href }) => href.includes(`supplier=${shop.supplierId}`)), 'kept in files')
    await asha.follow('Rice')
    shows(t, /4 kg sold/, 'the item')
  })

  t.test('a paper that is known by its id alone is found', async (t) => {
    const documents: { id: string; kind: string }[] = await kit
      .root('document')
      .where({ business_id: shop.id })
      .select('id', 'kind')
    t.ok(documents.some(({ kind }) => kind === 'goods-receipt'))
    for (const { id, kind } of documents) {
      await asha.open(`/sales/${id}`)
      t.ok(asha.path().endsWith(id), kind)
    }
  })
})

interface Link {
  says: string
  href: string
}

/** Of the page itself, without what stands around it. */
const linksOf = (html: string): Link[] =>
  [...html.slice(html.indexOf('<main')).matchAll(/<a [^>]*?href="([^"]*)"[^>]*>.*?<\/a>/gs)].map(([whole, href]) => ({
    says: text(whole).trim(),
    href: decode(href ?? ''),
  }))

/** Rows of tables: what they say, where they lead, and their amounts. */
const rowsOf = (html: string): { says: string; links: Link[]; amounts: string[] }[] =>
  [...html.matchAll(/<tr[^>]*>.*?<\/tr>/gs)].map(([row]) => ({
    says: text(row),
    links: linksOf(`<main${row}`),
    amounts: [...text(row).matchAll(/-?[\d,]+\.\d\d\b/g)].map(([amount]) => amount),
  }))
