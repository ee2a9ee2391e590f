import fc from 'fast-check'
import t from 'tap'
import { accountPath, journalAmount, journalEntry, journalHead, nameInJournal } from './journal.ts'

t.test('a journal', async (t) => {
  t.test('writes rupees with two decimals and fine metal in grams with three', async (t) => {
    t.equal(journalAmount('INR', 1_00_050n), 'INR 1000.50')
    t.equal(journalAmount('INR', -5n), 'INR -0.05')
    t.equal(journalAmount('XAU', 8_740n), 'GFINE 8.740')
    t.equal(journalAmount('XAG', -1n), 'SFINE -0.001')
  })
  t.test('names accounts so that each is one account', async (t) => {
    t.equal(accountPath('asset', ['Current Assets', 'Cash']), 'Assets:Current Assets:Cash')
    t.equal(nameInJournal('Shah  & Sons: (old) ; x'), 'Shah & Sons- old - x')
    t.equal(nameInJournal(' \t'), '-')
    fc.assert(fc.property(fc.string(), (name) => !/ {2}|[:;()[\]|\t\n]|^ | $/.test(nameInJournal(name))))
  })
  t.test('an entry stands on lines of its own, whatever was typed', async (t) => {
    const lines = [
      { account: 'Assets:Cash', commodity: 'INR', amount: 5_00n },
      { account: 'Income:Sales', commodity: 'INR', amount: -5_00n },
    ] as const
    const entry = {
      id: 'u',
      onDate: '2026-11-21',
      number: 'GJ/1',
      description: 'Sale',
      note: 'for\nRamesh; cash',
      lines,
    }
    t.equal(
      journalEntry(entry),
      '2026-11-21 * (GJ/1) Sale  ; voucher:u\n    ; for Ramesh, cash\n    Assets:Cash  INR 5.00\n    Income:Sales  INR -5.00\n\n',
    )
    t.match(
      journalHead([{ path: 'Assets:Cash', nature: 'asset' }]),
      /account Assets {2}; type: A\naccount Assets:Cash\n/,
    )
  })
})
