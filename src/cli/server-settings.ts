import type { Config, Encryption, LogFormat, LogLevel } from './config/resolve-config.ts';

/** What the server process is told by the agent. It travels through their private channel, because it holds a password. */
export interface ServerSettings {
  readonly dataDirectory: string;
  readonly tcpPort: number;
  readonly ipAddress: string;
  /** The password that the login sa gets when it is created; undefined on an instance that has one. */
  readonly saPassword: string | undefined;
  readonly collation: string;
  readonly lcid: number;
  readonly edition: 'Developer' | 'Premium';
  readonly encryption: Encryption;
  readonly tlsCertificate: string | undefined;
  readonly tlsKey: string | undefined;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat | undefined;
}

export function serverSettings(config: Config, tcpPort: number, saPassword: string | undefined): ServerSettings {
  return {
    dataDirectory: config.dataDirectory,
    tcpPort,
    ipAddress: config.ipAddress,
    saPassword,
    collation: config.collation,
    lcid: config.lcid,
    edition: config.edition,
    encryption: config.encryption,
    tlsCertificate: config.tlsCertificate,
    tlsKey: config.tlsKey,
    logLevel: config.logLevel,
    // The server inherits the agent's standard error, so both write in the same format.
    logFormat: config.logFormat,
  };
}
