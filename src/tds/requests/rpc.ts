import { ByteReader } from '../byte-reader.ts';
import { type Dialect, LATEST_DIALECT } from '../dialect.ts';
import { TdsProtocolError } from '../errors.ts';
import { MAX_RPC_PARAMETERS } from '../limits.ts';
import { collectBytes, type TokenWriter } from '../token-writer.ts';
import type { TdsType } from '../types/tds-type.ts';
import type { TdsValue } from '../types/tds-value.ts';
import { TypeId } from '../types/type-id.ts';
import { readTypeInfo, writeTypeInfo } from '../types/type-info.ts';
import { readValue, writeValue } from '../types/value.ts';
import { type AllHeaders, readAllHeaders, writeAllHeaders } from './all-headers.ts';
import { readTableValue, type TdsTableValue, writeTableValue } from './table-value.ts';

/** RPCRequest (MS-TDS 2.2.6.6): one or more calls in a message. */
const SECTION = '2.2.6.6';
const BY_ID = 0xffff;
/** Between calls, instead of the dialect's separator: do not execute what follows. */
const NO_EXEC_FLAG = 0xfe;
/** SQL Server's longest procedure name with server, database, schema and quotes. */
const MAX_NAME_CHARACTERS = 1_046;

const ParameterStatus = { byReference: 0x01, defaultValue: 0x02, encrypted: 0x08 } as const;
const OptionFlag = { withRecompile: 0x01, noMetadata: 0x02, reuseMetadata: 0x04 } as const;

/** Well-known procedures by number (ProcID). */
export const ProcedureId = {
  cursor: 1,
  cursorOpen: 2,
  cursorPrepare: 3,
  cursorExecute: 4,
  cursorPrepExec: 5,
  cursorUnprepare: 6,
  cursorFetch: 7,
  cursorOption: 8,
  cursorClose: 9,
  executeSql: 10,
  prepare: 11,
  execute: 12,
  prepExec: 13,
  prepExecRpc: 14,
  unprepare: 15,
} as const;

export interface TdsParameter {
  /** With its @; empty for a positional one. */
  readonly name: string;
  readonly output: boolean;
  readonly useDefault: boolean;
  readonly type: TdsType;
  readonly value: TdsValue;
  /** Instead of a value, of a parameter whose type is a table type. */
  readonly table?: TdsTableValue;
}

export interface RpcCall {
  readonly procedure: string | number;
  readonly withRecompile: boolean;
  readonly noMetadata: boolean;
  readonly reuseMetadata: boolean;
  /** NoExec: only parsed. */
  readonly noExecute: boolean;
  readonly parameters: readonly TdsParameter[];
}

const TABLE_TYPE: TdsType = Object.freeze({ id: TypeId.table, length: 0, precision: 0, scale: 0 });

/** Hands out the calls of a message one after the other: what comes later is not parsed before what comes first has run. */
export class RpcReader {
  readonly headers: AllHeaders | undefined;
  private readonly reader: ByteReader;
  private readonly dialect: Dialect;
  private noExecute = false;

  constructor(payload: Buffer, dialect: Dialect) {
    this.reader = new ByteReader(payload);
    this.dialect = dialect;
    this.headers = dialect.allHeaders ? readAllHeaders(this.reader) : undefined;
  }

  next(): RpcCall | undefined {
    if (this.reader.remaining === 0) return undefined;
    const { reader, noExecute } = this;
    const { rpcSeparator } = this.dialect;
    const procedure = this.procedure();
    const options = reader.u16();
    const parameters: TdsParameter[] = [];
    this.noExecute = false;
    while (reader.remaining > 0) {
      const next = reader.peek();
      if (next === rpcSeparator || next === NO_EXEC_FLAG) {
        reader.u8();
        this.noExecute = next === NO_EXEC_FLAG;
        break;
      }
      if (parameters.length >= MAX_RPC_PARAMETERS) {
        throw new TdsProtocolError(SECTION, `More than ${MAX_RPC_PARAMETERS} parameters.`);
      }
      parameters.push(readParameter(reader));
    }
    return {
      procedure,
      withRecompile: (options & OptionFlag.withRecompile) !== 0,
      noMetadata: (options & OptionFlag.noMetadata) !== 0,
      reuseMetadata: (options & OptionFlag.reuseMetadata) !== 0,
      noExecute,
      parameters,
    };
  }

  /** True after `next` when the message holds more calls. */
  get more(): boolean {
    return this.reader.remaining > 0;
  }

  private procedure(): string | number {
    const length = this.reader.u16();
    if (length === BY_ID) return this.reader.u16();
    if (length === 0 || length > MAX_NAME_CHARACTERS)
      throw new TdsProtocolError(SECTION, `A procedure name of ${length}.`);
    return this.reader.utf16(length * 2);
  }
}

function readParameter(reader: ByteReader): TdsParameter {
  const name = reader.bVarchar();
  const status = reader.u8();
  if ((status & ParameterStatus.encrypted) !== 0)
    throw new TdsProtocolError(SECTION, 'Encrypted parameters are not supported.');
  const output = (status & ParameterStatus.byReference) !== 0;
  const useDefault = (status & ParameterStatus.defaultValue) !== 0;
  if (reader.peek() === TypeId.table) {
    reader.u8();
    return { name, output, useDefault, type: TABLE_TYPE, value: null, table: readTableValue(reader) };
  }
  const type = readTypeInfo(reader);
  return { name, output, useDefault, type, value: readValue(reader, type) };
}

export function encodeRpc(
  headers: AllHeaders | undefined,
  calls: readonly RpcCall[],
  dialect: Dialect = LATEST_DIALECT,
): Buffer {
  return collectBytes((writer) => {
    if (headers !== undefined) writeAllHeaders(writer, headers);
    calls.forEach((call, i) => {
      if (i > 0) writer.u8(call.noExecute ? NO_EXEC_FLAG : dialect.rpcSeparator);
      writeCall(writer, call);
    });
  });
}

function writeCall(writer: TokenWriter, call: RpcCall): void {
  if (typeof call.procedure === 'number') {
    writer.u16(BY_ID);
    writer.u16(call.procedure);
  } else {
    writer.usVarchar(call.procedure);
  }
  writer.u16(
    (call.withRecompile ? OptionFlag.withRecompile : 0) |
      (call.noMetadata ? OptionFlag.noMetadata : 0) |
      (call.reuseMetadata ? OptionFlag.reuseMetadata : 0),
  );
  for (const parameter of call.parameters) {
    writer.bVarchar(parameter.name);
    writer.u8(
      (parameter.output ? ParameterStatus.byReference : 0) | (parameter.useDefault ? ParameterStatus.defaultValue : 0),
    );
    if (parameter.table !== undefined) {
      writeTableValue(writer, parameter.table);
    } else {
      writeTypeInfo(writer, parameter.type);
      writeValue(writer, parameter.type, parameter.value);
    }
  }
}
