export { sessionStore } from './session-store.ts'
export { addMember, createUser, type NewMember, type NewUser } from './users.commands.ts'
