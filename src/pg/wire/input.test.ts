import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PgInput } from './input.ts';

function message(type: number, body: Uint8Array): Buffer {
  const bytes = Buffer.alloc(5 + body.length);
  bytes[0] = type;
  bytes.writeInt32BE(4 + body.length, 1);
  bytes.set(body, 5);
  return bytes;
}

function collect(limit: number, chunks: readonly Buffer[]): { seen: string[]; tooLarge: number } {
  const seen: string[] = [];
  let tooLarge = 0;
  const sink = {
    message: (type: number, buffer: Buffer, start: number, end: number) =>
      void seen.push(`${type}:${buffer.toString('hex', start, end)}`),
    tooLarge: () => void (tooLarge += 1),
  };
  const input = new PgInput(sink, limit);
  // The socket reads every chunk into the same buffer.
  const shared = Buffer.alloc(100_000);
  for (const chunk of chunks) {
    chunk.copy(shared);
    input.feed(shared, chunk.length);
    shared.fill(0xee);
  }
  return { seen, tooLarge };
}

const messages = fc.array(fc.tuple(fc.integer({ min: 1, max: 255 }), fc.uint8Array({ maxLength: 60 })), {
  maxLength: 30,
});
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });

function split(bytes: Buffer, pieces: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const size = pieces[index % pieces.length] as number;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

test('messages are the same however the socket cuts them', () => {
  fc.assert(
    fc.property(messages, sizes, (list, pieces) => {
      const bytes = Buffer.concat(list.map(([type, body]) => message(type, body)));
      const expected = list.map(([type, body]) => `${type}:${Buffer.from(body).toString('hex')}`);
      assert.deepEqual(collect(1000, split(bytes, pieces)).seen, expected);
    }),
  );
});

test('a message over the limit is read past and told, and what follows it is seen', () => {
  fc.assert(
    fc.property(messages, sizes, (list, pieces) => {
      const bytes = Buffer.concat(list.map(([type, body]) => message(type, body)));
      const fits = list.filter(([, body]) => body.length + 5 <= 30);
      const { seen, tooLarge } = collect(30, split(bytes, pieces));
      const expected = fits.map(([type, body]) => `${type}:${Buffer.from(body).toString('hex')}`);
      // Whole in one chunk, a message costs no memory, whatever its size.
      assert.ok(seen.length >= expected.length && seen.length + tooLarge === list.length);
      assert.deepEqual(
        seen.filter((text) => (text.length - text.indexOf(':') - 1) / 2 + 5 <= 30),
        expected,
      );
    }),
  );
});

test('a length below 4 is a violation', () => {
  const input = new PgInput({ message: () => {}, tooLarge: () => {} }, 1000);
  assert.throws(() => input.feed(Buffer.from([0x44, 0, 0, 0, 3]), 5), { code: 'PG_PROTOCOL_VIOLATION' });
});
