/** Where the logo is served; empty where there is none. */
export const logoUrl = (sha256: string | null): string => (sha256 ? `/settings/logo/${sha256}` : '')
