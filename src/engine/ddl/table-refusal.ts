import { type SqlError, type TableMeta } from '../../tsql/index.ts';
import { failed } from './add-constraint.ts';
import { ddlError } from './ddl-error.ts';
import type { PgRefusal } from './plan.ts';
import type { TableDraft } from './table-draft.ts';

const START = { offset: 0, line: 0 };

/** PostgreSQL's refusal of a table's constraint or index, as SQL Server says it. */
export function tableRefusal(
  draft: TableDraft,
  verb: 'CREATE TABLE' | 'ALTER TABLE' | 'CREATE INDEX',
): (refusal: PgRefusal) => SqlError | undefined {
  return (refusal) => {
    const table = draft.meta();
    const schema = draft.schema.name;
    const database = draft.ctx.catalog.databaseById(draft.databaseId)?.name ?? '';
    switch (refusal.sqlstate) {
      case '23505': {
        const index = table.indexes.find((item) => item.pg === refusal.constraint);
        if (!index) return undefined;
        const error = ddlError(
          START,
          1505,
          16,
          1,
          `The CREATE UNIQUE INDEX statement terminated because a duplicate key was found for the object name '${schema}.${table.name}' and the index name '${index.name}'. The duplicate key value is ${duplicateKey(refusal.detail)}.`,
        );
        return index.constraint ? failed(START, error) : error;
      }
      case '23514': {
        const check = table.checks.find((item) => item.pg === refusal.constraint);
        return check && conflict(verb, 'CHECK', check.name, database, `${schema}.${table.name}`, check.column);
      }
      case '23503': {
        const key = table.foreignKeys.find((item) => item.pg === refusal.constraint);
        const referenced = key && draft.ctx.catalog.objectById(key.referencedObjectId);
        const referencedName = referenced
          ? `${draft.ctx.catalog.schemaById(referenced.schemaId)?.name}.${referenced.name}`
          : `${schema}.${table.name}`;
        return (
          key &&
          conflict(
            verb,
            'FOREIGN KEY',
            key.name,
            database,
            referencedName,
            key.referencedColumns.length === 1 ? key.referencedColumns[0] : undefined,
          )
        );
      }
      case '23502':
        return nullInserted(table, refusal, database, schema);
      // A filter that reads the clock or anything else that is not fixed.
      case '42P17':
        return ddlError(
          START,
          10735,
          15,
          1,
          `Incorrect WHERE clause for filtered index '${table.indexes.at(-1)?.name}' on table '${schema}.${table.name}'.`,
        );
      default:
        return undefined;
    }
  };
}

function conflict(
  verb: string,
  what: string,
  name: string,
  database: string,
  table: string,
  column: string | undefined,
): SqlError {
  return ddlError(
    START,
    547,
    16,
    0,
    `The ${verb} statement conflicted with the ${what} constraint "${name}". The conflict occurred in database "${database}", table "${table}"${column === undefined ? '' : `, column '${column}'`}.`,
  );
}

function nullInserted(table: TableMeta, refusal: PgRefusal, database: string, schema: string): SqlError {
  const column = table.columns.find((item) => item.pg === refusal.column)?.name ?? refusal.column ?? '';
  return ddlError(
    START,
    515,
    16,
    2,
    `Cannot insert the value NULL into column '${column}', table '${database}.${schema}.${table.name}'; column does not allow nulls. UPDATE fails.`,
  );
}

/** PostgreSQL's detail is `Key (a, b)=(1, x) is duplicated.` */
function duplicateKey(detail: string | undefined): string {
  return /=(\(.*\)) (?:is duplicated|already exists)/s.exec(detail ?? '')?.[1] ?? '()';
}
