import type {
  CheckMeta,
  ColumnMeta,
  Expr,
  ForeignKeyMeta,
  IndexMeta,
  Pos,
  Predicate,
  SchemaMeta,
  SqlError,
  TableMeta,
} from '../../tsql/index.ts';
import { alreadyExists } from './ddl-error.ts';
import { columnByName } from './pg-text.ts';
import type { DdlContext } from './plan.ts';
import { constraintNames, isNameTaken, temporarySchema } from './resolve-name.ts';

/** A table while a statement makes or changes it. */
export class TableDraft {
  readonly ctx: DdlContext;
  readonly schema: SchemaMeta;
  readonly databaseId: number;
  /** Shown in error texts and cut into system names; a table variable's with its @. */
  readonly name: string;
  readonly base: TableMeta;
  columns: ColumnMeta[];
  indexes: IndexMeta[];
  foreignKeys: ForeignKeyMeta[];
  checks: CheckMeta[];
  nextColumnId: number;
  readonly messages: SqlError[] = [];
  /** Syntax of what was added in this statement, so that it need not be parsed again. */
  readonly computed = new Map<number, Expr>();
  readonly defaults = new Map<number, Expr>();
  readonly conditions = new Map<number, Predicate>();
  readonly filters = new Map<number, Predicate>();

  constructor(ctx: DdlContext, schema: SchemaMeta, databaseId: number, base: TableMeta) {
    this.ctx = ctx;
    this.schema = schema;
    this.databaseId = databaseId;
    this.name = base.name;
    this.base = base;
    this.columns = [...base.columns];
    this.indexes = [...base.indexes];
    this.foreignKeys = [...base.foreignKeys];
    this.checks = [...base.checks];
    this.nextColumnId = base.nextColumnId;
  }

  /** The table as it stands now. */
  meta(): TableMeta {
    return {
      ...this.base,
      columns: this.columns,
      indexes: this.indexes,
      foreignKeys: this.foreignKeys,
      checks: this.checks,
      nextColumnId: this.nextColumnId,
      modifiedAt: this.ctx.now,
    };
  }

  column(name: string): ColumnMeta | undefined {
    return columnByName(this, name);
  }

  replaceColumn(column: ColumnMeta): void {
    this.columns = this.columns.map((old) => (old.id === column.id ? column : old));
  }

  /** Throws 2714 when another object or constraint of the schema has the name. */
  claimConstraintName(pos: Pos, name: string): void {
    const folded = name.toLowerCase();
    const own = constraintNames(this.meta()).some((taken) => taken.toLowerCase() === folded);
    const others = !this.base.temporary && !this.base.tableType && isNameTaken(this.ctx, this.schema.id, name);
    if (own || others) throw alreadyExists(pos, name);
  }

  nextIndexId(clustered: boolean): number {
    return clustered ? 1 : Math.max(1, ...this.indexes.map((index) => index.id)) + 1;
  }

  get clustered(): IndexMeta | undefined {
    return this.indexes.find((index) => index.clustered);
  }

  get primaryKey(): IndexMeta | undefined {
    return this.indexes.find((index) => index.constraint === 'PRIMARY KEY');
  }
}

/** A new table without anything in it. */
export function emptyTable(ctx: DdlContext, schema: SchemaMeta, name: string, pg: string): TableMeta {
  return {
    kind: 'table',
    id: ctx.ids.object(),
    schemaId: schema.id,
    name,
    pg,
    createdAt: ctx.now,
    modifiedAt: ctx.now,
    columns: [],
    nextColumnId: 1,
    indexes: [],
    foreignKeys: [],
    checks: [],
  };
}

/** A #temp table or what else lives in pg_temp. Its types and collations are those of the current database. */
export function temporaryTableDraft(name: string, ctx: DdlContext): TableDraft {
  const schema = temporarySchema(ctx);
  return new TableDraft(ctx, schema, ctx.databaseId, {
    ...emptyTable(ctx, schema, name, ctx.temporaryName(name)),
    temporary: true,
  });
}
