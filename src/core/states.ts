/** `isUnionTerritory` in the sense of the CGST Act, section 2(114): UTGST is charged there. Delhi, Puducherry and Jammu & Kashmir have a legislature, and so SGST. */
export type State = { code: string; name: string; isUnionTerritory: boolean }

const names = {
  '01': 'Jammu & Kashmir',
  '02': 'Himachal Pradesh',
  '03': 'Punjab',
  '04': 'Chandigarh',
  '05': 'Uttarakhand',
  '06': 'Haryana',
  '07': 'Delhi',
  '08': 'Rajasthan',
  '09': 'Uttar Pradesh',
  '10': 'Bihar',
  '11': 'Sikkim',
  '12': 'Arunachal Pradesh',
  '13': 'Nagaland',
  '14': 'Manipur',
  '15': 'Mizoram',
  '16': 'Tripura',
  '17': 'Meghalaya',
  '18': 'Assam',
  '19': 'West Bengal',
  '20': 'Jharkhand',
  '21': 'Odisha',
  '22': 'Chhattisgarh',
  '23': 'Madhya Pradesh',
  '24': 'Gujarat',
  '26': 'Dadra & Nagar Haveli and Daman & Diu',
  '27': 'Maharashtra',
  '29': 'Karnataka',
  '30': 'Goa',
  '31': 'Lakshadweep',
  '32': 'Kerala',
  '33': 'Tamil Nadu',
  '34': 'Puducherry',
  '35': 'Andaman & Nicobar',
  '36': 'Telangana',
  '37': 'Andhra Pradesh',
  '38': 'Ladakh',
  '96': 'Other countries',
  '97': 'Other territory',
}

const unionTerritories = new Set(['04', '26', '31', '35', '38', '97'])

/** The State codes of GST, in the order of their codes. */
export const states: readonly State[] = Object.entries(names)
  .map(([code, name]) => ({ code, name, isUnionTerritory: unionTerritories.has(code) }))
  .sort((a, b) => a.code.localeCompare(b.code)) // keys such as '10' come before '01' in an object

const byCode = new Map(states.map((state) => [state.code, state]))

export const isStateCode = (text: string): boolean => byCode.has(text)

/** "24" → "Gujarat"; undefined for a code that is none. */
export const stateName = (code: string): string | undefined => byCode.get(code)?.name

export const isUnionTerritory = (code: string): boolean => byCode.get(code)?.isUnionTerritory ?? false
