import type { SaPassword } from './sa-password.ts';

export interface BannerFacts {
  readonly address: string;
  readonly port: number;
  readonly dataDirectory: string;
  /** Undefined on an instance that already had one: it is shown once only. */
  readonly password: SaPassword | undefined;
  readonly json: boolean;
}

/** What `serve` prints when clients can connect. */
export function banner(facts: BannerFacts): string {
  const { address, port, dataDirectory, password, json } = facts;
  const host = address === '0.0.0.0' || address === '::' ? 'localhost' : address;
  const generated = password?.file === undefined ? {} : { password: password.value, passwordFile: password.file };
  if (json) return `${JSON.stringify({ address, port, login: 'sa', ...generated, dataDirectory })}\n`;
  const shown = password?.file === undefined ? 'the one you gave' : `${password.value}   (kept in ${password.file})`;
  const login = password === undefined ? 'sa' : `sa, password: ${shown}`;
  return [
    '',
    'Holdfast is ready.',
    `  address  ${host},${port}`,
    `  login    ${login}`,
    `  data     ${dataDirectory}`,
    `  try      sqlcmd -S ${host},${port} -U sa -C -Q "SELECT @@VERSION"`,
    '',
    '',
  ].join('\n');
}
