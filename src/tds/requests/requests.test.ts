import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_COLLATION } from '../collation.ts';
import { LATEST_DIALECT } from '../dialect.ts';
import { TdsProtocolError } from '../errors.ts';
import { collectBytes } from '../token-writer.ts';
import { type Column, writeColMetadata } from '../tokens/col-metadata.ts';
import { writeDone } from '../tokens/done.ts';
import { writeRow } from '../tokens/row.ts';
import { tdsType } from '../types/tds-type.ts';
import type { TdsValue } from '../types/tds-value.ts';
import { PLP_LENGTH, TypeId } from '../types/type-id.ts';
import { BulkLoadReader } from './bulk-load.ts';
import { decodeLogin7, encodeLogin7, type Login7 } from './login7.ts';
import { decodeSessionRecovery, encodeSessionRecovery } from './login-features.ts';
import { decodePrelogin, encodePrelogin } from './prelogin.ts';
import { encodeRpc, type RpcCall, RpcReader } from './rpc.ts';
import { decodeSqlBatch, encodeSqlBatch } from './sql-batch.ts';
import {
  decodeTransactionManager,
  encodeTransactionManager,
  type TransactionManagerRequest,
} from './transaction-manager.ts';

const headers = { transactionDescriptor: 77n, outstandingRequests: 1 };
const N = tdsType(TypeId.nvarchar, 8000, 0, 0, DEFAULT_COLLATION);

const login: Login7 = {
  tdsVersion: 0x74000004,
  packetSize: 4096,
  clientVersion: 7,
  clientProcessId: 42,
  connectionId: 0,
  flags: [0xe0, 0x03, 0x20, 0x10],
  clientTimeZone: -60,
  clientLcid: 0x409,
  hostName: 'hôte',
  userName: 'sa',
  password: 'P@ss wörd',
  applicationName: 'tests',
  serverName: 'edge',
  interfaceName: 'ODBC',
  language: 'us_english',
  database: 'shop',
  clientId: Uint8Array.of(1, 2, 3, 4, 5, 6),
  attachFile: '',
  newPassword: undefined,
  integratedSecurity: false,
  odbc: true,
  readOnlyIntent: true,
  features: [
    { id: 1, data: new Uint8Array(0) },
    { id: 10, data: Uint8Array.of(1) },
  ],
};

test('PRELOGIN', () => {
  const prelogin = {
    version: { major: 15, minor: 0, build: 2000, subBuild: 3 },
    encryption: 2,
    instance: Uint8Array.of(0),
    threadId: 5,
    mars: true,
    traceId: new Uint8Array(36).fill(7),
    fedAuthRequired: 1,
  };
  assert.deepEqual(decodePrelogin(encodePrelogin(prelogin)), prelogin);
});

test('LOGIN7', () => {
  assert.deepEqual(decodeLogin7(encodeLogin7(login)), login.newPassword === undefined ? login : login);
  const changing = { ...login, newPassword: 'new', flags: [0xe0, 0x03, 0x20, 0x11] as const };
  assert.deepEqual(decodeLogin7(encodeLogin7(changing)), changing);
});

test('the LOGIN7 of MS-TDS 4.16 with its session recovery data', () => {
  const hex = `050100000400007400100000000000070001000000000000e0030010000000000904
    00005e0000005e0002006200080072000700800000008000040084000400
    8c0000008c0006000050 8be2b78f 98000000 98000000 98000000 00000000
    73006100 00000000000000000000000000000000 4f00530051004c002d0033003200 98000000 4f00440042004300 740065006d00700064006200
    01 67000000 56000000 06 6d0061007300740065007200 05 0904d00034 0a 750073005f0065006e0067006c00690073006800
    0009 00608114ffe7ffff00 02020701 040100 0504ffffffff 060100 070102 08080000000000000000 0904ffffffff
    09000000 00 00 00 0904 28230000 ff`;
  const payload = Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
  const decoded = decodeLogin7(payload);
  assert.equal(decoded.userName, 'sa');
  assert.equal(decoded.database, 'tempdb');
  const recovery = decodeSessionRecovery(decoded.features[0]!.data)!;
  assert.equal(recovery.initial.database, 'master');
  assert.equal(recovery.initial.language, 'us_english');
  assert.deepEqual(recovery.initial.states.get(2), Uint8Array.of(7, 1));
  assert.deepEqual(recovery.toBe.states, new Map([[9, Uint8Array.of(0x28, 0x23, 0, 0)]]));
  assert.deepEqual(decodeSessionRecovery(encodeSessionRecovery(recovery)), recovery);
});

test('SQLBatch', () => {
  fc.assert(
    fc.property(fc.string(), (text) =>
      assert.deepEqual(decodeSqlBatch(encodeSqlBatch({ headers, text }), LATEST_DIALECT), { headers, text }),
    ),
  );
});

test('several RPCs in a message, by name and by number, with a table', () => {
  const plain = { withRecompile: false, noMetadata: false, reuseMetadata: false, noExecute: false };
  const calls: RpcCall[] = [
    {
      ...plain,
      procedure: 10,
      parameters: [
        { name: '', output: false, useDefault: false, type: N, value: 'SELECT @p' },
        { name: '@p', output: true, useDefault: false, type: tdsType(TypeId.intN, 4), value: null },
      ],
    },
    {
      ...plain,
      procedure: 'dbo.fill',
      noMetadata: true,
      parameters: [
        {
          name: '@rows',
          output: false,
          useDefault: false,
          type: tdsType(TypeId.table),
          value: null,
          table: {
            database: '',
            schema: 'dbo',
            typeName: 'pairs',
            columns: [
              { type: tdsType(TypeId.intN, 4), flags: 0, useDefault: false },
              { type: tdsType(TypeId.intN, 4), flags: 0x200, useDefault: true },
              { type: tdsType(TypeId.nvarchar, PLP_LENGTH, 0, 0, DEFAULT_COLLATION), flags: 0, useDefault: false },
            ],
            rows: [
              [1, null, 'a'],
              [null, null, null],
            ],
          },
        },
        { name: '@d', output: false, useDefault: true, type: tdsType(TypeId.null), value: null },
      ],
    },
  ];
  const reader = new RpcReader(encodeRpc(headers, calls), LATEST_DIALECT);
  assert.deepEqual(reader.headers, headers);
  const read = [reader.next(), reader.next()];
  assert.equal(reader.next(), undefined);
  assert.deepEqual(JSON.parse(JSON.stringify(read)), JSON.parse(JSON.stringify(calls)));
});

test('transaction manager requests', () => {
  const requests: TransactionManagerRequest[] = [
    { kind: 'begin', isolation: 2, name: 'tx' },
    { kind: 'commit', name: '' },
    { kind: 'rollback', name: 'sp', beginAgain: { isolation: 0, name: 'again' } },
    { kind: 'save', name: 'here' },
    { kind: 'promote' },
  ];
  for (const request of requests) {
    assert.deepEqual(decodeTransactionManager(encodeTransactionManager(headers, request), LATEST_DIALECT), {
      headers,
      request,
    });
  }
});

const bulkColumns: readonly Column[] = [
  { name: 'a', type: tdsType(TypeId.intN, 4), flags: 9, userType: 0, table: undefined },
  {
    name: 'b',
    type: tdsType(TypeId.nvarchar, PLP_LENGTH, 0, 0, DEFAULT_COLLATION),
    flags: 9,
    userType: 0,
    table: undefined,
  },
];

function bulkMessage(rows: readonly (readonly TdsValue[])[]): Buffer {
  return collectBytes((writer) => {
    writeColMetadata(writer, bulkColumns);
    for (const row of rows) writeRow(writer, bulkColumns, row);
    writeDone(writer, { token: 'done', status: 0, command: 0, rowCount: 0 });
  });
}

test('a bulk load gives the same rows however its packets are cut', () => {
  const row = fc.tuple(fc.option(fc.integer()), fc.option(fc.string({ maxLength: 300 })));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), fc.integer({ min: 1, max: 700 }), (rows, size) => {
      const message = bulkMessage(rows);
      const reader = new BulkLoadReader();
      const read: TdsValue[][] = [];
      for (let at = 0; at < message.length; at += size) {
        read.push(...reader.push(message.subarray(at, at + size), at + size >= message.length));
      }
      assert.deepEqual(reader.columns, bulkColumns);
      assert.equal(reader.finished, true);
      assert.deepEqual(read, rows);
    }),
  );
});

test('a bulk load of one large value is read in linear time', () => {
  const message = bulkMessage([[1, 'x'.repeat(4_000_000)]]);
  const reader = new BulkLoadReader();
  let rows = 0;
  for (let at = 0; at < message.length; at += 4088) {
    rows += reader.push(message.subarray(at, at + 4088), at + 4088 >= message.length).length;
  }
  assert.equal(rows, 1);
});

test('a bulk load that stops in the middle of a row is a protocol error', () => {
  const message = bulkMessage([[1, 'abc']]);
  assert.throws(() => new BulkLoadReader().push(message.subarray(0, message.length - 20), true), TdsProtocolError);
});
