import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteReader } from '../byte-reader.ts';
import { DEFAULT_COLLATION, encodeCollation } from '../collation.ts';
import { collectBytes, type TokenWriter } from '../token-writer.ts';
import { tdsType } from '../types/tds-type.ts';
import { TypeId } from '../types/type-id.ts';
import { ColInfoStatus, readColInfo, writeColInfo } from './col-info.ts';
import { type Column, ColumnFlag, readColMetadata, writeColMetadata, writeNoMetadata } from './col-metadata.ts';
import { readDone, writeDone } from './done.ts';
import { type EnvChange, readEnvChange, transactionChange, writeEnvChange } from './env-change.ts';
import { readFeatureExtAck, writeFeatureExtAck } from './feature-ext-ack.ts';
import { readLoginAck, writeLoginAck } from './login-ack.ts';
import { readMessage, writeMessage } from './message.ts';
import { readNbcRow, writeNbcRow } from './nbc-row.ts';
import { readOrder, writeOrder } from './order.ts';
import { readReturnStatus, writeReturnStatus } from './return-status.ts';
import { readReturnValue, writeReturnValue } from './return-value.ts';
import { readRow, writeRow } from './row.ts';
import { readSessionState, writeSessionState } from './session-state.ts';
import { readTabName, writeTabName } from './tab-name.ts';

/** Writes with `write`, checks the token's first byte, reads with `read` and expects everything to be used up. */
function roundTrip<T>(token: number, write: (writer: TokenWriter) => void, read: (reader: ByteReader) => T): T {
  const reader = new ByteReader(collectBytes(write));
  assert.equal(reader.u8(), token);
  const value = read(reader);
  assert.equal(reader.remaining, 0);
  return value;
}

test('DONE', () => {
  fc.assert(
    fc.property(fc.nat(0xffff), fc.nat(0xffff), fc.maxSafeNat(), (status, command, rowCount) => {
      const done = { token: 'doneInProc', status, command, rowCount } as const;
      assert.deepEqual(
        roundTrip(
          0xff,
          (w) => writeDone(w, done),
          (r) => readDone(r, 'doneInProc'),
        ),
        done,
      );
    }),
  );
});

test('ERROR and INFO', () => {
  const message = {
    number: 208,
    state: 1,
    severity: 16,
    message: "Invalid object name 'x'.",
    serverName: 'edge',
    procedure: 'p',
    line: 3,
  };
  assert.deepEqual(
    roundTrip(0xaa, (w) => writeMessage(w, message), readMessage),
    message,
  );
  const info = { ...message, severity: 10 };
  assert.deepEqual(
    roundTrip(0xab, (w) => writeMessage(w, info), readMessage),
    info,
  );
});

test('a message of any length stays within its token', () => {
  const long = {
    number: 50000,
    state: 1,
    severity: 16,
    message: 'x'.repeat(100_000),
    serverName: 's',
    procedure: '',
    line: 1,
  };
  assert.equal(roundTrip(0xaa, (w) => writeMessage(w, long), readMessage).message.length, 32_000);
});

test('ENVCHANGE, each kind', () => {
  const changes: EnvChange[] = [
    { kind: 'database', to: 'shop', from: 'master' },
    { kind: 'language', to: 'us_english', from: '' },
    { kind: 'packetSize', to: '8000', from: '4096' },
    { kind: 'collation', to: encodeCollation(DEFAULT_COLLATION), from: Buffer.alloc(0) },
    transactionChange('beginTransaction', 0x0102030405060708n),
    transactionChange('commitTransaction', 5n),
    transactionChange('rollbackTransaction', 5n),
    transactionChange('transactionEnded', 5n),
    { kind: 'resetAcknowledged', to: Buffer.alloc(0), from: Buffer.alloc(0) },
    { kind: 'routing', port: 1433, server: 'edge-0' },
  ];
  for (const change of changes)
    assert.deepEqual(
      roundTrip(0xe3, (w) => writeEnvChange(w, change), readEnvChange),
      change,
    );
});

test('ENVCHANGE of a database has the bytes of MS-TDS 4.17', () => {
  const wire = collectBytes((w) => writeEnvChange(w, { kind: 'database', to: 'master', from: 'master' }));
  assert.equal(wire.toString('hex'), 'e31b0001066d0061007300740065007200066d0061007300740065007200');
});

test('LOGINACK', () => {
  const ack = { tdsVersion: 0x74000004, programName: 'Microsoft SQL Server', major: 15, minor: 0, build: 2000 };
  assert.deepEqual(
    roundTrip(0xad, (w) => writeLoginAck(w, ack), readLoginAck),
    ack,
  );
});

test('FEATUREEXTACK', () => {
  const features = [
    { id: 1, data: Uint8Array.of(1, 2) },
    { id: 10, data: Uint8Array.of(1) },
  ];
  assert.deepEqual(
    roundTrip(0xae, (w) => writeFeatureExtAck(w, features), readFeatureExtAck),
    features,
  );
});

test('SESSIONSTATE, with a long value too', () => {
  const states = new Map([
    [9, Uint8Array.of(255, 255, 255, 255)],
    [3, new Uint8Array(300)],
  ]);
  const state = { sequence: 1, recoverable: true, states };
  assert.deepEqual(
    roundTrip(0xe4, (w) => writeSessionState(w, state), readSessionState),
    state,
  );
  const short = { sequence: 1, recoverable: true, states: new Map([[9, Uint8Array.of(255, 255, 255, 255)]]) };
  assert.equal(
    collectBytes((w) => writeSessionState(w, short)).toString('hex'),
    'e40b0000000100000001' + '0904ffffffff',
  );
});

test('RETURNSTATUS, ORDER, TABNAME and COLINFO', () => {
  assert.equal(
    roundTrip(0x79, (w) => writeReturnStatus(w, -6), readReturnStatus),
    -6,
  );
  assert.deepEqual(
    roundTrip(0xa9, (w) => writeOrder(w, [2, 1]), readOrder),
    [2, 1],
  );
  const tables = [['db', 'dbo', 't'], ['u']];
  assert.deepEqual(
    roundTrip(0xa4, (w) => writeTabName(w, tables), readTabName),
    tables,
  );
  const infos = [
    { column: 1, table: 1, status: ColInfoStatus.key },
    { column: 2, table: 1, status: ColInfoStatus.differentName, baseName: 'a' },
  ];
  assert.deepEqual(
    roundTrip(0xa5, (w) => writeColInfo(w, infos), readColInfo),
    infos,
  );
});

test('RETURNVALUE', () => {
  const value = { ordinal: 2, name: '@id', status: 1, type: tdsType(TypeId.intN, 4), value: 42 };
  const read = roundTrip(0xac, (w) => writeReturnValue(w, value), readReturnValue);
  assert.deepEqual(read, { ...value, type: { ...value.type } });
});

const columns: readonly Column[] = [
  { name: 'id', type: tdsType(TypeId.int4, 4), flags: ColumnFlag.identity, userType: 0, table: undefined },
  {
    name: 'name',
    type: tdsType(TypeId.nvarchar, 40, 0, 0, DEFAULT_COLLATION),
    flags: ColumnFlag.nullable,
    userType: 0,
    table: undefined,
  },
  {
    name: 'notes',
    type: tdsType(TypeId.text, 0x7fffffff, 0, 0, DEFAULT_COLLATION),
    flags: ColumnFlag.nullable,
    userType: 0,
    table: ['dbo', 't'],
  },
];

test('COLMETADATA', () => {
  assert.deepEqual(
    roundTrip(0x81, (w) => writeColMetadata(w, columns), readColMetadata),
    columns,
  );
  assert.deepEqual(
    roundTrip(0x81, (w) => writeNoMetadata(w), readColMetadata),
    [],
  );
});

test('ROW and NBCROW', () => {
  const rows = fc.tuple(
    fc.integer(),
    fc.option(fc.string({ unit: 'binary-ascii', maxLength: 20 })),
    fc.option(fc.string({ unit: 'binary-ascii' })),
  );
  fc.assert(
    fc.property(rows, (row) => {
      assert.deepEqual(
        roundTrip(
          0xd1,
          (w) => writeRow(w, columns, row),
          (r) => readRow(r, columns),
        ),
        row,
      );
      assert.deepEqual(
        roundTrip(
          0xd2,
          (w) => writeNbcRow(w, columns, row),
          (r) => readNbcRow(r, columns),
        ),
        row,
      );
    }),
  );
});
