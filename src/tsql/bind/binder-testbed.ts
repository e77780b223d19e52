import { MemoryCatalog } from '../catalog/memory-catalog.ts';
import type { ColumnMeta, TableMeta } from '../catalog/meta.ts';
import { parseBatch } from '../syntax/parse.ts';
import {
  DATETIME,
  INT,
  NTEXT,
  ROWVERSION,
  UNIQUEIDENTIFIER,
  BIGINT,
  decimal,
  nvarchar,
  varchar,
} from '../types/sql-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { compileStatement } from './compile.ts';
import type { CompiledStatement } from './compiled.ts';
import { DEFAULT_SET_OPTIONS } from './environment.ts';
import type { BindEnvironment } from './environment.ts';

const COLLATION = 'SQL_Latin1_General_CP1_CI_AS';
const BORN = '2024-01-01T00:00:00Z';
const DBO = 0x50001;

function column(id: number, name: string, type: SqlType, extra: Partial<ColumnMeta> = {}): ColumnMeta {
  return { id, name, pg: name, type, nullable: true, ...extra };
}

function table(id: number, name: string, columns: readonly ColumnMeta[]): TableMeta {
  return {
    kind: 'table',
    id,
    schemaId: DBO,
    name,
    pg: name,
    createdAt: BORN,
    modifiedAt: BORN,
    columns,
    nextColumnId: columns.length + 1,
    indexes: [
      {
        id: 1,
        name: `pk_${name}`,
        pg: `pk_${name}`,
        unique: true,
        clustered: true,
        columns: [{ column: 'id', descending: false }],
        include: [],
        constraint: 'PRIMARY KEY',
      },
    ],
    foreignKeys: [],
    checks: [],
  };
}

const id = column(1, 'id', INT, { nullable: false });

/** A small shop: what the binder's tests bind against, without PostgreSQL. */
export const SHOP = MemoryCatalog.create([], {
  version: 1,
  putDatabases: [
    { id: 5, name: 'shop', collation: COLLATION, createdAt: BORN, options: {} },
    { id: 6, name: 'other', collation: COLLATION, createdAt: BORN, options: {} },
  ],
  putSchemas: [
    { id: DBO, databaseId: 5, name: 'dbo', pg: 'shop.dbo' },
    { id: 0x50005, databaseId: 5, name: 'sales', pg: 'shop.sales' },
    { id: 0x60001, databaseId: 6, name: 'dbo', pg: 'other.dbo' },
  ],
  putObjects: [
    table(100, 'item', [
      column(1, 'id', INT, { nullable: false, identity: { seed: '1', increment: '1', pgSequence: 'item_id' } }),
      column(2, 'name', nvarchar(20), { nullable: false }),
      column(3, 'price', decimal(10, 2), { default: { constraint: 'df', objectId: 900, text: '((1))' } }),
      column(4, 'kind', INT),
    ]),
    table(101, 'kind', [id, column(2, 'title', varchar(30))]),
    table(102, 'stamped', [
      id,
      column(2, 'v', ROWVERSION, { nullable: false }),
      column(3, 'twice', INT, { computed: { text: '[id]*(2)', persisted: false, stored: false } }),
    ]),
    table(103, 'wide', [
      id,
      column(2, 'big', BIGINT),
      column(3, 'made', DATETIME),
      column(4, 'g', UNIQUEIDENTIFIER),
      column(5, 'old', NTEXT),
    ]),
    { ...table(104, 'item', [id]), schemaId: 0x60001 },
    {
      kind: 'view',
      id: 200,
      schemaId: DBO,
      name: 'pairs',
      pg: 'pairs',
      createdAt: BORN,
      modifiedAt: BORN,
      schemaBound: false,
      checkOption: false,
      definition:
        'CREATE VIEW pairs AS SELECT i.id, i.name, k.title, i.price * 2 AS twice FROM item i JOIN kind k ON k.id = i.kind',
      columns: [
        id,
        column(2, 'name', nvarchar(20)),
        column(3, 'title', varchar(30)),
        column(4, 'twice', decimal(12, 2)),
      ],
    },
    {
      kind: 'synonym',
      id: 201,
      schemaId: DBO,
      name: 'thing',
      pg: 'thing',
      createdAt: BORN,
      modifiedAt: BORN,
      target: '[shop].[dbo].[item]',
    },
    {
      kind: 'view',
      id: 202,
      schemaId: DBO,
      name: 'endless',
      pg: 'endless',
      createdAt: BORN,
      modifiedAt: BORN,
      schemaBound: false,
      checkOption: false,
      definition: 'CREATE VIEW endless AS SELECT id FROM endless',
      columns: [id],
    },
  ],
});

const VARIABLES: Readonly<Record<string, SqlType>> = {
  '@id': INT,
  '@big': BIGINT,
  '@text': nvarchar(50),
  '@when': DATETIME,
};

export function environment(changes: Partial<BindEnvironment> = {}): BindEnvironment {
  return {
    catalog: SHOP,
    databaseId: 5,
    defaultSchema: 'dbo',
    variable: (name) => {
      const type = VARIABLES[name];
      return type && { type };
    },
    tableVariable: () => undefined,
    temporaryTable: () => undefined,
    options: DEFAULT_SET_OPTIONS,
    serverCollation: COLLATION,
    ...changes,
  };
}

/** Compiles the one statement of the text. */
export function compile(sql: string, changes: Partial<BindEnvironment> = {}): CompiledStatement {
  const [statement] = parseBatch(sql).statements;
  if (!statement) throw new Error('no statement');
  return compileStatement(statement, environment(changes));
}
