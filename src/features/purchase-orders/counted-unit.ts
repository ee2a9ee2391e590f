/** The unit in which an item `i`, with its article `a` if it has one, is counted: pieces by the piece, a lot by its grams. */
export const countedUnit = "case a.tracking when 'piece' then 'PCS' when 'lot' then 'GMS' else i.unit end"
