export const pieces = {
  'pieces.refusal.taken': 'Piece {{tag}} was taken meanwhile. Look at it again before you go on.',
  'pieces.refusal.codeTaken': 'Another piece has this tag or HUID. Use another.',
  'pieces.refusal.otherBody': 'These pieces were saved before with other facts. Open a new form for new pieces.',
} as const
