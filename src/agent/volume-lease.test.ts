import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { VolumeLease } from './volume-lease.ts';
import { decodeRecord, encodeRecord, RECORD_BYTES } from './volume-record.ts';

function volume(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-lease-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const leaseOf = (directory: string, holder: string): VolumeLease =>
  new VolumeLease(directory, { holder, place: `at ${holder}` });

test('a fresh volume is nobody’s; an epoch is taken, kept by beats and released', async (t) => {
  const directory = volume(t);
  const a = leaseOf(directory, 'a');
  assert.deepEqual(await a.carryOut({ kind: 'read' }), { record: undefined, claim: undefined });
  const taken = { epoch: 1, holder: 'a', place: 'at a', beat: 0, released: false };
  assert.deepEqual((await a.carryOut({ kind: 'take', epoch: 1 })).record, taken);
  assert.deepEqual((await a.carryOut({ kind: 'beat', epoch: 1, beat: 7 })).record, { ...taken, beat: 7 });
  assert.deepEqual((await leaseOf(directory, 'b').carryOut({ kind: 'read' })).record, { ...taken, beat: 7 });
  assert.deepEqual((await a.carryOut({ kind: 'release', epoch: 1 })).record, { ...taken, released: true });
  assert.equal(statSync(join(directory, 'lease', 'epoch-0000000001')).size, RECORD_BYTES);
});

test('of twenty that take an epoch at once, one gets it', async (t) => {
  const directory = volume(t);
  const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
  await Promise.all(names.map((name) => leaseOf(directory, name).carryOut({ kind: 'take', epoch: 1 })));
  const holders = await Promise.all(
    names.map(async (name) => (await leaseOf(directory, name).carryOut({ kind: 'read' })).record?.holder),
  );
  assert.equal(new Set(holders).size, 1);
});

test('the beat of an older holder changes nothing for the newer one', async (t) => {
  const directory = volume(t);
  const [a, b] = [leaseOf(directory, 'a'), leaseOf(directory, 'b')];
  await a.carryOut({ kind: 'take', epoch: 1 });
  await b.carryOut({ kind: 'take', epoch: 2 });
  const seen = await a.carryOut({ kind: 'beat', epoch: 1, beat: 1 });
  assert.deepEqual([seen.record?.holder, seen.record?.epoch], ['b', 2]);
  await b.carryOut({ kind: 'release', epoch: 2 });
  await b.carryOut({ kind: 'take', epoch: 3 });
  assert.deepEqual(
    readdirSync(join(directory, 'lease')).filter((name) => name.startsWith('epoch')),
    ['epoch-0000000002', 'epoch-0000000003'],
  );
  assert.equal((await a.carryOut({ kind: 'beat', epoch: 1, beat: 2 })).record?.epoch, 3);
});

test('a claim is seen by the holder', async (t) => {
  const directory = volume(t);
  await leaseOf(directory, 'a').carryOut({ kind: 'take', epoch: 1 });
  await leaseOf(directory, 'b/1').carryOut({ kind: 'claim', epoch: 2 });
  const seen = await leaseOf(directory, 'a').carryOut({ kind: 'beat', epoch: 1, beat: 1 });
  assert.deepEqual(seen.claim, { epoch: 2, holder: 'b/1' });
});

test('an epoch whose record is torn or empty counts as taken, by nobody knows whom', async (t) => {
  const directory = volume(t);
  await leaseOf(directory, 'a').carryOut({ kind: 'take', epoch: 1 });
  truncateSync(join(directory, 'lease', 'epoch-0000000001'), 100);
  const unknown = { epoch: 1, holder: 'unknown', place: '', beat: -1, released: false };
  assert.deepEqual((await leaseOf(directory, 'b').carryOut({ kind: 'read' })).record, unknown);
  writeFileSync(join(directory, 'lease', 'epoch-0000000002'), '');
  assert.equal((await leaseOf(directory, 'b').carryOut({ kind: 'take', epoch: 2 })).record?.holder, 'unknown');
});

test('a record survives its encoding, and every change of a byte of it is noticed', () => {
  const record = { epoch: 12, holder: 'pod-ü', place: 'boot', beat: 3, released: false };
  const bytes = encodeRecord(record);
  assert.deepEqual(decodeRecord(bytes), record);
  const used = bytes.toString().trimEnd().length;
  for (let index = 0; index < used; index++) {
    const damaged = Buffer.from(bytes);
    damaged[index] = damaged[index]! ^ 1;
    assert.equal(decodeRecord(damaged), undefined, `byte ${index}`);
  }
  assert.throws(() => encodeRecord({ ...record, holder: 'x'.repeat(600) }), RangeError);
});
