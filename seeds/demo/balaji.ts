import { customer, type DemoItem, type DemoShop, type GstName, gstinOf, supplier } from './shop.ts'

const mahidharpura = { address: '3/214, Mahidharpura', city: 'Surat', pin: '395003', state: '24' }
const adajan = { address: 'B-402, Anand Mahal Road, Adajan', city: 'Surat', pin: '395009', state: '24' }
const varachha = { address: '18, Varachha Main Road', city: 'Surat', pin: '395006', state: '24' }
const cityLight = { address: '9, City Light Society', city: 'Surat', pin: '395007', state: '24' }
const navsari = { address: '41, Station Road', city: 'Navsari', pin: '396445', state: '24' }
const bharuch = { address: '12, Panch Batti', city: 'Bharuch', pin: '392001', state: '24' }
const mumbai = { address: '77, Zaveri Bazaar', city: 'Mumbai', pin: '400002', state: '27' }
const jaipur = { address: '230, Johari Bazar', city: 'Jaipur', pin: '302003', state: '08' }

/** A jeweller in Surat: few bills, large ones, some paid by and by. */
export const balaji: DemoShop = {
  seed: 9106,
  business: {
    name: 'Shree Balaji Jewellers',
    kind: 'jeweller',
    state: '24',
    gstin: gstinOf('24', 'AAPFB4821K'),
    legalName: 'Shree Balaji Jewellers',
    address: '5/1120, Bhagal Main Road',
    city: 'Surat',
    pin: '395003',
    phone: '+912612597140',
    email: 'shop@balaji.test',
    accent: 'madder',
    upiVpa: 'balajijewellers@okhdfcbank',
    terms: 'Hallmarked jewellery is taken back at the rate of the day.',
  },
  people: [
    { role: 'owner', name: 'Asha Zaveri', email: 'owner@balaji.test', locale: 'en' },
    { role: 'cashier', name: 'Bharat Soni', email: 'cashier@balaji.test', locale: 'gu' },
    { role: 'manager', name: 'Esha Parekh', email: 'manager@balaji.test', locale: 'en' },
    { role: 'accountant', name: 'Chitra Iyer', email: 'accountant@balaji.test', locale: 'en' },
  ],
  trade: {
    bills: 84,
    walkIns: 34,
    mostLines: 3,
    wholesale: 2,
    includesTax: false,
    large: 45_000,
    rent: 22_000,
    wages: 36_000,
    power: 4850,
    cash: 60_000,
    bank: 4_50_000,
    advances: [
      { party: 'Hetal Desai', daysAgo: 12, amount: 25_000 },
      { party: 'Kiran Bhandari', daysAgo: 38, amount: 51_000 },
      { party: 'રમેશભાઈ પટેલ', daysAgo: 97, amount: 11_000 },
    ],
    adjustments: [
      { item: 'Silver toe rings, pair', milli: -1000, reason: 'Missing at the count' },
      { item: 'Artificial bangles, set of four', milli: -2000, reason: 'Two sets bent, given to melt' },
      { item: 'Silver coin 10 g', milli: 3000, reason: 'Found at the count' },
      { item: 'Jewellery box, velvet', milli: -4000, reason: 'Damp, thrown away' },
    ],
  },
  items: [
    ...jewellery('711319', [
      ['Gold chain 22K, 10 g', 124_500, 116_200, 4],
      ['Gold chain 22K, 5 g', 62_800, 58_400, 6],
      ['Gold bangle 22K, 8 g', 99_600, 92_700, 3],
      ['Gold ring 22K, 3 g', 38_400, 35_100, 8],
      ['Gold ring 18K, stone set', 27_900, 24_600, 6],
      ['Gold earrings 22K, 4 g', 51_200, 47_000, 7],
      ['Gold nose pin 18K', 4250, 3500, 9],
      ['Gold pendant 22K, 2 g', 26_100, 23_700, 7],
      ['Mangalsutra 22K, 12 g', 151_000, 139_800, 2],
      ['Gold bracelet 22K, 9 g', 113_400, 105_300, 2],
      ['Diamond ring 18K, 0.20 ct', 58_900, 49_500, 3],
      ['Diamond earrings 18K, 0.30 ct', 84_700, 71_200, 2],
      ['Diamond pendant 18K, 0.15 ct', 41_600, 34_900, 3],
      ['Baby bangles 22K, pair', 46_300, 42_400, 3],
    ]),
    ...jewellery('711311', [
      ['Silver anklets, pair', 6400, 5200, 9],
      ['Silver chain 20 g', 4100, 3300, 8],
      ['Silver bracelet', 2950, 2300, 7],
      ['Silver toe rings, pair', 850, 620, 9],
      ['Silver ring, stone set', 1650, 1180, 7],
      ['Silver kada', 7800, 6500, 4],
      ['Silver rakhi', 1250, 900, 3],
    ]),
    ...jewellery('711411', [
      ['Silver lamp 50 g', 9600, 8200, 3],
      ['Silver glass 75 g', 13_800, 12_100, 2],
      ['Silver pooja plate 150 g', 27_500, 24_300, 1],
    ]),
    ...jewellery('711890', [
      ['Silver coin 10 g', 1980, 1760, 8],
      ['Silver coin 50 g', 9700, 8800, 3],
      ['Gold coin 24K, 1 g', 13_650, 12_900, 4],
    ]),
    ...jewellery('711719', [
      ['Artificial necklace set', 2450, 1500, 4],
      ['Artificial bangles, set of four', 1150, 640, 5],
      ['Oxidised earrings, pair', 480, 250, 6],
    ]),
    other('Jewellery box, velvet', 'goods', '420292', 'Standard', { price: 180, cost: 110, share: 4 }),
    other('Repair of jewellery', 'service', '998729', 'Standard', { price: 450, cost: 0, share: 7 }),
    other('Polish and cleaning', 'service', '998729', 'Standard', { price: 250, cost: 0, share: 8 }),
    other('Resizing a ring', 'service', '998892', 'Job work of a karigar', { price: 600, cost: 0, share: 5 }),
  ],
  parties: [
    customer('Meera Patel', adajan, { habit: 'prompt', termsDays: 15, limit: 200_000 }),
    customer('Hetal Desai', cityLight, { habit: 'prompt', termsDays: 15 }),
    customer('Jignesh Modi', varachha, {
      unpaid: [188],
      termsDays: 30,
      notes: 'Asked to be reminded by telephone only.',
    }),
    customer('Kiran Bhandari', cityLight),
    customer('Bhavna Trivedi', adajan, { habit: 'slow', termsDays: 30 }),
    customer('રમેશભાઈ પટેલ', varachha, { locale: 'gu' }),
    customer('કોકિલાબેન શાહ', mahidharpura, { unpaid: [104], termsDays: 30, locale: 'gu' }),
    customer('મનીષ ગજ્જર', varachha, { habit: 'prompt', termsDays: 15, locale: 'gu' }),
    customer('નીલમબેન ચૌહાણ', adajan, { unpaid: [69, 21], termsDays: 30, locale: 'gu' }),
    customer('અલ્પેશ રાણા', mahidharpura, { habit: 'slow', termsDays: 30, locale: 'gu', opening: 18_500 }),
    customer('સવિતાબેન ટેલર', navsari, { locale: 'gu' }),
    customer('सुनीता अग्रवाल', cityLight, { habit: 'prompt', termsDays: 15, locale: 'hi' }),
    customer('राजेश गुप्ता', varachha, { unpaid: [52], termsDays: 15, locale: 'hi' }),
    customer('पूनम मिश्रा', adajan, { habit: 'slow', termsDays: 30, locale: 'hi' }),
    customer('Nirav Choksi', mahidharpura, { habit: 'prompt', termsDays: 15 }),
    customer('Zarina Merchant', mahidharpura),
    customer('Paresh Vaghasia', varachha, { unpaid: [143], termsDays: 30, opening: 42_000 }),
    customer('Dimple Jariwala', mahidharpura, { habit: 'prompt', termsDays: 30 }),
    customer('Ketan Ghadiali', adajan, { unpaid: [33, 8], termsDays: 15 }),
    customer('Sonal Kapadia', cityLight),
    customer('Tushar Lakdawala', navsari, { habit: 'slow', termsDays: 30 }),
    customer('Vaishali Naik', navsari, { habit: 'prompt', termsDays: 15 }),
    customer('Mohsin Rangrez', bharuch, { unpaid: [16], termsDays: 30 }),
    customer('Ila Bhatt', bharuch),
    customer('Rupal Kansara', adajan, { unpaid: [-9], termsDays: 30 }),
    customer('Chirag Dholakia', varachha, { habit: 'prompt', termsDays: 15, limit: 500_000 }),
    customer('Manjula Solanki', mahidharpura, { unpaid: [92, -14], termsDays: 30 }),
    customer('Yash Contractor', cityLight, { habit: 'slow', termsDays: 15 }),
    customer('Priti Bardoliwala', navsari),
    customer('Rina Tandel', navsari, { habit: 'prompt', termsDays: 15 }),
    customer('Shakti Gems', mahidharpura, {
      gstin: gstinOf('24', 'AAXFS7714G'),
      habit: 'prompt',
      termsDays: 30,
      limit: 1_500_000,
    }),
    customer('Ornate Palace LLP', bharuch, { gstin: gstinOf('24', 'AAHFO3052L'), unpaid: [77], termsDays: 45 }),
    customer('Zaveri & Sons', mumbai, { gstin: gstinOf('27', 'AABFZ1187D'), habit: 'prompt', termsDays: 30 }),
    customer('Kundan House', jaipur, { gstin: gstinOf('08', 'AAGCK6630B'), habit: 'slow', termsDays: 45 }),
    customer('Rajwada Jewels', jaipur, { gstin: gstinOf('08', 'BHTPR5528A'), unpaid: [58], termsDays: 30 }),
    supplier('Saurashtra Bullion', mahidharpura, 'AAKCS9034F', 845_000),
    supplier('Diamond Vista', varachha, 'AAFCD2271M', 362_000),
    supplier(
      'Rajkot Silver Works',
      { ...varachha, address: 'Soni Bazar', city: 'Rajkot', pin: '360001' },
      'AAMFR4416Q',
      214_500,
    ),
    supplier('Mumbai Chains Pvt Ltd', mumbai, 'AAJCM8853R', 498_000),
    supplier('Velvet Pack', adajan, 'CBGPV6609J', 12_800),
  ],
}

function jewellery(
  hsn: string,
  rows: readonly (readonly [name: string, price: number, cost: number, share: number])[],
) {
  const gst: GstName = 'Jewellery, coins, bullion'
  const unit = 'PCS'
  const usual = [1000, 1000, 1000, 1000, 2000]
  return rows.map(
    ([name, price, cost, share]): DemoItem => ({ name, kind: 'goods', unit, hsn, gst, price, cost, usual, share }),
  )
}

function other(
  name: string,
  kind: DemoItem['kind'],
  hsn: string,
  gst: GstName,
  of: Pick<DemoItem, 'price' | 'cost' | 'share'>,
): DemoItem {
  return { name, kind, unit: kind === 'goods' ? 'PCS' : 'NA', hsn, gst, usual: [1000], ...of }
}
