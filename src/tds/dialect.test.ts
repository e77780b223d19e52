import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteReader } from './byte-reader.ts';
import { DEFAULT_COLLATION } from './collation.ts';
import { columnTypeIn, columnValueIn, type Dialect, dialectOf, DIALECTS, parameterTypeIn } from './dialect.ts';
import { TdsProtocolError } from './errors.ts';
import { BulkLoadReader } from './requests/bulk-load.ts';
import { encodeRpc, type RpcCall, RpcReader } from './requests/rpc.ts';
import { decodeSqlBatch, encodeSqlBatch } from './requests/sql-batch.ts';
import { decodeTransactionManager, encodeTransactionManager } from './requests/transaction-manager.ts';
import { collectBytes, type TokenWriter } from './token-writer.ts';
import { type Column, ColumnFlag, readColMetadata, writeColMetadata } from './tokens/col-metadata.ts';
import { readDone, writeDone } from './tokens/done.ts';
import { readMessage, writeMessage } from './tokens/message.ts';
import { readReturnValue, writeReturnValue } from './tokens/return-value.ts';
import { readTabName, writeTabName } from './tokens/tab-name.ts';
import { writeRow } from './tokens/row.ts';
import { tdsType } from './types/tds-type.ts';
import { PLP_LENGTH, TypeId } from './types/type-id.ts';

const C = DEFAULT_COLLATION;
const named = (name: string): Dialect => DIALECTS.find((dialect) => dialect.name === name)!;
const OLD = [named('7.1'), named('7.1 revision 1')];

function hexOf(dialect: Dialect, write: (writer: TokenWriter) => void): string {
  return collectBytes(write, dialect).toString('hex');
}

test('the dialect of each TDSVersion, and what LOGINACK calls it (MS-TDS 2.2.7.14, product behavior)', () => {
  const expected: readonly [number, string, number][] = [
    [0x71000000, '7.1', 0x07010000],
    [0x71000001, '7.1 revision 1', 0x71000001],
    [0x72090002, '7.2', 0x72090002],
    [0x730a0003, '7.3A', 0x730a0003],
    [0x730b0003, '7.3B', 0x730b0003],
    [0x74000004, '7.4', 0x74000004],
    [0x75000000, '7.4', 0x74000004],
    [0xff000000, '7.4', 0x74000004],
    [0x08000000, '8.0', 0x08000000],
  ];
  for (const [wanted, name, version] of expected) {
    assert.equal(dialectOf(wanted)?.name, name);
    assert.equal(dialectOf(wanted)?.version, version);
  }
  assert.equal(dialectOf(0x70000000), undefined);
  assert.equal(dialectOf(0), undefined);
});

test('DONE counts rows in four bytes before 7.2, in eight since', () => {
  for (const dialect of DIALECTS) {
    const done = { token: 'done', status: 0x10, command: 0xc1, rowCount: 300 } as const;
    const wire = collectBytes((writer) => writeDone(writer, done), dialect);
    assert.equal(wire.toString('hex'), `fd1000c1002c010000${dialect.allHeaders ? '00000000' : ''}`, dialect.name);
    assert.deepEqual(readDone(new ByteReader(wire, 1), 'done', dialect), done);
  }
});

test('ERROR has a line number of two bytes before 7.2, of four since', () => {
  const message = { number: 50000, state: 1, severity: 16, message: 'm', serverName: 's', procedure: '', line: 7 };
  for (const dialect of DIALECTS) {
    const wire = collectBytes((writer) => writeMessage(writer, message), dialect);
    assert.ok(wire.toString('hex').endsWith(dialect.allHeaders ? '000007000000' : '000700'), dialect.name);
    assert.equal(wire.readUInt16LE(1), wire.length - 3);
    assert.deepEqual(readMessage(new ByteReader(wire, 1), dialect), message);
  }
  const far = collectBytes((writer) => writeMessage(writer, { ...message, line: 70_000 }), OLD[0]);
  assert.equal(readMessage(new ByteReader(far, 1), OLD[0]).line, 0xffff);
});

const id: Column = { name: 'id', type: tdsType(TypeId.int4, 4), flags: 0, userType: 0x50, table: undefined };
const notes: Column = {
  name: 'n',
  type: tdsType(TypeId.ntext, 0x7ffffffe, 0, 0, C),
  flags: ColumnFlag.nullable | ColumnFlag.computed | ColumnFlag.nullableUnknown,
  userType: 0,
  table: ['dbo', 't'],
};

test('COLMETADATA before 7.2: UserType of two bytes, the first flags alone, a table name in one text', () => {
  for (const dialect of OLD) {
    assert.equal(
      hexOf(dialect, (writer) => writeColMetadata(writer, [id])),
      '8101005000000038' + '0269006400',
    );
    const wire = collectBytes((writer) => writeColMetadata(writer, [notes]), dialect);
    const name = Buffer.from('dbo.t', 'utf16le').toString('hex');
    assert.equal(wire.toString('hex'), `8101000000010063feffff7f0904d000340500${name}016e00`);
    const [read] = readColMetadata(new ByteReader(wire, 1), dialect);
    assert.deepEqual(read, { ...notes, flags: ColumnFlag.nullable, table: ['dbo.t'] });
  }
});

test('COLMETADATA since 7.2: UserType of four bytes, all flags, a table name in parts', () => {
  for (const dialect of DIALECTS.filter(({ longUserTypes }) => longUserTypes)) {
    const wire = collectBytes((writer) => writeColMetadata(writer, [id, notes]), dialect);
    assert.deepEqual(readColMetadata(new ByteReader(wire, 1), dialect), [id, notes]);
    assert.ok(wire.toString('hex').startsWith('8102005000000000003802'));
  }
});

test('RETURNVALUE has a UserType of two bytes before 7.2', () => {
  const value = { ordinal: 1, name: '@o', status: 1, type: tdsType(TypeId.intN, 4), value: 9 };
  for (const dialect of DIALECTS) {
    const wire = collectBytes((writer) => writeReturnValue(writer, value), dialect);
    const userType = dialect.longUserTypes ? '00000000' : '0000';
    assert.equal(wire.toString('hex'), `ac01000240006f0001${userType}0000${'2604'}${'0409000000'}`);
    assert.deepEqual(readReturnValue(new ByteReader(wire, 1), dialect), { ...value, type: { ...value.type } });
  }
});

test('TABNAME counts the parts of a name since 7.1 revision 1', () => {
  const write = (writer: TokenWriter): void => writeTabName(writer, [['dbo', 't']]);
  for (const dialect of DIALECTS) {
    const read = readTabName(new ByteReader(collectBytes(write, dialect), 1), dialect);
    assert.deepEqual(read, dialect.name === '7.1' ? [['dbo.t']] : [['dbo', 't']]);
  }
});

test('requests have headers since 7.2 and none before', () => {
  const headers = { transactionDescriptor: 5n, outstandingRequests: 1 };
  const plain = { withRecompile: false, noMetadata: false, reuseMetadata: false, noExecute: false };
  const calls: RpcCall[] = ['a', 'b'].map((procedure) => ({
    procedure,
    ...plain,
    parameters: [{ name: '@p', output: false, useDefault: false, type: tdsType(TypeId.intN, 4), value: 1 }],
  }));
  for (const dialect of DIALECTS) {
    const sent = dialect.allHeaders ? headers : undefined;
    assert.deepEqual(decodeSqlBatch(encodeSqlBatch({ headers: sent, text: 'SELECT 1' }), dialect), {
      headers: sent,
      text: 'SELECT 1',
    });
    const message = encodeRpc(sent, calls, dialect);
    assert.equal(message.includes(0x80), !dialect.allHeaders, 'the separator before 7.2');
    const reader = new RpcReader(message, dialect);
    assert.deepEqual(
      JSON.stringify([reader.next(), reader.next(), reader.next()]),
      JSON.stringify([...calls, undefined]),
    );
  }
  assert.equal(encodeSqlBatch({ headers: undefined, text: 'GO' }).toString('utf16le'), 'GO');
});

test('a transaction is begun by a batch before 7.2, by a request since', () => {
  const headers = { transactionDescriptor: 0n, outstandingRequests: 1 };
  for (const dialect of DIALECTS) {
    const sent = dialect.allHeaders ? headers : undefined;
    const begin = encodeTransactionManager(sent, { kind: 'begin', isolation: 2, name: '' });
    if (dialect.transactionDescriptors) assert.equal(decodeTransactionManager(begin, dialect).request.kind, 'begin');
    else assert.throws(() => decodeTransactionManager(begin, dialect), TdsProtocolError);
    const address = encodeTransactionManager(sent, { kind: 'getDtcAddress' });
    assert.equal(decodeTransactionManager(address, dialect).request.kind, 'getDtcAddress');
  }
});

test('a bulk load with a text column, as tedious, SqlClient, FreeTDS and go-mssqldb send it', () => {
  const columns = [
    { ...id, userType: 0 },
    { ...notes, flags: 1, table: ['t'] },
  ];
  const values = [
    [1, 'ä'],
    [2, null],
  ];
  for (const dialect of DIALECTS) {
    const message = collectBytes(
      (writer) => {
        writeColMetadata(writer, columns);
        for (const row of values) writeRow(writer, columns, row);
        writeDone(writer, { token: 'done', status: 0, command: 0, rowCount: 0 });
      },
      { ...dialect, tableNameParts: false },
    );
    const reader = new BulkLoadReader(dialect);
    assert.deepEqual(reader.push(message, true), values, dialect.name);
    assert.deepEqual(reader.columns, columns);
    assert.equal(reader.finished, true);
  }
});

const longTypes = [
  [tdsType(TypeId.bigVarchar, PLP_LENGTH, 0, 0, C), TypeId.text, TypeId.bigVarchar],
  [tdsType(TypeId.nvarchar, PLP_LENGTH, 0, 0, C), TypeId.ntext, TypeId.nvarchar],
  [tdsType(TypeId.bigVarbinary, PLP_LENGTH), TypeId.image, TypeId.bigVarbinary],
  [tdsType(TypeId.xml, PLP_LENGTH), TypeId.ntext, TypeId.nvarchar],
] as const;

test('types of any length are text, ntext and image before 7.2, and parameters the longest short type', () => {
  for (const dialect of DIALECTS) {
    for (const [type, asColumn, asParameter] of longTypes) {
      if (dialect.partialLengths) {
        assert.equal(columnTypeIn(dialect, type, C), type);
        assert.equal(parameterTypeIn(dialect, type, C), type);
      } else {
        assert.equal(columnTypeIn(dialect, type, C).id, asColumn);
        assert.deepEqual(
          [parameterTypeIn(dialect, type, C).id, parameterTypeIn(dialect, type, C).length],
          [asParameter, 8000],
        );
      }
    }
  }
});

const DAY = 864_000_000_000n;
const LEAP_DAY = 738_944;
const LAST_TICK = 863_999_999_999;
/** Lengths and texts as "Enhanced Date and Time Type Behavior with Previous SQL Server Versions" gives them. */
const temporal = [
  [tdsType(TypeId.dateN, 3), LEAP_DAY, 10, '2024-02-29'],
  [tdsType(TypeId.dateN, 3), 0, 10, '0001-01-01'],
  [tdsType(TypeId.dateN, 3), 3_652_058, 10, '9999-12-31'],
  [tdsType(TypeId.timeN, 0, 0, 0), 0, 8, '00:00:00'],
  [tdsType(TypeId.timeN, 0, 0, 3), 10_000, 12, '00:00:00.001'],
  [tdsType(TypeId.timeN, 0, 0, 7), LAST_TICK, 16, '23:59:59.9999999'],
  [tdsType(TypeId.datetime2N, 0, 0, 0), BigInt(LEAP_DAY) * DAY, 19, '2024-02-29 00:00:00'],
  [tdsType(TypeId.datetime2N, 0, 0, 7), BigInt(LEAP_DAY) * DAY + 1n, 27, '2024-02-29 00:00:00.0000001'],
  [tdsType(TypeId.datetimeoffsetN, 0, 0, 0), { utc: 0n, offset: 0 }, 26, '0001-01-01 00:00:00 +00:00'],
  [
    tdsType(TypeId.datetimeoffsetN, 0, 0, 7),
    { utc: BigInt(LEAP_DAY) * DAY, offset: -330 },
    34,
    '2024-02-28 18:30:00.0000000 -05:30',
  ],
] as const;

test('dates and times are nvarchar before 7.3', () => {
  for (const dialect of DIALECTS) {
    for (const [type, value, characters, text] of temporal) {
      const spoken = columnTypeIn(dialect, type, C);
      if (dialect.temporalTypes) {
        assert.equal(spoken, type);
        assert.equal(columnValueIn(dialect, type, value), value);
      } else {
        assert.deepEqual(spoken, tdsType(TypeId.nvarchar, 2 * characters, 0, 0, C));
        assert.equal(columnValueIn(dialect, type, value), text);
        assert.equal(columnValueIn(dialect, type, null), null);
        assert.equal(text.length, characters);
      }
    }
  }
});
