import type { Random } from '../demo/random.ts'
import { gstinOf } from '../demo/shop.ts'

/** A customer and an item of a large shop, made up by the dozen. */
export interface LargeParty {
  readonly name: string
  readonly phone: string
  readonly gstin: string
  readonly state: string
  readonly termsDays: number
  readonly locale: string
  readonly address: string
  readonly city: string
  readonly pin: string
}

const given = [
  'Aarav',
  'Aditi',
  'Ajay',
  'Akash',
  'Amit',
  'Anita',
  'Anjali',
  'Arjun',
  'Asha',
  'Bharat',
  'Bhavna',
  'Chetan',
  'Deepa',
  'Dev',
  'Dinesh',
  'Divya',
  'Farhan',
  'Gauri',
  'Gopal',
  'Harsh',
  'Hetal',
  'Imran',
  'Isha',
  'Jaya',
  'Jignesh',
  'Kavita',
  'Ketan',
  'Kiran',
  'Lata',
  'Mahesh',
  'Manish',
  'Meena',
  'Mohan',
  'Neha',
  'Nilesh',
  'Nirav',
  'Pooja',
  'Prakash',
  'Priya',
  'Rahul',
  'Rajesh',
  'Rekha',
  'Ritu',
  'Rohan',
  'Sanjay',
  'Sarita',
  'Seema',
  'Shilpa',
  'Sunil',
  'Suresh',
  'Swati',
  'Tejas',
  'Uma',
  'Vandana',
  'Vijay',
  'Vikram',
  'Yash',
  'Zarina',
  'सुनीता',
  'राजेश',
  'पूनम',
  'महेश',
  'લતા',
  'રમેશ',
  'કોકિલા',
  'મનીષ',
] as const
const family = [
  'Agarwal',
  'Bhatt',
  'Bose',
  'Chauhan',
  'Choksi',
  'Dave',
  'Desai',
  'Deshpande',
  'Gandhi',
  'Gupta',
  'Iyer',
  'Jadhav',
  'Jain',
  'Joshi',
  'Kadam',
  'Kapoor',
  'Khan',
  'Kulkarni',
  'Mehta',
  'Mishra',
  'Modi',
  'Naik',
  'Nair',
  'Pandey',
  'Parekh',
  'Patel',
  'Patil',
  'Pawar',
  'Rana',
  'Rao',
  'Rathod',
  'Reddy',
  'Sen',
  'Shah',
  'Sharma',
  'Shinde',
  'Singh',
  'Solanki',
  'Soni',
  'Trivedi',
  'Vyas',
  'Yadav',
] as const
const trades = ['Stores', 'Traders', 'Kirana', 'Provision', 'Caterers', 'Mess', 'General Store', 'Sweets'] as const
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** One in twelve is a business; of those, one in four in another State. */
export function largeParty(index: number, random: Random, state: string): LargeParty {
  const isTrade = index % 12 === 5
  const of = isTrade && random.chance(25) ? random.pick(['27', '08', '29', '23']) : state
  const name = `${random.pick(given)} ${random.pick(family)}`
  return {
    name: isTrade ? `${name} ${random.pick(trades)}` : name,
    phone: `+919${String(100_000_000 + ((index * 7919 + 13) % 899_999_981)).padStart(9, '0')}`,
    gstin: isTrade ? gstinOf(of, panOf(index, random)) : '',
    state: of,
    termsDays: random.pick([0, 7, 15, 15, 30, 30, 45]),
    locale: '',
    address: `${random.between(1, 240)}, ${random.pick(['Station Road', 'Main Bazar', 'Ring Road', 'Gandhi Chowk'])}`,
    city: of === state ? 'Surat' : 'Elsewhere',
    pin: String(395_000 + (index % 900)),
  }
}

function panOf(index: number, random: Random): string {
  const letter = () => letters.charAt(random.below(26))
  return `${letter()}${letter()}${letter()}F${letter()}${String(index % 10_000).padStart(4, '0')}${letter()}`
}

export interface LargeItem {
  readonly name: string
  readonly unit: string
  readonly hsn: string
  readonly gst: 'Nil rated' | 'Merit goods and services' | 'Standard'
  /** Whole rupees. */
  readonly price: number
  readonly cost: number
}

const makes = [
  'Amrut',
  'Bharat',
  'Ekta',
  'Ganga',
  'Himalay',
  'Jyoti',
  'Kaveri',
  'Lotus',
  'Meru',
  'Navin',
  'Surya',
  'Tulsi',
] as const
const goods: readonly (readonly [name: string, hsn: string, gst: LargeItem['gst'], price: number])[] = [
  ['rice', '1006', 'Nil rated', 62],
  ['wheat', '1001', 'Nil rated', 38],
  ['toor dal', '0713', 'Nil rated', 148],
  ['salt', '2501', 'Nil rated', 26],
  ['sugar', '1701', 'Merit goods and services', 46],
  ['tea', '0902', 'Merit goods and services', 265],
  ['groundnut oil', '1508', 'Merit goods and services', 198],
  ['biscuits', '1905', 'Merit goods and services', 30],
  ['soap', '3401', 'Merit goods and services', 42],
  ['toothpaste', '3306', 'Merit goods and services', 98],
  ['detergent', '3402', 'Standard', 132],
  ['floor cleaner', '3402', 'Standard', 188],
  ['batteries', '8506', 'Standard', 44],
  ['LED bulb', '8539', 'Standard', 110],
  ['paint brush', '9603', 'Standard', 65],
]
const sizes = ['small', 'medium', 'large', 'family', 'saver', 'twin'] as const

export function largeItem(index: number, random: Random): LargeItem {
  const [name, hsn, gst, price] = goods[index % goods.length] ?? random.pick(goods)
  const size = sizes[Math.floor(index / goods.length) % sizes.length] ?? 'small'
  const make = makes[Math.floor(index / goods.length / sizes.length) % makes.length] ?? 'Own'
  const cost = Math.ceil((price * random.between(72, 90)) / 100)
  return { name: `${make} ${name}, ${size} ${index + 1}`, unit: 'PAC', hsn, gst, price, cost }
}
