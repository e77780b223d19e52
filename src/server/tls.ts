import type { Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { TlsTunnel } from './tls-tunnel.ts';

/** ALPN name of TDS 8.0 (MS-TDS 2.1). */
const TDS_8_PROTOCOL = 'tds/8.0';

export interface TlsContexts {
  /** For TLS inside PRELOGIN packets: never above 1.2, since the session tickets of 1.3 come after the handshake ended for the client. */
  readonly tunnelled: SecureContext;
  readonly strict: SecureContext;
}

export interface CertificateFiles {
  readonly key: string | Buffer;
  readonly certificate: string | Buffer;
}

export function createTlsContexts({ key, certificate }: CertificateFiles): TlsContexts {
  const base = { key, cert: certificate, minVersion: 'TLSv1.2' as const };
  return {
    tunnelled: createSecureContext({ ...base, maxVersion: 'TLSv1.2' }),
    strict: createSecureContext(base),
  };
}

/** TDS 8.0: TLS on the bare socket. What was read from the socket must be unshifted before. */
export function startStrictTls(socket: Socket, contexts: TlsContexts): TLSSocket {
  return new TLSSocket(socket, { isServer: true, secureContext: contexts.strict, ALPNProtocols: [TDS_8_PROTOCOL] });
}

export interface TunnelledTls {
  readonly stream: TLSSocket;
  readonly tunnel: TlsTunnel;
  onlyLogin: boolean;
}

/** TDS 7.x: TLS whose handshake travels in PRELOGIN packets. `early` was read from the socket already. */
export function startTunnelledTls(socket: Socket, contexts: TlsContexts, early: Buffer): TunnelledTls {
  const tunnel = new TlsTunnel(socket);
  const stream = new TLSSocket(tunnel, { isServer: true, secureContext: contexts.tunnelled });
  if (early.length > 0) tunnel.receive(early);
  return { stream, tunnel, onlyLogin: false };
}
