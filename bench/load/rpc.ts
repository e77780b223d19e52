import {
  DEFAULT_COLLATION,
  encodeRpc,
  PacketType,
  ProcedureId,
  type RpcCall,
  splitIntoPackets,
  type TdsParameter,
  type TdsType,
  tdsType,
  type TdsValue,
  TypeId,
} from '../../src/tds/index.ts';
import { NO_HEADERS, PACKET_BYTES } from './tds-lane.ts';

export const TDS_INT = tdsType(TypeId.intN, 4);
export const TDS_BIGINT = tdsType(TypeId.intN, 8);

export function nvarcharType(characters: number): TdsType {
  return tdsType(TypeId.nvarchar, characters * 2, 0, 0, DEFAULT_COLLATION);
}

export function parameter(name: string, type: TdsType, value: TdsValue, output = false): TdsParameter {
  return { name, output, useDefault: false, type, value };
}

export function rpcBytes(procedure: string | number, parameters: readonly TdsParameter[]): Buffer {
  const call: RpcCall = {
    procedure,
    withRecompile: false,
    noMetadata: false,
    reuseMetadata: false,
    noExecute: false,
    parameters,
  };
  return splitIntoPackets(PacketType.rpc, encodeRpc(NO_HEADERS, [call]), PACKET_BYTES);
}

/** sp_executesql as drivers send it: by number, the texts as nvarchar(4000). */
export function executeSqlBytes(text: string, declarations: string, values: readonly TdsParameter[]): Buffer {
  const ntext = nvarcharType(4000);
  return rpcBytes(ProcedureId.executeSql, [parameter('', ntext, text), parameter('', ntext, declarations), ...values]);
}

export function prepareBytes(text: string, declarations: string): Buffer {
  const ntext = nvarcharType(4000);
  return rpcBytes(ProcedureId.prepare, [
    parameter('', TDS_INT, null, true),
    parameter('', ntext, declarations),
    parameter('', ntext, text),
    parameter('', TDS_INT, 1),
  ]);
}

export function executePreparedBytes(handle: number, values: readonly TdsParameter[]): Buffer {
  return rpcBytes(ProcedureId.execute, [parameter('', TDS_INT, handle), ...values]);
}

/** Where in the bytes the four bytes of a marker stand, so that a request is made anew by writing one number into them. */
export function offsetOf(bytes: Buffer, marker: Buffer): number {
  const at = bytes.indexOf(marker);
  if (at < 0 || bytes.indexOf(marker, at + 1) >= 0) throw new Error('the marker must stand in the bytes once');
  return at;
}
