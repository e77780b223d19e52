import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TdsProtocolError } from './errors.ts';
import { MessageAssembler } from './message-assembler.ts';
import { PacketReader, PacketStatus, PacketType, splitIntoPackets } from './packet.ts';
import { createChunkPool, TokenWriter } from './token-writer.ts';

function assemble(wire: Buffer, cuts: readonly number[]): Buffer[] {
  const reader = new PacketReader();
  const assembler = new MessageAssembler(1 << 24);
  const messages: Buffer[] = [];
  let at = 0;
  for (const cut of [...cuts, wire.length]) {
    const to = Math.min(wire.length, Math.max(at, cut));
    reader.push(wire.subarray(at, to));
    at = to;
    for (let packet = reader.next(); packet !== undefined; packet = reader.next()) {
      const message = assembler.add(packet);
      if (message !== undefined) messages.push(message.payload);
    }
  }
  return messages;
}

test('a message survives any packet size and any way the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 5000 }),
      fc.integer({ min: 512, max: 4096 }),
      fc.array(fc.nat(6000)).map((cuts) => cuts.toSorted((a, b) => a - b)),
      (payload, size, cuts) => {
        const wire = splitIntoPackets(PacketType.sqlBatch, Buffer.from(payload), size);
        const messages = assemble(Buffer.concat([wire, wire]), cuts);
        assert.deepEqual(messages, [Buffer.from(payload), Buffer.from(payload)]);
      },
    ),
  );
});

test('what a token writer writes comes back whole, however often it flushed', () => {
  const pool = createChunkPool();
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 40_000 }), { maxLength: 12 }),
      fc.integer({ min: 512, max: 32_767 }),
      (tokens, size) => {
        const sent: Buffer[] = [];
        const writer = new TokenWriter(size, pool, (packets) => {
          sent.push(Buffer.from(packets));
          return true;
        });
        for (const token of tokens) {
          writer.bytes(token);
          writer.flushIfFull();
        }
        writer.end();
        const messages = assemble(Buffer.concat(sent), []);
        assert.equal(messages.length, 1);
        assert.ok(messages[0]!.equals(Buffer.concat(tokens)));
        assert.equal(writer.buffer.length, 0);
      },
    ),
    { numRuns: 60 },
  );
});

test('only the last packet is marked, ids count from 1 and the SPID is in each header', () => {
  const sent: Buffer[] = [];
  const writer = new TokenWriter(512, createChunkPool(), (packets) => {
    sent.push(Buffer.from(packets));
    return true;
  });
  writer.spid = 0x0102;
  writer.bytes(Buffer.alloc(1100));
  writer.flush();
  writer.end();
  const wire = Buffer.concat(sent);
  const headers = [0, 512, 1024].map((at) => [...wire.subarray(at, at + 8)]);
  assert.deepEqual(headers, [
    [4, 0, 2, 0, 1, 2, 1, 0],
    [4, 0, 2, 0, 1, 2, 2, 0],
    [4, 1, 0, 100, 1, 2, 3, 0],
  ]);
});

test('a packet shorter than its header, a message too long and a mix of types are protocol errors', () => {
  const reader = new PacketReader();
  reader.push(Buffer.from([1, 1, 0, 7, 0, 0, 1, 0]));
  assert.throws(() => reader.next(), TdsProtocolError);
  const assembler = new MessageAssembler(10);
  assembler.add({ type: 1, status: 0, payload: Buffer.alloc(8) });
  assert.throws(() => assembler.add({ type: 1, status: 0, payload: Buffer.alloc(8) }), TdsProtocolError);
  const mixed = new MessageAssembler(100);
  mixed.add({ type: 1, status: 0, payload: Buffer.alloc(8) });
  assert.throws(
    () => mixed.add({ type: 3, status: PacketStatus.endOfMessage, payload: Buffer.alloc(8) }),
    TdsProtocolError,
  );
});
