import { type FileField, field, needed } from './file-field.ts'

/** Headings of the lists that jewellers' programs and suppliers write. */
export const piecesFields: readonly FileField[] = [
  needed('article', 'Necklace 22K', ['Article', 'Item Name', 'Item', 'Product', 'Design', 'Name', 'Category']),
  field('tag', 'N-2210', ['Tag', 'Tag No', 'Barcode', 'Label', 'Label No', 'Item Code', 'Sr No']),
  field('huid', 'AB4K7Q', ['HUID', 'HUID No', 'Hallmark ID']),
  field('counter', 'Counter 1', ['Counter', 'Tray', 'Box', 'Location']),
  field('size', '18 in', ['Size', 'Length']),
  needed('gross', '25.480', ['Gross weight', 'Gross Wt', 'Gross', 'Gr Wt', 'G Wt', 'Weight', 'Wt']),
  field('otherWeight', '', ['Other weight', 'Other Wt', 'Less Wt', 'Lac', 'Less']),
  field('stoneCarat', '4.60', ['Stones ct', 'Stone ct', 'Carat', 'Diamond ct', 'Dia ct', 'Stone Wt']),
  field('stoneRate', '1,800', ['Stone rate', 'Rate ct', 'Rate per carat']),
  needed('pieceCost', '2,94,300', ['Cost', 'Amount', 'Value', 'Purchase Amount', 'Total']),
  field('hallmark', '45', ['Hallmark charge', 'Hallmark', 'HM Charge', 'Hallmarking']),
]
