import type { ByteReader } from '../byte-reader.ts';
import { TdsProtocolError } from '../errors.ts';
import type { TokenWriter } from '../token-writer.ts';

/** ALL_HEADERS (MS-TDS 2.2.5.3): before every batch, RPC and transaction-manager request since TDS 7.2. */
export interface AllHeaders {
  readonly transactionDescriptor: bigint;
  readonly outstandingRequests: number;
}

const SECTION = '2.2.5.3';
const HeaderType = { queryNotification: 1, transaction: 2, traceActivity: 3 } as const;
const TRANSACTION_HEADER_BYTES = 18;

export function readAllHeaders(reader: ByteReader): AllHeaders {
  const start = reader.pos;
  const total = reader.u32();
  if (total < 4 || total > reader.end - start) throw new TdsProtocolError(SECTION, `Headers of ${total} bytes.`);
  const end = start + total;
  let transactionDescriptor = 0n;
  let outstandingRequests = 1;
  while (reader.pos < end) {
    const from = reader.pos;
    const length = reader.u32();
    if (length < 6 || length > end - from) throw new TdsProtocolError(SECTION, `A header of ${length} bytes.`);
    if (reader.u16() === HeaderType.transaction) {
      if (length !== TRANSACTION_HEADER_BYTES) throw new TdsProtocolError('2.2.5.3.2', `A header of ${length} bytes.`);
      // Nearly always 0, which needs no bigint of its own.
      const low = reader.u32();
      const high = reader.u32();
      if (low !== 0 || high !== 0) transactionDescriptor = (BigInt(high) << 32n) | BigInt(low);
      outstandingRequests = reader.u32();
    }
    // Query notifications need Service Broker, which Edge does not have; trace activity is for traces only.
    reader.pos = from + length;
  }
  return { transactionDescriptor, outstandingRequests };
}

export function writeAllHeaders(writer: TokenWriter, headers: AllHeaders): void {
  writer.u32(4 + TRANSACTION_HEADER_BYTES);
  writer.u32(TRANSACTION_HEADER_BYTES);
  writer.u16(HeaderType.transaction);
  writer.u64(headers.transactionDescriptor);
  writer.u32(headers.outstandingRequests);
}
