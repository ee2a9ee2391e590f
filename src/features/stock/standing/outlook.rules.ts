/** Over how many days demand is reckoned. */
export const demandDays = 90
/** How long goods lie before a list of them is worth a look. */
export const idleDays = [30, 60, 90, 180, 365] as const
