/** What the runner told this program, see `harness/client.ts`. */
function told(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: this program is started by e2e/clients.ts`);
  return value;
}

export const HOST = told('E2E_HOST');
export const PORT = Number(told('E2E_PORT'));
export const USER = told('E2E_USER');
export const PASSWORD = told('E2E_PASSWORD');
export const DATABASE = told('E2E_DATABASE');
export const CERTIFICATE = told('E2E_CERTIFICATE');
export const SHARED = told('E2E_SHARED');
