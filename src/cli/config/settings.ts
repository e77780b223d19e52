/** Every setting there is: where it may be given, and what it does. The README's table and `holdfast config` show the same list. */
export interface Setting {
  readonly name: SettingName;
  /** Environment variables, the first that is set wins. */
  readonly environment: readonly string[];
  /** `section.key` in mssql.conf. */
  readonly conf: readonly string[];
  readonly default: string;
  readonly meaning: string;
  readonly secret?: true;
  /** Set where the setting is accepted for compatibility only: what the log says once. */
  readonly noEffect?: string;
}

export type SettingName =
  | 'dataDirectory'
  | 'saPassword'
  | 'tcpPort'
  | 'ipAddress'
  | 'memoryLimitMb'
  | 'collation'
  | 'lcid'
  | 'edition'
  | 'encryption'
  | 'tlsCertificate'
  | 'tlsKey'
  | 'httpPort'
  | 'httpAddress'
  | 'logLevel'
  | 'logFormat'
  | 'backupDirectory'
  | 'acceptEula'
  | 'agentEnabled'
  | 'telemetry'
  | 'package'
  | 'defaultDataDirectory'
  | 'defaultLogDirectory'
  | 'defaultDumpDirectory';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'dataDirectory',
    environment: ['HOLDFAST_DATA_DIR'],
    conf: [],
    default: '/var/opt/mssql if it can be written to, else ./data',
    meaning: 'Directory of everything that must persist',
  },
  {
    name: 'saPassword',
    environment: ['MSSQL_SA_PASSWORD', 'SA_PASSWORD'],
    conf: [],
    default: 'made up at the first start',
    meaning: 'Password of the login sa, used when the data directory is created',
    secret: true,
  },
  {
    name: 'tcpPort',
    environment: ['MSSQL_TCP_PORT'],
    conf: ['network.tcpport'],
    default: '1433',
    meaning: 'TCP port for SQL clients',
  },
  {
    name: 'ipAddress',
    environment: ['MSSQL_IP_ADDRESS'],
    conf: ['network.ipaddress'],
    default: '0.0.0.0',
    meaning: 'Address to listen on for SQL clients',
  },
  {
    name: 'memoryLimitMb',
    environment: ['MSSQL_MEMORY_LIMIT_MB'],
    conf: ['memory.memorylimitmb'],
    default: "80 % of the container's or machine's memory, at most 4096",
    meaning: 'Memory to plan for, in MB',
  },
  {
    name: 'collation',
    environment: ['MSSQL_COLLATION'],
    conf: [],
    default: 'SQL_Latin1_General_CP1_CI_AS',
    meaning: "The server's collation, used when the data directory is created",
  },
  {
    name: 'lcid',
    environment: ['MSSQL_LCID'],
    conf: ['language.lcid'],
    default: '1033',
    meaning: 'Default language of new logins, as a Windows locale id',
  },
  {
    name: 'edition',
    environment: ['MSSQL_PID'],
    conf: [],
    default: 'Developer',
    meaning: 'Edition that SERVERPROPERTY reports: Developer or Premium; all features are there in both',
  },
  {
    name: 'encryption',
    environment: ['HOLDFAST_ENCRYPTION'],
    conf: ['network.forceencryption'],
    default: 'on',
    meaning: 'TLS for SQL clients: off, on (the client chooses), required, strict (TDS 8.0 only)',
  },
  {
    name: 'tlsCertificate',
    environment: ['HOLDFAST_TLS_CERT'],
    conf: ['network.tlscert'],
    default: 'a self-signed one, made at the first start',
    meaning: 'File with the certificate chain (PEM)',
  },
  {
    name: 'tlsKey',
    environment: ['HOLDFAST_TLS_KEY'],
    conf: ['network.tlskey'],
    default: 'made with the certificate',
    meaning: 'File with the private key (PEM)',
  },
  {
    name: 'httpPort',
    environment: ['HOLDFAST_HTTP_PORT'],
    conf: [],
    default: '9433',
    meaning: 'Port of the probes and metrics; off turns them off',
  },
  {
    name: 'httpAddress',
    environment: ['HOLDFAST_HTTP_ADDRESS'],
    conf: [],
    default: '127.0.0.1',
    meaning: 'Address of the probes and metrics',
  },
  {
    name: 'logLevel',
    environment: ['HOLDFAST_LOG_LEVEL'],
    conf: [],
    default: 'info',
    meaning: 'debug, info, warn or error',
  },
  {
    name: 'logFormat',
    environment: ['HOLDFAST_LOG_FORMAT'],
    conf: [],
    default: 'pretty on a terminal, else json',
    meaning: 'pretty or json',
  },
  {
    name: 'backupDirectory',
    environment: ['MSSQL_BACKUP_DIR'],
    conf: ['filelocation.defaultbackupdir'],
    default: 'backup in the data directory',
    meaning: 'Directory of backups',
    noEffect: 'BACKUP DATABASE is not there yet',
  },
  {
    name: 'acceptEula',
    environment: ['ACCEPT_EULA'],
    conf: ['eula.accepteula'],
    default: '',
    meaning: 'Accepted; there is no agreement to accept',
    noEffect: 'Holdfast has no licence agreement to accept',
  },
  {
    name: 'agentEnabled',
    environment: ['MSSQL_AGENT_ENABLED'],
    conf: ['sqlagent.enabled'],
    default: 'false',
    meaning: 'SQL Server Agent, which is not part of Holdfast',
    noEffect: 'SQL Server Agent is not part of Holdfast',
  },
  {
    name: 'telemetry',
    environment: ['MSSQL_TELEMETRY_ENABLED'],
    conf: ['telemetry.customerfeedback'],
    default: 'false',
    meaning: 'Holdfast sends no telemetry',
    noEffect: 'Holdfast never sends telemetry',
  },
  {
    name: 'package',
    environment: ['MSSQL_PACKAGE'],
    conf: [],
    default: '',
    meaning: 'Database package to deploy at start',
    noEffect: 'packages (dacpac, bacpac) are not deployed yet',
  },
  {
    name: 'defaultDataDirectory',
    environment: ['MSSQL_DATA_DIR'],
    conf: ['filelocation.defaultdatadir'],
    default: '',
    meaning: 'Directory of new data files',
    noEffect: 'all data is kept in the data directory (HOLDFAST_DATA_DIR)',
  },
  {
    name: 'defaultLogDirectory',
    environment: ['MSSQL_LOG_DIR'],
    conf: ['filelocation.defaultlogdir'],
    default: '',
    meaning: 'Directory of new log files',
    noEffect: 'all data is kept in the data directory (HOLDFAST_DATA_DIR)',
  },
  {
    name: 'defaultDumpDirectory',
    environment: ['MSSQL_DUMP_DIR'],
    conf: ['filelocation.defaultdumpdir'],
    default: '',
    meaning: 'Directory of crash dumps',
    noEffect: 'Holdfast writes no dump files',
  },
];

/** Whole sections of mssql.conf that are accepted: what the log says once about any key in them. */
export const SECTIONS_WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  traceflag: 'there are no trace flags',
  sqlagent: 'SQL Server Agent is not part of Holdfast',
  coredump: 'Holdfast writes no dump files',
  telemetry: 'Holdfast never sends telemetry',
};
