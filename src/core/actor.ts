/** Who does something, and when: passed into every command, so that no rule reads a clock or a session. */
export interface Actor {
  userId: string | null
  name: string
  at: Date
}
