import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import * as der from './der.ts';

/**
 * A self-signed certificate (RFC 5280), as SQL Server makes one for itself when it is given none. Written by hand in a hundred
 * lines because the libraries for it bring a whole ASN.1 toolkit along.
 */
export interface SelfSignedOptions {
  readonly commonName: string;
  /** DNS names and IP addresses. */
  readonly names: readonly string[];
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface KeyAndCertificate {
  readonly key: string;
  readonly certificate: string;
}

/** RSA, because every driver's TLS takes it. */
const KEY_BITS = 2048;
const SERIAL_BYTES = 16;

const Oid = {
  sha256WithRsa: '1.2.840.113549.1.1.11',
  commonName: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  subjectAltName: '2.5.29.17',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

export function createSelfSigned(options: SelfSignedOptions): KeyAndCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: KEY_BITS });
  const body = toBeSigned(options, publicKey.export({ type: 'spki', format: 'der' }));
  const signature = sign('sha256', body, privateKey);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: pem('CERTIFICATE', der.sequence(body, signatureAlgorithm(), der.bitString(signature))),
  };
}

function toBeSigned(options: SelfSignedOptions, publicKey: Buffer): Buffer {
  const name = distinguishedName(options.commonName);
  const serial = randomBytes(SERIAL_BYTES);
  // A serial number must be positive and not zero.
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  const VERSION_3 = der.der(0xa0, der.integer(Buffer.from([2])));
  return der.sequence(
    VERSION_3,
    der.integer(serial),
    signatureAlgorithm(),
    name,
    der.sequence(der.time(options.notBefore), der.time(options.notAfter)),
    name,
    publicKey,
    der.der(0xa3, der.sequence(...extensions(options.names))),
  );
}

function signatureAlgorithm(): Buffer {
  const NULL = Buffer.from([0x05, 0x00]);
  return der.sequence(der.objectIdentifier(Oid.sha256WithRsa), NULL);
}

function distinguishedName(commonName: string): Buffer {
  return der.sequence(der.set(der.sequence(der.objectIdentifier(Oid.commonName), der.utf8String(commonName))));
}

function extensions(names: readonly string[]): Buffer[] {
  const DIGITAL_SIGNATURE_AND_KEY_ENCIPHERMENT = Buffer.from([0xa0]);
  return [
    extension(Oid.basicConstraints, der.sequence(), true),
    extension(Oid.keyUsage, der.bitString(DIGITAL_SIGNATURE_AND_KEY_ENCIPHERMENT, 5), true),
    extension(Oid.extendedKeyUsage, der.sequence(der.objectIdentifier(Oid.serverAuth)), false),
    extension(Oid.subjectAltName, der.sequence(...names.map(alternativeName)), false),
  ];
}

function extension(oid: string, value: Buffer, critical: boolean): Buffer {
  const flag = critical ? [der.boolean(true)] : [];
  return der.sequence(der.objectIdentifier(oid), ...flag, der.octetString(value));
}

function alternativeName(name: string): Buffer {
  const DNS_NAME = 0x82;
  const IP_ADDRESS = 0x87;
  return isIP(name) === 0 ? der.der(DNS_NAME, Buffer.from(name, 'latin1')) : der.der(IP_ADDRESS, addressBytes(name));
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const all = [...left, ...new Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return Buffer.from(all.flatMap((group) => [parseInt(group, 16) >>> 8, parseInt(group, 16) & 0xff]));
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
