import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DdlTestbed } from '../../ddl/ddl-testbed.ts';
import { SYSTEM_VIEW_METAS } from './generate.ts';
import { liveTopicsOf } from './live-topics.ts';

let bed: DdlTestbed;
before(async () => {
  bed = await DdlTestbed.start();
  await bed.run('CREATE DATABASE shop');
  bed.database = 'shop';
  await bed.run(`CREATE TYPE code FROM varchar(11) NOT NULL;
    CREATE TABLE customers (id int IDENTITY(3,2) CONSTRAINT pk_customers PRIMARY KEY, name nvarchar(50) NOT NULL, code code,
      price decimal(10,2) CONSTRAINT df_price DEFAULT 1.5, born datetime2(3), twice AS (price * 2), CONSTRAINT ck_price CHECK (price >= 0));
    CREATE TABLE orders (id int NOT NULL, line int NOT NULL, customer int CONSTRAINT fk_customer REFERENCES customers ON DELETE CASCADE,
      CONSTRAINT pk_orders PRIMARY KEY NONCLUSTERED (id, line DESC), INDEX ix_customer CLUSTERED (customer));
    CREATE UNIQUE INDEX ux ON customers (name) INCLUDE (born) WHERE price > 1`);
  await bed.runner.runSimple(`INSERT INTO "shop.dbo".customers (id, name, code) VALUES (3, 'a', 'x'), (5, 'b', 'y')`);
});
after(() => bed.stop());

const DB = `"$db" = (SELECT id FROM holdfast.databases WHERE folded = 'shop')`;
const rows = (columns: string, view: string, rest = ''): Promise<readonly (readonly (string | null)[])[]> =>
  bed.rows(`SELECT ${columns} FROM sys."${view}" v WHERE ${DB} ${rest}`);

test('tables and columns', async () => {
  assert.deepEqual(await rows('name, type, type_desc, schema_id', 'sys.tables', 'ORDER BY name'), [
    ['customers', 'U ', 'USER_TABLE', '1'],
    ['orders', 'U ', 'USER_TABLE', '1'],
  ]);
  const id = bed.table('customers').id;
  assert.deepEqual(
    await rows(
      'name, column_id, system_type_id, user_type_id, max_length, precision, scale, is_nullable, is_identity, is_computed',
      'sys.columns',
      `AND object_id = ${id} ORDER BY column_id`,
    ),
    [
      ['id', '1', '56', '56', '4', '10', '0', '0', '1', '0'],
      ['name', '2', '231', '231', '100', '0', '0', '0', '0', '0'],
      ['code', '3', '167', '257', '11', '0', '0', '0', '0', '0'],
      ['price', '4', '106', '106', '9', '10', '2', '1', '0', '0'],
      ['born', '5', '42', '42', '7', '23', '3', '1', '0', '0'],
      ['twice', '6', '108', '108', '9', '12', '2', '1', '0', '1'],
    ],
  );
  assert.deepEqual(await rows('seed_value, increment_value', 'sys.identity_columns'), [['(int,3)', '(int,2)']]);
  assert.deepEqual(await rows('definition', 'sys.computed_columns'), [['([price]*(2))']]);
  assert.deepEqual(await rows('name, user_type_id, is_user_defined', 'sys.types', 'AND is_user_defined = 1'), [
    ['code', '257', '1'],
  ]);
});

test('indexes and constraints', async () => {
  assert.deepEqual(
    await rows(
      'name, index_id, type_desc, is_unique, is_primary_key, has_filter, filter_definition',
      'sys.indexes',
      'ORDER BY object_id, index_id',
    ),
    [
      ['pk_customers', '1', 'CLUSTERED', '1', '1', '0', null],
      ['ux', '2', 'NONCLUSTERED', '1', '0', '1', '([price]>(1))'],
      ['ix_customer', '1', 'CLUSTERED', '0', '0', '0', null],
      ['pk_orders', '2', 'NONCLUSTERED', '1', '1', '0', null],
    ],
  );
  assert.deepEqual(
    await rows(
      'index_column_id, column_id, key_ordinal, is_descending_key, is_included_column',
      'sys.index_columns',
      `AND object_id = ${bed.table('orders').id} AND index_id = 2 ORDER BY 1`,
    ),
    [
      ['1', '1', '1', '0', '0'],
      ['2', '2', '2', '1', '0'],
    ],
  );
  assert.deepEqual(await rows('name, definition, parent_column_id', 'sys.default_constraints'), [
    ['df_price', '((1.5))', '4'],
  ]);
  assert.deepEqual(await rows('name, definition', 'sys.check_constraints'), [['ck_price', '([price]>=(0))']]);
  assert.deepEqual(
    await rows('name, delete_referential_action_desc, update_referential_action, key_index_id', 'sys.foreign_keys'),
    [['fk_customer', 'CASCADE', '0', '1']],
  );
  assert.deepEqual(await rows('parent_column_id, referenced_column_id', 'sys.foreign_key_columns'), [['3', '1']]);
  assert.deepEqual(await rows('name, unique_index_id', 'sys.key_constraints', 'ORDER BY name'), [
    ['pk_customers', '1'],
    ['pk_orders', '2'],
  ]);
  assert.deepEqual(
    await rows('rows', 'sys.partitions', `AND object_id = ${bed.table('customers').id} AND index_id < 2`),
    [['2']],
  );
});

test('INFORMATION_SCHEMA', async () => {
  assert.deepEqual(
    await rows(
      '"COLUMN_NAME", "DATA_TYPE", "CHARACTER_MAXIMUM_LENGTH", "NUMERIC_PRECISION", "NUMERIC_SCALE", "DATETIME_PRECISION", "IS_NULLABLE", "COLUMN_DEFAULT", "DOMAIN_NAME"',
      'INFORMATION_SCHEMA.COLUMNS',
      `AND "TABLE_NAME" = 'customers' ORDER BY "ORDINAL_POSITION"`,
    ),
    [
      ['id', 'int', null, '10', '0', null, 'NO', null, null],
      ['name', 'nvarchar', '50', null, null, null, 'NO', null, null],
      ['code', 'varchar', '11', null, null, null, 'NO', null, 'code'],
      ['price', 'decimal', null, '10', '2', null, 'YES', '((1.5))', null],
      ['born', 'datetime2', null, null, null, '3', 'YES', null, null],
      ['twice', 'numeric', null, '12', '2', null, 'YES', null, null],
    ],
  );
  assert.deepEqual(
    await rows('"CONSTRAINT_NAME", "CONSTRAINT_TYPE"', 'INFORMATION_SCHEMA.TABLE_CONSTRAINTS', 'ORDER BY 1'),
    [
      ['ck_price', 'CHECK'],
      ['fk_customer', 'FOREIGN KEY'],
      ['pk_customers', 'PRIMARY KEY'],
      ['pk_orders', 'PRIMARY KEY'],
    ],
  );
  assert.deepEqual(
    await rows(
      '"CONSTRAINT_NAME", "UNIQUE_CONSTRAINT_NAME", "DELETE_RULE"',
      'INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS',
    ),
    [['fk_customer', 'pk_customers', 'CASCADE']],
  );
  assert.deepEqual(
    await rows(
      '"CONSTRAINT_NAME", "COLUMN_NAME", "ORDINAL_POSITION"',
      'INFORMATION_SCHEMA.KEY_COLUMN_USAGE',
      'ORDER BY 1, 3',
    ),
    [
      ['fk_customer', 'customer', '1'],
      ['pk_customers', 'id', '1'],
      ['pk_orders', 'id', '1'],
      ['pk_orders', 'line', '2'],
    ],
  );
  assert.deepEqual(
    await rows('"COLUMN_NAME"', 'INFORMATION_SCHEMA.CONSTRAINT_COLUMN_USAGE', `AND "CONSTRAINT_NAME" = 'ck_price'`),
    [['price']],
  );
});

test('databases, principals, built-in objects', async () => {
  assert.deepEqual(
    await bed.rows(
      `SELECT name, database_id, compatibility_level, collation_name FROM sys."sys.databases" WHERE database_id > 3`,
    ),
    [
      ['msdb', '4', '150', 'SQL_Latin1_General_CP1_CI_AS'],
      ['shop', '5', '150', 'SQL_Latin1_General_CP1_CI_AS'],
    ],
  );
  assert.deepEqual(await rows('name', 'sys.database_principals', `AND type = 'S' ORDER BY principal_id`), [
    ['dbo'],
    ['guest'],
    ['INFORMATION_SCHEMA'],
    ['sys'],
  ]);
  assert.deepEqual(await rows('name, type', 'sys.all_objects', `AND name = 'xml_indexes'`), [['xml_indexes', 'V ']]);
  assert.ok(
    (
      await rows(
        '1',
        'sys.all_columns',
        `AND object_id = ${SYSTEM_VIEW_METAS.find((view) => view.name === 'databases')?.objectId}`,
      )
    ).length > 80,
  );
});

test('names and ids of built-in views are unique', () => {
  assert.equal(new Set(SYSTEM_VIEW_METAS.map((view) => view.pg.toLowerCase())).size, SYSTEM_VIEW_METAS.length);
  for (const view of SYSTEM_VIEW_METAS) {
    assert.equal(new Set(view.columns.map((column) => column.name.toLowerCase())).size, view.columns.length, view.pg);
    assert.ok(view.columns.length > 0, view.pg);
  }
});

test('live rows are read from the setting of the connection', async () => {
  assert.deepEqual(liveTopicsOf('SELECT 1 FROM sys."sys.dm_exec_sessions" x'), ['sessions']);
  assert.deepEqual(liveTopicsOf('SELECT 1 FROM sys."sys.tables" x'), []);
  await bed.rows(
    `SELECT set_config('holdfast.live_sessions', '[{"sessionId":51,"loginTime":"2024-05-01T10:00:00Z","isolationLevel":2,"sid":"01","encrypted":true}]', false)`,
  );
  assert.deepEqual(await bed.rows(`SELECT session_id, transaction_isolation_level FROM sys."sys.dm_exec_sessions"`), [
    ['51', '2'],
  ]);
  assert.deepEqual(await bed.rows(`SELECT session_id, encrypt_option FROM sys."sys.dm_exec_connections"`), [
    ['51', 'TRUE'],
  ]);
});
