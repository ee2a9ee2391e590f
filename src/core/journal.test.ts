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
    t.equal(nameInJournal('Rent(shop)[2]'), 'Rent shop 2')
    const natures = ['asset', 'liability', 'equity', 'income', 'expense'] as const
    t.same(
      natures.map((nature) => accountPath(nature, ['A'])),
      ['Assets:A', 'Liabilities:A', 'Equity:A', 'Income:A', 'Expenses:A'],
    )
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
    t.equal(
      journalEntry({ ...entry, number: '', note: ' ' }),
      '2026-11-21 * Sale  ; voucher:u\n    Assets:Cash  INR 5.00\n    Income:Sales  INR -5.00\n\n',
    )
    t.match(journalEntry({ ...entry, number: 'GJ(1)', description: ' a \n\n b|c ' }), '* (GJ-1-) a b,c  ; voucher:u\n')
  })
  t.test('begins with what a strict reader wants', async (t) => {
    const natures = ['asset', 'liability', 'equity', 'income', 'expense', 'asset'] as const
    t.same(journalHead(natures.map((nature, at) => ({ nature, path: `${at}` }))).split('\n'), [
      'commodity INR 1000.00',
      'commodity GFINE 1000.000',
      'commodity SFINE 1000.000',
      '',
      'account Assets  ; type: A',
      'account Liabilities  ; type: L',
      'account Equity  ; type: E',
      'account Income  ; type: R',
      'account Expenses  ; type: X',
      ...['account 0', 'account 1', 'account 2', 'account 3', 'account 4', 'account 5'],
      '',
      '',
    ])
  })
})
