import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Random, seededRandom } from '../base/index.ts';
import { DEFAULT_COLLATION } from './collation.ts';
import { columnTypeIn, type Dialect, LATEST_DIALECT, OLDEST_DIALECT } from './dialect.ts';
import { TdsProtocolError } from './errors.ts';
import { MessageAssembler } from './message-assembler.ts';
import { PacketReader, PacketType, splitIntoPackets } from './packet.ts';
import { BulkLoadReader } from './requests/bulk-load.ts';
import { decodeLogin7, encodeLogin7 } from './requests/login7.ts';
import { decodeSessionRecovery, encodeSessionRecovery } from './requests/login-features.ts';
import { decodePrelogin, encodePrelogin } from './requests/prelogin.ts';
import { encodeRpc, RpcReader, type TdsParameter } from './requests/rpc.ts';
import { decodeSqlBatch, encodeSqlBatch } from './requests/sql-batch.ts';
import { decodeTransactionManager, encodeTransactionManager } from './requests/transaction-manager.ts';
import { collectBytes } from './token-writer.ts';
import { type Column, writeColMetadata } from './tokens/col-metadata.ts';
import { writeDone } from './tokens/done.ts';
import { writeRow } from './tokens/row.ts';
import { type TdsType, tdsType } from './types/tds-type.ts';
import type { TdsValue } from './types/tds-value.ts';
import { PLP_LENGTH, TypeId } from './types/type-id.ts';

const SEED = 20_251_122;
const MUTANTS = 100_000;
/** A decoder that needs longer than this for a message of a few KB hangs. */
const MAX_MILLISECONDS_A_MUTANT = 1_000;

const C = DEFAULT_COLLATION;
const headers = { transactionDescriptor: 1n, outstandingRequests: 1 };

const samples: readonly [TdsType, TdsValue][] = [
  [tdsType(TypeId.intN, 4), 7],
  [tdsType(TypeId.intN, 8), 7n],
  [tdsType(TypeId.bit, 1), 1],
  [tdsType(TypeId.floatN, 8), 1.5],
  [tdsType(TypeId.decimalN, 17, 38, 4), -12345n],
  [tdsType(TypeId.moneyN, 8, 0, 4), 99n],
  [tdsType(TypeId.guid, 16), '00112233-4455-6677-8899-aabbccddeeff'],
  [tdsType(TypeId.dateN, 3), 738_000],
  [tdsType(TypeId.timeN, 0, 0, 7), 1_000_000],
  [tdsType(TypeId.datetimeN, 8), 1_000_000],
  [tdsType(TypeId.datetime2N, 0, 0, 3), 630_822_816_000_000_000n],
  [tdsType(TypeId.datetimeoffsetN, 0, 0, 7), { utc: 630_822_816_000_000_000n, offset: 60 }],
  [tdsType(TypeId.nvarchar, 40, 0, 0, C), 'nvarchar'],
  [tdsType(TypeId.nvarchar, PLP_LENGTH, 0, 0, C), 'nvarchar(max)'],
  [tdsType(TypeId.bigVarchar, 40, 0, 0, C), 'varchar'],
  [tdsType(TypeId.bigChar, 10, 0, 0, C), 'char'],
  [tdsType(TypeId.bigVarbinary, PLP_LENGTH), Buffer.from([1, 2, 3])],
  [tdsType(TypeId.bigBinary, 4), Buffer.from([1, 2, 3, 4])],
  [tdsType(TypeId.text, 100, 0, 0, C), 'text'],
  [tdsType(TypeId.ntext, 100, 0, 0, C), 'ntext'],
  [tdsType(TypeId.image, 100), Buffer.from([9])],
  [tdsType(TypeId.xml, PLP_LENGTH), '<a/>'],
  [tdsType(TypeId.variant, 8009), { baseType: tdsType(TypeId.decimalN, 5, 9, 2), value: 5n }],
  [tdsType(TypeId.variant, 8009), { baseType: tdsType(TypeId.nvarchar, 20, 0, 0, C), value: 'v' }],
];

const parameters: TdsParameter[] = samples.map(([type, value], i) => ({
  name: `@p${i}`,
  output: i % 2 === 0,
  useDefault: false,
  type,
  value,
}));
const table = {
  database: '',
  schema: 'dbo',
  typeName: 'pairs',
  columns: samples.slice(0, 16).map(([type], i) => ({ type, flags: i === 3 ? 0x200 : 0, useDefault: i === 3 })),
  rows: [0, 1, 2].map(() => samples.slice(0, 16).map(([, value], i) => (i === 3 ? null : value))),
};
const call = { withRecompile: false, noMetadata: false, reuseMetadata: false, noExecute: false };
const columns = samples.map(([type], i) => ({ name: `c${i}`, type, flags: 9, userType: 0 }));

interface Target {
  readonly name: string;
  readonly message: Buffer;
  decode(bytes: Buffer, random: Random): void;
}

function callReader(dialect: Dialect): (bytes: Buffer) => void {
  return (bytes) => {
    const reader = new RpcReader(bytes, dialect);
    while (reader.next() !== undefined);
  };
}

function bulkReader(dialect: Dialect): (bytes: Buffer, random: Random) => void {
  return (bytes, random) => {
    const reader = new BulkLoadReader(dialect);
    for (let at = 0; at < bytes.length;) {
      const to = Math.min(bytes.length, at + 1 + Math.floor(random() * 400));
      reader.push(bytes.subarray(at, to), to === bytes.length);
      at = to;
    }
  };
}

/** Clients name a text column's table in one text in every dialect. */
function bulkMessage(dialect: Dialect, columns: readonly Column[], values: readonly TdsValue[]): Buffer {
  return collectBytes(
    (writer) => {
      writeColMetadata(writer, columns);
      for (let i = 0; i < 3; i++) writeRow(writer, columns, values);
      writeDone(writer, { token: 'done', status: 0, command: 0, rowCount: 0 });
    },
    { ...dialect, tableNameParts: false },
  );
}

function readPackets(bytes: Buffer): void {
  const reader = new PacketReader();
  const assembler = new MessageAssembler(100_000);
  reader.push(bytes);
  for (let packet = reader.next(); packet !== undefined; packet = reader.next()) {
    const message = assembler.add(packet);
    if (message !== undefined) decodeSqlBatch(message.payload, LATEST_DIALECT);
  }
}

const recovery = encodeSessionRecovery({
  initial: {
    database: 'master',
    collation: Buffer.from('0904d00034', 'hex'),
    language: 'us_english',
    states: new Map([[0, Buffer.alloc(9)]]),
  },
  toBe: { database: 'shop', collation: Buffer.alloc(0), language: '', states: new Map([[9, Buffer.alloc(4)]]) },
});
const login = encodeLogin7({
  tdsVersion: 0x74000004,
  packetSize: 4096,
  clientVersion: 7,
  clientProcessId: 1,
  connectionId: 0,
  flags: [0xe0, 3, 0, 0x10],
  clientTimeZone: 0,
  clientLcid: 0x409,
  hostName: 'host',
  userName: 'sa',
  password: 'secret',
  applicationName: 'app',
  serverName: 'srv',
  interfaceName: 'lib',
  language: 'us_english',
  database: 'master',
  clientId: new Uint8Array(6),
  attachFile: '',
  newPassword: 'next',
  integratedSecurity: false,
  odbc: true,
  readOnlyIntent: false,
  features: [
    { id: 1, data: recovery },
    { id: 10, data: Uint8Array.of(1) },
  ],
});
/** What TDS 7.1 has types for. */
const oldSamples = samples.filter(([type]) => columnTypeIn(OLDEST_DIALECT, type, C) === type);
const oldParameters = parameters.filter(({ type }) => columnTypeIn(OLDEST_DIALECT, type, C) === type);

/** A login whose texts begin at 86, where 7.2 put the new password. */
function shortLogin(): Buffer {
  const long = encodeLogin7({ ...decodeLogin7(login), tdsVersion: 0x71000001, newPassword: undefined, features: [] });
  const short = Buffer.concat([long.subarray(0, 86), long.subarray(94)]);
  short.writeUInt32LE(short.length, 0);
  for (let at = 36; at < 86; at += at === 68 ? 10 : 4) short.writeUInt16LE(short.readUInt16LE(at) - 8, at);
  return short;
}
const batch = encodeSqlBatch({ headers, text: 'SELECT * FROM t WHERE a = 1' });

const targets: readonly Target[] = [
  {
    name: 'PRELOGIN',
    message: encodePrelogin({
      version: { major: 15, minor: 0, build: 1, subBuild: 0 },
      encryption: 1,
      instance: Uint8Array.of(0),
      threadId: 1,
      mars: false,
      traceId: new Uint8Array(36),
      fedAuthRequired: 0,
    }),
    decode: (bytes) => decodePrelogin(bytes),
  },
  {
    name: 'LOGIN7',
    message: login,
    decode: (bytes) => decodeLogin7(bytes),
  },
  { name: 'session recovery', message: recovery, decode: (bytes) => decodeSessionRecovery(bytes) },
  { name: 'SQLBatch', message: batch, decode: (bytes) => decodeSqlBatch(bytes, LATEST_DIALECT) },
  { name: 'packets', message: splitIntoPackets(PacketType.sqlBatch, batch, 40), decode: readPackets },
  {
    name: 'RPC',
    message: encodeRpc(headers, [
      { ...call, procedure: 10, parameters },
      { ...call, procedure: 'p', parameters },
    ]),
    decode: callReader(LATEST_DIALECT),
  },
  {
    name: 'TVP',
    message: encodeRpc(headers, [
      {
        ...call,
        procedure: 'p',
        parameters: [{ name: '@t', output: false, useDefault: false, type: tdsType(TypeId.table), value: null, table }],
      },
    ]),
    decode: callReader(LATEST_DIALECT),
  },
  {
    name: 'transaction manager',
    message: encodeTransactionManager(headers, {
      kind: 'rollback',
      name: 'a',
      beginAgain: { isolation: 2, name: 'b' },
    }),
    decode: (bytes) => decodeTransactionManager(bytes, LATEST_DIALECT),
  },
  {
    name: 'bulk load',
    message: bulkMessage(
      LATEST_DIALECT,
      columns,
      samples.map(([, value]) => value),
    ),
    decode: bulkReader(LATEST_DIALECT),
  },
  {
    name: 'LOGIN7 of TDS 7.1',
    message: shortLogin(),
    decode: (bytes) => decodeLogin7(bytes),
  },
  {
    name: 'SQLBatch of TDS 7.1',
    message: encodeSqlBatch({ headers: undefined, text: 'SELECT * FROM t WHERE a = 1' }),
    decode: (bytes) => decodeSqlBatch(bytes, OLDEST_DIALECT),
  },
  {
    name: 'RPC of TDS 7.1',
    message: encodeRpc(
      undefined,
      [
        { ...call, procedure: 10, parameters: oldParameters },
        { ...call, procedure: 'p', parameters: oldParameters },
      ],
      OLDEST_DIALECT,
    ),
    decode: callReader(OLDEST_DIALECT),
  },
  {
    name: 'bulk load of TDS 7.1',
    message: bulkMessage(
      OLDEST_DIALECT,
      oldSamples.map(([type], i) => ({ name: `c${i}`, type, flags: 9, userType: 0 })),
      oldSamples.map(([, value]) => value),
    ),
    decode: bulkReader(OLDEST_DIALECT),
  },
];

const INTERESTING = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff, 0xf3, 0xe7, 0xa5, 0x62, 0x23, 0xd1, 0x81, 0xfd];

/** One to four changes of a kind each: a flipped bit, a telling byte, a telling length, a cut, a hole, a doubled piece. */
function mutate(message: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(message);
  const pick = (bound: number) => Math.floor(random() * Math.max(1, bound));
  for (let changes = 1 + pick(4); changes > 0 && bytes.length > 4; changes--) {
    const at = pick(bytes.length - 4);
    switch (pick(7)) {
      case 0:
        bytes[at]! ^= 1 << pick(8);
        break;
      case 1:
        bytes[at] = INTERESTING[pick(INTERESTING.length)]!;
        break;
      case 2:
        bytes.writeUInt16LE(random() < 0.5 ? 0xffff - pick(3) : pick(0x2000), at);
        break;
      case 3:
        bytes.writeUInt32LE(random() < 0.5 ? 0xffff_ffff - pick(3) : pick(0x8000_0000), at);
        break;
      case 4:
        bytes = bytes.subarray(0, at + 1);
        break;
      case 5:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + pick(8))]);
        break;
      default:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(pick(at), at), bytes.subarray(at)]);
    }
  }
  return bytes;
}

for (const target of targets) {
  test(`${target.name}: hostile bytes end in a protocol error or a value, nothing else`, () => {
    const random = seededRandom(SEED);
    target.decode(target.message, random);
    let refused = 0;
    const mutants = Math.ceil(MUTANTS / targets.length);
    for (let i = 0; i < mutants; i++) {
      const bytes = mutate(target.message, random);
      const started = performance.now();
      try {
        target.decode(bytes, random);
      } catch (thrown) {
        if (!(thrown instanceof TdsProtocolError)) {
          throw new Error(`mutant ${i} of ${target.name}: ${bytes.toString('hex')}`, { cause: thrown });
        }
        refused++;
      }
      const took = performance.now() - started;
      assert.ok(took < MAX_MILLISECONDS_A_MUTANT, `mutant ${i} took ${took} ms: ${bytes.toString('hex')}`);
    }
    assert.ok(refused > 0 && refused < mutants, `${refused} of ${mutants} were refused`);
  });
}
