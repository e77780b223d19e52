import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LayeredMap } from './layered-map.ts';
import { MemoryCatalog } from './memory-catalog.ts';
import type { TableMeta, TriggerMeta } from './meta.ts';

const schema = { id: 1, databaseId: 5, name: 'dbo', pg: 'shop.dbo' };
const table = (id: number, name: string, extra: Partial<TableMeta> = {}): TableMeta => ({
  kind: 'table',
  id,
  schemaId: 1,
  name,
  pg: name,
  createdAt: '',
  modifiedAt: '',
  columns: [],
  nextColumnId: 1,
  indexes: [],
  foreignKeys: [],
  checks: [],
  ...extra,
});
const trigger = (id: number, parentId: number): TriggerMeta => ({
  kind: 'trigger',
  id,
  schemaId: 1,
  name: `tr${id}`,
  pg: '',
  createdAt: '',
  modifiedAt: '',
  definition: '',
  parentId,
  insteadOf: false,
  events: [],
  disabled: false,
});

describe('MemoryCatalog', () => {
  const base = MemoryCatalog.create([], { version: 1, putSchemas: [schema], putObjects: [table(10, 'Item')] });

  it('finds by name without case', () => {
    assert.equal(base.object(1, 'ITEM')?.id, 10);
    assert.equal(base.schema(5, 'DBO')?.id, 1);
    assert.equal(base.object(1, 'other'), undefined);
  });

  it('leaves the old snapshot as it was', () => {
    const next = base.with({ version: 2, putObjects: [table(11, 'Kind')], dropObjects: [10] });
    assert.equal(next.object(1, 'item'), undefined);
    assert.equal(next.objectById(10), undefined);
    assert.equal(next.object(1, 'kind')?.id, 11);
    assert.equal(next.version, 2);
    assert.equal(base.object(1, 'item')?.id, 10);
    assert.equal(base.object(1, 'kind'), undefined);
    assert.deepEqual(
      [...next.objects(1)].map((object) => object.id),
      [11],
    );
  });

  it('renames, and gives the old name away in the same step', () => {
    const next = base.with({ putObjects: [table(10, 'Thing'), table(11, 'Item')] });
    assert.equal(next.object(1, 'thing')?.id, 10);
    assert.equal(next.object(1, 'item')?.id, 11);
  });

  it('keeps the names of types apart from those of objects', () => {
    const next = base.with({ putObjects: [table(12, 'Item', { tableType: true })] });
    assert.equal(next.object(1, 'item')?.id, 10);
    assert.equal(next.type(1, 'item')?.id, 12);
  });

  it('knows the triggers of a table in their order', () => {
    const next = base.with({ putObjects: [trigger(20, 10), trigger(21, 10)] });
    assert.deepEqual(
      next.triggersOf(10).map((one) => one.id),
      [20, 21],
    );
    assert.deepEqual(
      next
        .with({ dropObjects: [20] })
        .triggersOf(10)
        .map((one) => one.id),
      [21],
    );
  });
});

describe('LayeredMap', () => {
  it('merges a large overlay and forgets what was deleted', () => {
    let map = new LayeredMap<number, string>();
    for (let i = 0; i < 1000; i++) map = map.with([[i, `v${i}`]]);
    map = map.with(Array.from({ length: 600 }, (_, i): [number, undefined] => [i, undefined]));
    assert.equal(map.get(599), undefined);
    assert.equal(map.get(600), 'v600');
    assert.equal([...map.values()].length, 400);
  });
});
