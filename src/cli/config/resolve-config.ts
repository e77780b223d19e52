import { isIP } from 'node:net';
import { InvalidSetting } from '../errors.ts';
import { SECTIONS_WITHOUT_EFFECT, SETTINGS, type Setting, type SettingName } from './settings.ts';

export type Encryption = 'off' | 'on' | 'required' | 'strict';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFormat = 'json' | 'pretty';

/** The effective configuration of one instance. */
export interface Config {
  readonly dataDirectory: string;
  readonly saPassword: string | undefined;
  readonly tcpPort: number;
  readonly ipAddress: string;
  /** Undefined: by what the container or machine has. */
  readonly memoryLimitMb: number | undefined;
  readonly collation: string;
  readonly lcid: number;
  readonly edition: 'Developer' | 'Premium';
  readonly encryption: Encryption;
  readonly tlsCertificate: string | undefined;
  readonly tlsKey: string | undefined;
  /** Undefined: no HTTP endpoint. */
  readonly httpPort: number | undefined;
  /** A default port that is taken is no reason to refuse to start; one that was asked for is. */
  readonly httpPortRequested: boolean;
  readonly httpAddress: string;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat | undefined;
}

/** One setting as `holdfast config` shows it. */
export interface ConfigEntry {
  readonly name: SettingName;
  readonly value: string;
  readonly source: string;
}

export interface ResolvedConfig {
  readonly config: Config;
  readonly entries: readonly ConfigEntry[];
  /** What was given and has no effect, one sentence each. */
  readonly notices: readonly string[];
}

/** Keys of mssql.conf as `section.key` in lower case, with their values. */
export type ConfValues = ReadonlyMap<string, string>;
type Environment = Readonly<Record<string, string | undefined>>;

interface Given {
  readonly value: string;
  readonly source: string;
}

/** An empty variable counts as one that is not set: manifests and compose files often pass empty ones. */
function lookUp(setting: Setting, environment: Environment, conf: ConfValues): Given | undefined {
  for (const name of setting.environment) {
    const value = environment[name];
    if (value !== undefined && value !== '') return { value, source: name };
  }
  for (const key of setting.conf) {
    const value = conf.get(key);
    if (value !== undefined && value !== '') return { value, source: `mssql.conf ${key}` };
  }
  return undefined;
}

const MIN_MEMORY_MB = 256;
const ENCRYPTIONS: readonly Encryption[] = ['off', 'on', 'required', 'strict'];

function whole(given: Given, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(given.value.trim()) ? Number(given.value) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new InvalidSetting(
      given.source,
      `"${given.value}" is not a whole number from ${least} to ${most}`,
      'correct it or leave it out',
    );
  }
  return value;
}

function oneOf<T extends string>(given: Given, choices: readonly T[]): T {
  const found = choices.find((choice) => choice.toLowerCase() === given.value.trim().toLowerCase());
  if (found === undefined) {
    throw new InvalidSetting(
      given.source,
      `"${given.value}" is none of ${choices.join(', ')}`,
      'correct it or leave it out',
    );
  }
  return found;
}

function address(given: Given): string {
  const value = given.value.trim();
  if (isIP(value) === 0 && value !== 'localhost') {
    throw new InvalidSetting(
      given.source,
      `"${given.value}" is not an IP address`,
      'use an address of this machine, or 0.0.0.0 for all',
    );
  }
  return value;
}

/** SQL Server's own key is 0 or 1; the environment variable takes the four words. */
function encryption(given: Given): Encryption {
  if (given.value === '0') return 'on';
  if (given.value === '1') return 'required';
  return oneOf(given, ENCRYPTIONS);
}

export function resolveConfig(environment: Environment, conf: ConfValues, dataDirectory: Given): ResolvedConfig {
  const given = new Map<SettingName, Given>([['dataDirectory', dataDirectory]]);
  for (const setting of SETTINGS) {
    if (setting.name === 'dataDirectory') continue;
    const found = lookUp(setting, environment, conf);
    if (found !== undefined) given.set(setting.name, found);
  }
  const parsed = <T>(name: SettingName, fallback: T, parse: (value: Given) => T): T => {
    const found = given.get(name);
    return found === undefined ? fallback : parse(found);
  };
  const text = (value: Given): string => value.value;

  const config: Config = {
    dataDirectory: dataDirectory.value,
    saPassword: parsed<string | undefined>('saPassword', undefined, text),
    tcpPort: parsed('tcpPort', 1433, (value) => whole(value, 0, 65_535)),
    ipAddress: parsed('ipAddress', '0.0.0.0', address),
    memoryLimitMb: parsed<number | undefined>('memoryLimitMb', undefined, (value) =>
      whole(value, MIN_MEMORY_MB, 100_000_000),
    ),
    collation: parsed('collation', 'SQL_Latin1_General_CP1_CI_AS', text),
    lcid: parsed('lcid', 1033, (value) => whole(value, 1, 0xfffff)),
    edition: parsed<Config['edition']>('edition', 'Developer', (value) => oneOf(value, ['Developer', 'Premium'])),
    encryption: parsed<Encryption>('encryption', 'on', encryption),
    tlsCertificate: parsed<string | undefined>('tlsCertificate', undefined, text),
    tlsKey: parsed<string | undefined>('tlsKey', undefined, text),
    httpPort: parsed<number | undefined>('httpPort', 9433, (value) =>
      value.value.toLowerCase() === 'off' ? undefined : whole(value, 0, 65_535),
    ),
    httpPortRequested: given.has('httpPort'),
    httpAddress: parsed('httpAddress', '127.0.0.1', address),
    logLevel: parsed<LogLevel>('logLevel', 'info', (value) => oneOf(value, ['debug', 'info', 'warn', 'error'])),
    logFormat: parsed<LogFormat | undefined>('logFormat', undefined, (value) =>
      oneOf<LogFormat>(value, ['json', 'pretty']),
    ),
  };
  if ((config.tlsCertificate === undefined) !== (config.tlsKey === undefined)) {
    const [has, lacks] = config.tlsKey === undefined ? ['certificate', 'key'] : ['key', 'certificate'];
    throw new InvalidSetting(
      'TLS',
      `a ${has} is given without its ${lacks}`,
      'set both HOLDFAST_TLS_CERT and HOLDFAST_TLS_KEY, or neither',
    );
  }
  return { config, entries: entriesOf(given), notices: noticesOf(given, environment, conf) };
}

function entriesOf(given: ReadonlyMap<SettingName, Given>): ConfigEntry[] {
  return SETTINGS.map((setting) => {
    const found = given.get(setting.name);
    const value = found === undefined ? setting.default : setting.secret === true ? '(hidden)' : found.value;
    return { name: setting.name, value, source: found?.source ?? 'default' };
  });
}

function noticesOf(given: ReadonlyMap<SettingName, Given>, environment: Environment, conf: ConfValues): string[] {
  const notices: string[] = [];
  for (const setting of SETTINGS) {
    const found = given.get(setting.name);
    if (found !== undefined && setting.noEffect !== undefined)
      notices.push(`${found.source} has no effect: ${setting.noEffect}`);
  }
  const knownKeys = new Set(SETTINGS.flatMap((setting) => setting.conf));
  for (const key of conf.keys()) {
    if (knownKeys.has(key)) continue;
    const reason = SECTIONS_WITHOUT_EFFECT[key.slice(0, key.indexOf('.'))] ?? 'the key is not known';
    notices.push(`mssql.conf ${key} has no effect: ${reason}`);
  }
  const knownVariables = new Set(SETTINGS.flatMap((setting) => setting.environment));
  for (const name of Object.keys(environment)) {
    if (name.startsWith('MSSQL_') && !knownVariables.has(name))
      notices.push(`${name} has no effect: the variable is not known`);
  }
  return notices;
}
