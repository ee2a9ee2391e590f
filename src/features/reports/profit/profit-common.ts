/** Of all reports of the gross profit: who sees sales and costs. */
export const profitCommon = {
  permission: 'books.view',
  alsoNeeds: 'item.cost',
  group: 'profit',
  dates: 'period',
  usual: 'this-month',
  compares: true,
  isLandscape: true,
} as const
