/** As many labels are printed at once. */
export const mostLabels = 500
