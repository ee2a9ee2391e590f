/** Every template and the model that it renders; each feature adds its own by declaration merging. */
export interface Views {
  'layouts/app': { body: string }
  'layouts/swap': { body: string }
  'layouts/plain': { body: string }
  'layouts/print': { body: string }
  'errors/show': ErrorView
}
export type ViewName = keyof Views & string

/** What a person is told when something went wrong: what happened, and what to do. */
export interface ErrorView {
  status: number
  title: string
  message: string
  /** The number to tell us, for a fault of ours; empty otherwise. */
  requestId: string
  backTo: string
}
