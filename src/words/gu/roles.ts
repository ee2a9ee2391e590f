import type { roles as en } from '../en/roles.ts'
import type { Words } from '../words.ts'

export const roles: Words<typeof en> = {
  'roles.owner': 'માલિક',
  'roles.owner.about': 'બધું જ, લોકો અને સેટિંગ પણ.',
  'roles.manager': 'મેનેજર',
  'roles.manager.about': 'દુકાન ચલાવે છે: વેચવું, રદ કરવું, પૈસા લેવા-આપવા, ભાવ નક્કી કરવા અને સ્ટાફ ઉમેરવો.',
  'roles.cashier': 'કેશિયર',
  'roles.cashier.about': 'કાઉન્ટર પર વેચે છે, પૈસા લે છે અને ગ્રાહકોની બાકી જુએ છે.',
  'roles.stock-keeper': 'સ્ટોક કીપર',
  'roles.stock-keeper.about': 'માલ, પડતર અને સ્ટોક સંભાળે છે; બિલ અને બાકી જોતા નથી.',
  'roles.accountant': 'મુનીમ',
  'roles.accountant.about': 'ચોપડા સંભાળે છે: રસીદ, ચુકવણી, જર્નલ, સમયગાળો બંધ કરવો.',
  'roles.karigar': 'કારીગર',
  'roles.karigar.about': 'ફક્ત પોતાનું સાઇન ઇન જુએ છે; આપેલું કામ પછી આવશે.',
  'roles.auditor': 'ઓડિટર',
  'roles.auditor.about': 'બધું વાંચે છે, કંઈ બદલતા નથી.',
}
