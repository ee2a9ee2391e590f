/** The letters of a State on number plates and papers, by its GST code: `GJ/26-27/00001`. */
const letters: Readonly<Record<string, string>> = {
  '01': 'JK',
  '02': 'HP',
  '03': 'PB',
  '04': 'CH',
  '05': 'UK',
  '06': 'HR',
  '07': 'DL',
  '08': 'RJ',
  '09': 'UP',
  '10': 'BR',
  '11': 'SK',
  '12': 'AR',
  '13': 'NL',
  '14': 'MN',
  '15': 'MZ',
  '16': 'TR',
  '17': 'ML',
  '18': 'AS',
  '19': 'WB',
  '20': 'JH',
  '21': 'OD',
  '22': 'CG',
  '23': 'MP',
  '24': 'GJ',
  '26': 'DD',
  '27': 'MH',
  '29': 'KA',
  '30': 'GA',
  '31': 'LD',
  '32': 'KL',
  '33': 'TN',
  '34': 'PY',
  '35': 'AN',
  '36': 'TS',
  '37': 'AP',
  '38': 'LA',
}

export const letterCode = (state: string): string => letters[state] ?? 'IN'

/** Prefixes of a branch's series by document kind. A second branch of the State adds its own mark: `GJ2`, `RCGJ2`. */
export function seriesPrefixes(code: string, mark = ''): Record<string, string> {
  return {
    invoice: `${code}${mark}`,
    'bill-of-supply': `BS${mark}`,
    receipt: `RC${mark}`,
    payment: `PY${mark}`,
    'credit-note': `CN${mark}`,
    'debit-note': `DN${mark}`,
    'urd-purchase': `URD${mark}`,
  }
}
