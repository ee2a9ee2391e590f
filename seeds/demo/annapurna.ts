import { customer, type DemoItem, type DemoShop, type GstName, gstinOf, supplier } from './shop.ts'

const kothrud = { address: '14, Karve Road, Kothrud', city: 'Pune', pin: '411038', state: '27' }
const deccan = { address: '7, Apte Road, Deccan Gymkhana', city: 'Pune', pin: '411004', state: '27' }
const sadashiv = { address: '221, Tilak Road, Sadashiv Peth', city: 'Pune', pin: '411030', state: '27' }
const warje = { address: 'Shop 3, Warje Naka', city: 'Pune', pin: '411058', state: '27' }
const market = { address: 'Gala 118, Market Yard', city: 'Pune', pin: '411037', state: '27' }
const belagavi = { address: '9, Khade Bazar', city: 'Belagavi', pin: '590001', state: '29' }
const surat = { address: '56, Ring Road', city: 'Surat', pin: '395002', state: '24' }

/** A grocer in Pune: many small bills, much on the khata of the neighbourhood. */
export const annapurna: DemoShop = {
  seed: 4127,
  business: {
    name: 'Annapurna Kirana',
    kind: 'general',
    state: '27',
    gstin: gstinOf('27', 'AAKFA7305L'),
    legalName: 'Annapurna Kirana Stores',
    address: '22, Paud Road, Kothrud',
    city: 'Pune',
    pin: '411038',
    phone: '+919822047315',
    email: 'shop@annapurna.test',
    accent: 'leaf',
    upiVpa: 'annapurnakirana@okaxis',
    terms: 'Goods once sold are exchanged within 3 days with the bill.',
  },
  people: [
    { role: 'owner', name: 'Sunita Kulkarni', email: 'owner@annapurna.test', locale: 'en' },
    { role: 'cashier', name: 'Ganesh Pawar', email: 'cashier@annapurna.test', locale: 'hi' },
    { role: 'stock-keeper', name: 'Ramesh Shinde', email: 'stock@annapurna.test', locale: 'hi' },
  ],
  trade: {
    bills: 105,
    walkIns: 38,
    mostLines: 6,
    wholesale: 5,
    includesTax: true,
    large: 25_000,
    advances: [
      { party: 'Shivneri Mess', daysAgo: 9, amount: 5000 },
      { party: 'Hotel Vaishali Snacks', daysAgo: 61, amount: 2500 },
    ],
    adjustments: [
      { item: 'Wheat flour 5 kg', milli: -2000, reason: 'Two bags torn in the store' },
      { item: 'Eggs', milli: -12_000, reason: 'One dozen broken on the way' },
      { item: 'Toor dal', milli: 1500, reason: 'Found at the count' },
      { item: 'Glucose biscuits 250 g', milli: -6000, reason: 'Past their date' },
      { item: 'Detergent powder 1 kg', milli: 2000, reason: 'Found at the count' },
    ],
  },
  items: [
    ...kilos('Nil rated', 'KGS', [
      ['Rice, Kolam, loose', '1006', 62, 52, 9],
      ['Rice, Basmati, loose', '1006', 118, 97, 5],
      ['Wheat, loose', '1001', 38, 31, 5],
      ['Jowar, loose', '1007', 54, 44, 3],
      ['Bajra, loose', '1008', 46, 38, 2],
      ['Toor dal', '0713', 148, 126, 8],
      ['Moong dal', '0713', 132, 111, 6],
      ['Chana dal', '0713', 96, 80, 5],
      ['Masoor dal', '0713', 104, 87, 3],
      ['Urad dal', '0713', 138, 117, 3],
      ['Green peas, dried', '0713', 88, 72, 2],
      ['Onions', '0703', 36, 27, 6],
      ['Potatoes', '0701', 32, 24, 6],
      ['Garlic', '0703', 180, 140, 2],
    ]),
    ...pieces('Nil rated', [
      ['Eggs', 'NOS', '0407', 7, 6, 5],
      ['Milk 500 ml', 'PAC', '0401', 29, 27, 8],
      ['Curd 400 g', 'PAC', '0403', 42, 37, 4],
      ['Bread, white', 'PAC', '1905', 45, 38, 5],
      ['Salt 1 kg', 'PAC', '2501', 26, 20, 4],
      ['Notebook, 172 pages', 'NOS', '4820', 55, 41, 2],
    ]),
    ...kilos('Merit goods and services', 'KGS', [
      ['Sugar', '1701', 46, 40, 8],
      ['Jaggery', '1701', 68, 54, 3],
      ['Groundnuts', '1202', 142, 116, 3],
      ['Cashews', '0801', 920, 780, 1],
      ['Almonds', '0802', 860, 725, 1],
      ['Raisins', '0806', 420, 345, 1],
      ['Turmeric powder', '0910', 240, 190, 2],
      ['Red chilli powder', '0904', 320, 258, 2],
      ['Cumin seed', '0909', 410, 340, 2],
      ['Coriander powder', '0909', 220, 174, 2],
    ]),
    ...pieces('Merit goods and services', [
      ['Wheat flour 5 kg', 'BAG', '1101', 245, 212, 6],
      ['Gram flour 1 kg', 'PAC', '1106', 118, 98, 3],
      ['Semolina 1 kg', 'PAC', '1103', 58, 46, 3],
      ['Poha 1 kg', 'PAC', '1904', 72, 58, 4],
      ['Groundnut oil 1 l', 'BTL', '1508', 198, 176, 4],
      ['Sunflower oil 1 l', 'PAC', '1512', 152, 137, 6],
      ['Ghee 500 ml', 'BTL', '0405', 345, 305, 3],
      ['Butter 100 g', 'PAC', '0405', 60, 52, 3],
      ['Paneer 200 g', 'PAC', '0406', 92, 80, 2],
      ['Tea 500 g', 'PAC', '0902', 265, 226, 5],
      ['Coffee 100 g', 'BTL', '2101', 185, 156, 2],
      ['Glucose biscuits 250 g', 'PAC', '1905', 30, 25, 6],
      ['Cream biscuits 150 g', 'PAC', '1905', 35, 29, 4],
      ['Noodles, pack of four', 'PAC', '1902', 62, 52, 4],
      ['Farsan 400 g', 'PAC', '2106', 110, 88, 3],
      ['Mango pickle 500 g', 'BTL', '2001', 128, 102, 2],
      ['Tomato ketchup 500 g', 'BTL', '2103', 118, 96, 2],
      ['Chocolate bar 50 g', 'PAC', '1806', 50, 42, 3],
      ['Bathing soap, pack of three', 'PAC', '3401', 126, 105, 4],
      ['Toothpaste 150 g', 'TUB', '3306', 98, 81, 4],
      ['Hair oil 200 ml', 'BTL', '3305', 142, 117, 3],
      ['Shampoo 180 ml', 'BTL', '3305', 178, 148, 2],
      ['Incense sticks, 100', 'PAC', '3307', 65, 48, 3],
      ['उपवास भाजणी ५०० ग्रॅ', 'PAC', '1106', 85, 68, 2],
    ]),
    ...pieces('Standard', [
      ['Detergent powder 1 kg', 'PAC', '3402', 132, 110, 4],
      ['Dish wash bar', 'PAC', '3405', 32, 26, 4],
      ['Floor cleaner 1 l', 'BTL', '3402', 188, 154, 2],
      ['Mosquito refill', 'PAC', '3808', 82, 67, 2],
      ['Batteries, pack of two', 'PAC', '8506', 44, 33, 2],
      ['LED bulb 9 W', 'NOS', '8539', 110, 82, 2],
      ['Packing tape', 'ROL', '3919', 48, 34, 1],
    ]),
    {
      name: 'Home delivery',
      kind: 'service',
      unit: 'NA',
      hsn: '996813',
      gst: 'Standard',
      price: 30,
      cost: 0,
      usual: [1000],
      share: 3,
    },
  ],
  parties: [
    customer('Aparna Deshpande', kothrud, { habit: 'prompt', termsDays: 15, limit: 15_000 }),
    customer('Vikram Joshi', kothrud),
    customer('Meenal Gokhale', deccan, { habit: 'prompt', termsDays: 30 }),
    customer('Suresh Bhosale', warje, {
      unpaid: [204, 151],
      termsDays: 15,
      notes: 'Promised to clear it after the harvest.',
    }),
    customer('Farida Shaikh', sadashiv, { habit: 'slow', termsDays: 15 }),
    customer('Rohit Chavan', kothrud, { unpaid: [112], termsDays: 15 }),
    customer('संगीता मोरे', warje, { habit: 'prompt', termsDays: 15, locale: 'hi' }),
    customer('प्रकाश जाधव', warje, { unpaid: [98, 74], termsDays: 30, locale: 'hi', opening: 1840 }),
    customer('लता कांबळे', kothrud, { locale: 'hi' }),
    customer('अशोक साळुंखे', sadashiv, { habit: 'slow', termsDays: 30, locale: 'hi' }),
    customer('वंदना पाटील', deccan, { unpaid: [66, 41], termsDays: 15, locale: 'hi' }),
    customer('દિનેશ શાહ', sadashiv, { habit: 'prompt', termsDays: 15, locale: 'gu' }),
    customer('હંસાબેન મહેતા', deccan, { unpaid: [17], termsDays: 30, locale: 'gu' }),
    customer('Prasad Kelkar', kothrud, { habit: 'slow', termsDays: 15, opening: 2650 }),
    customer('Neha Apte', deccan),
    customer('Imran Pathan', warje, { unpaid: [24, 3], termsDays: 15 }),
    customer('Kavita Nair', kothrud, { habit: 'prompt', termsDays: 7 }),
    customer('Sanjay Gaikwad', warje, { unpaid: [-6, 35], termsDays: 15 }),
    customer('Anjali Ranade', sadashiv, { habit: 'prompt', termsDays: 30 }),
    customer('Yogesh Mane', warje, { habit: 'slow', termsDays: 15, limit: 5000 }),
    customer('Shubhangi Datar', deccan),
    customer('Col. R. S. Thapar', kothrud, { habit: 'prompt', termsDays: 30 }),
    customer('Pooja Wagh', warje, { unpaid: [-11], termsDays: 30 }),
    customer('Nilesh Kadam', kothrud, { habit: 'slow', termsDays: 15 }),
    customer('Rekha Bapat', sadashiv, { opening: 920, habit: 'prompt', termsDays: 15 }),
    customer('Jyoti Sonawane', warje),
    customer('Milind Sathe', deccan, { habit: 'prompt', termsDays: 15 }),
    customer('Shivneri Mess', kothrud, {
      gstin: gstinOf('27', 'AAZFS6120P'),
      habit: 'prompt',
      termsDays: 21,
      limit: 40_000,
    }),
    customer('Hotel Vaishali Snacks', deccan, {
      gstin: gstinOf('27', 'AABFH8812Q'),
      habit: 'slow',
      termsDays: 30,
      limit: 60_000,
    }),
    customer('Sahyadri Caterers', warje, { gstin: gstinOf('27', 'ABMPC4470D'), unpaid: [81, 12], termsDays: 30 }),
    customer('Green Leaf Hostel', kothrud, { gstin: gstinOf('27', 'AADTG5561R'), habit: 'prompt', termsDays: 30 }),
    customer('Belagavi Sweets', belagavi, { gstin: gstinOf('29', 'AAJFB2093C'), habit: 'prompt', termsDays: 30 }),
    customer('Gurukrupa Provision', belagavi, { gstin: gstinOf('29', 'BQTPK7782N'), unpaid: [47], termsDays: 30 }),
    customer('Tapi Farsan House', surat, { gstin: gstinOf('24', 'AAEFT3318M'), habit: 'slow', termsDays: 45 }),
    customer('Swapnil Tea Stall', kothrud, { habit: 'prompt', termsDays: 7, limit: 6000 }),
    supplier('Bhavani Trading Company', market, 'AACFB1290H', 86_400),
    supplier('Shree Ganesh Oil Depot', market, 'AAFFS5512K', 41_250),
    supplier('Deccan Pulses', market, 'AAGCD4087E', 57_900),
    supplier('Konkan Masale', market, 'ACHPK9925B', 18_600),
    supplier('Sunrise Distributors', sadashiv, 'AAKCS2246J', 33_750),
  ],
}

type Row = readonly [name: string, hsn: string, price: number, cost: number, share: number]

function kilos(gst: GstName, unit: string, rows: readonly Row[]): DemoItem[] {
  const usual = [250, 500, 500, 1000, 1000, 2000, 5000]
  return rows.map(([name, hsn, price, cost, share]) => ({
    name,
    kind: 'goods',
    unit,
    hsn,
    gst,
    price,
    cost,
    usual,
    share,
  }))
}

type PieceRow = readonly [name: string, unit: string, hsn: string, price: number, cost: number, share: number]

function pieces(gst: GstName, rows: readonly PieceRow[]): DemoItem[] {
  const usual = [1000, 1000, 1000, 2000, 2000, 3000, 6000]
  return rows.map(([name, unit, hsn, price, cost, share]) => ({
    name,
    kind: 'goods',
    unit,
    hsn,
    gst,
    price,
    cost,
    usual,
    share,
  }))
}
