/** Who does something, and when: passed into every command, so that no rule reads a clock or a session. */
export interface Actor {
  userId: string | null
  name: string
  at: Date
  /** The till at which it is done: its cash is counted there. */
  tillId?: string
  /** The browser it came from, as that names itself. */
  agent?: string
}
