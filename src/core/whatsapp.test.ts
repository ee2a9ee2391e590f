import t from 'tap'
import { whatsappLink } from './whatsapp.ts'

t.test('whatsapp', async (t) => {
  t.test('a link opens the chat with the text written', async (t) => {
    t.equal(
      whatsappLink('+919879520144', 'Dues: ₹1,836 & more'),
      'https://wa.me/919879520144?text=Dues%3A%20%E2%82%B91%2C836%20%26%20more',
    )
  })
  t.test('without a phone the sender picks whom', async (t) => {
    t.equal(
      whatsappLink(undefined, 'नमस्ते\n'),
      'https://wa.me/?text=%E0%A4%A8%E0%A4%AE%E0%A4%B8%E0%A5%8D%E0%A4%A4%E0%A5%87%0A',
    )
  })
})
