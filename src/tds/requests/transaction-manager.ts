import { ByteReader } from '../byte-reader.ts';
import type { Dialect } from '../dialect.ts';
import { TdsProtocolError } from '../errors.ts';
import { collectBytes, type TokenWriter } from '../token-writer.ts';
import { type AllHeaders, readAllHeaders, writeAllHeaders } from './all-headers.ts';

/** Transaction manager request (MS-TDS 2.2.6.9). The DTC ones are named so that the server can refuse them by name. */
export type TransactionManagerRequest =
  | { readonly kind: 'begin'; readonly isolation: number; readonly name: string }
  | {
      readonly kind: 'commit' | 'rollback';
      readonly name: string;
      readonly beginAgain?: { readonly isolation: number; readonly name: string };
    }
  | { readonly kind: 'save'; readonly name: string }
  | { readonly kind: 'getDtcAddress' | 'propagate' | 'promote' };

const SECTION = '2.2.6.9';
const RequestType = { getDtcAddress: 0, propagate: 1, begin: 5, promote: 6, commit: 7, rollback: 8, save: 9 } as const;
const FLAG_BEGIN = 0x01;
/** 0: no change; 1 read uncommitted; 2 read committed; 3 repeatable read; 4 serializable; 5 snapshot. */
const MAX_ISOLATION = 5;

export function decodeTransactionManager(
  payload: Buffer,
  dialect: Dialect,
): { headers: AllHeaders | undefined; request: TransactionManagerRequest } {
  const reader = new ByteReader(payload);
  const headers = dialect.allHeaders ? readAllHeaders(reader) : undefined;
  const request = readRequest(reader);
  // Older clients send BEGIN TRANSACTION and its like as batches, and only what concerns the coordinator in this way.
  if (!dialect.transactionDescriptors && !isOfCoordinator(request)) {
    throw new TdsProtocolError(SECTION, `A request to ${request.kind} a transaction in TDS ${dialect.name}.`);
  }
  return { headers, request };
}

function isOfCoordinator({ kind }: TransactionManagerRequest): boolean {
  return kind === 'getDtcAddress' || kind === 'propagate';
}

function readRequest(reader: ByteReader): TransactionManagerRequest {
  const type = reader.u16();
  switch (type) {
    case RequestType.getDtcAddress:
      return { kind: 'getDtcAddress' };
    case RequestType.propagate:
      return { kind: 'propagate' };
    case RequestType.promote:
      return { kind: 'promote' };
    case RequestType.begin:
      return { kind: 'begin', isolation: readIsolation(reader), name: readName(reader) };
    case RequestType.commit:
      return readEnd(reader, 'commit');
    case RequestType.rollback:
      return readEnd(reader, 'rollback');
    case RequestType.save:
      return { kind: 'save', name: readName(reader) };
    default:
      throw new TdsProtocolError(SECTION, `Transaction manager request ${type}.`);
  }
}

function readEnd(reader: ByteReader, kind: 'commit' | 'rollback'): TransactionManagerRequest {
  const name = readName(reader);
  if ((reader.u8() & FLAG_BEGIN) === 0) return { kind, name };
  return { kind, name, beginAgain: { isolation: readIsolation(reader), name: readName(reader) } };
}

function readIsolation(reader: ByteReader): number {
  const isolation = reader.u8();
  if (isolation > MAX_ISOLATION) throw new TdsProtocolError(SECTION, `Isolation level ${isolation}.`);
  return isolation;
}

/** B_VARBYTE holding UTF-16: the length counts bytes. */
function readName(reader: ByteReader): string {
  return reader.utf16(reader.u8());
}

export function encodeTransactionManager(headers: AllHeaders | undefined, request: TransactionManagerRequest): Buffer {
  return collectBytes((writer) => {
    if (headers !== undefined) writeAllHeaders(writer, headers);
    writer.u16(RequestType[request.kind]);
    switch (request.kind) {
      case 'begin':
        writer.u8(request.isolation);
        return writeName(writer, request.name);
      case 'commit':
      case 'rollback':
        writeName(writer, request.name);
        writer.u8(request.beginAgain === undefined ? 0 : FLAG_BEGIN);
        if (request.beginAgain === undefined) return;
        writer.u8(request.beginAgain.isolation);
        return writeName(writer, request.beginAgain.name);
      case 'save':
        return writeName(writer, request.name);
      case 'getDtcAddress':
      case 'propagate':
        return writer.u16(0);
      case 'promote':
        return;
    }
  });
}

function writeName(writer: TokenWriter, name: string): void {
  writer.u8(name.length * 2);
  writer.utf16(name);
}
