import type { TestApp } from './app.ts'

/** The app on a port of this machine, for a real browser; it ends with the test. Says its address. */
export const serve = ({ app }: Pick<TestApp, 'app'>): Promise<string> => app.listen({ host: '127.0.0.1', port: 0 })
