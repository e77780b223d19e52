export { startTdsServer, type TdsServer, type TdsServerOptions } from './tds-server.ts';
export type { EncryptionMode, ProductVersion } from './prelogin-exchange.ts';
export type { CertificateFiles } from './tls.ts';
export type { DecodeVariant } from './row-encoders/column-encoder.ts';
export { keepCertificate } from './certificate/keep-certificate.ts';
export type { KeyAndCertificate } from './certificate/self-signed.ts';
