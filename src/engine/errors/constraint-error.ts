import type { PgError } from '../../pg/index.ts';
import { SqlError } from '../../tsql/index.ts';
import { type FoundConstraint, constraintOf, findConstraint } from '../catalog/find-constraint.ts';
import type { ClientSession } from '../session/client-session.ts';

/** A broken constraint in SQL Server's words (2627, 2601, 547, 515), found in the catalog by its PostgreSQL name. `verb` is the statement's. */
export function constraintError(error: PgError, session: ClientSession, verb: string): SqlError | undefined {
  switch (error.sqlstate) {
    case '23505':
      return duplicateKey(error, session);
    case '23502':
      return nullNotAllowed(error, session, verb);
    case '23503':
    case '23514':
      return conflict(error, session, verb);
    default:
      return undefined;
  }
}

/** Temporary tables and table variables are told as tables of tempdb. */
const TEMPORARY_PLACE = { database: { name: 'tempdb' }, schema: { name: 'dbo' } };
/** PostgreSQL's name for the schema of a connection's temporary tables. */
const TEMPORARY_SCHEMA = /^pg_temp_\d+$/;

function constraintNamed(error: PgError, session: ClientSession): FoundConstraint | undefined {
  const { view } = session.catalog;
  const { schema = '', table: pgTable = '', constraint = '' } = error;
  if (!TEMPORARY_SCHEMA.test(schema)) return findConstraint(view, schema, pgTable, constraint);
  const table = session.temporary.byPgName(pgTable);
  return table && constraintOf(view, table, TEMPORARY_PLACE, constraint);
}

function duplicateKey(error: PgError, session: ClientSession): SqlError | undefined {
  const found = constraintNamed(error, session);
  if (found === undefined) return undefined;
  const object = `${found.schema}.${found.table}`;
  const value = keyValue(error.detail);
  if (found.kind === 'unique index') {
    return new SqlError(
      2601,
      14,
      1,
      `Cannot insert duplicate key row in object '${object}' with unique index '${found.name}'. The duplicate key value is ${value}.`,
    );
  }
  const word = found.kind === 'primary key' ? 'PRIMARY KEY' : 'UNIQUE KEY';
  return new SqlError(
    2627,
    14,
    1,
    `Violation of ${word} constraint '${found.name}'. Cannot insert duplicate key in object '${object}'. The duplicate key value is ${value}.`,
  );
}

/** PostgreSQL: `Key (a, b)=(1, x) already exists.` SQL Server: `(1, x)`, NULL as `<NULL>`. */
function keyValue(detail: string | undefined): string {
  const values = /\)=\((.*)\) (?:already exists|is duplicated)/s.exec(detail ?? '')?.[1] ?? '';
  return `(${values.replaceAll(/(^|, )null(?=, |$)/g, '$1<NULL>')})`;
}

function nullNotAllowed(error: PgError, session: ClientSession, verb: string): SqlError | undefined {
  const { view } = session.catalog;
  const temporary = TEMPORARY_SCHEMA.test(error.schema ?? '')
    ? session.temporary.byPgName(error.table ?? '')
    : undefined;
  if (temporary !== undefined) {
    const column = temporary.columns.find((candidate) => candidate.pg === error.column);
    const table = temporary.name.startsWith('@') ? temporary.name : `tempdb.dbo.${temporary.name}`;
    return cannotInsertNull(column?.name ?? error.column ?? '', table, verb);
  }
  for (const database of view.databases()) {
    for (const schema of view.schemas(database.id)) {
      if (schema.pg !== error.schema) continue;
      for (const object of view.objects(schema.id)) {
        if (object.kind !== 'table' || object.pg !== error.table) continue;
        const column = object.columns.find((candidate) => candidate.pg === error.column);
        return cannotInsertNull(
          column?.name ?? error.column ?? '',
          `${database.name}.${schema.name}.${object.name}`,
          verb,
        );
      }
    }
  }
  return cannotInsertNull(error.column ?? '', error.table ?? '', verb);
}

function cannotInsertNull(column: string, table: string, verb: string): SqlError {
  return new SqlError(
    515,
    16,
    2,
    `Cannot insert the value NULL into column '${column}', table '${table}'; column does not allow nulls. ${verb} fails.`,
  );
}

function conflict(error: PgError, session: ClientSession, verb: string): SqlError | undefined {
  const found = constraintNamed(error, session);
  if (found === undefined) return undefined;
  const where = (database: string, schema: string, table: string, column: string | undefined): string =>
    `The conflict occurred in database "${database}", table "${schema}.${table}"${column === undefined ? '' : `, column '${column}'`}.`;
  if (found.kind === 'check') {
    return new SqlError(
      547,
      16,
      0,
      `The ${verb} statement conflicted with the CHECK constraint "${found.name}". ${where(found.database, found.schema, found.table, found.column)}`,
    );
  }
  const referenced = /still referenced/.test(error.detail ?? '');
  if (referenced || found.referenced === undefined) {
    return new SqlError(
      547,
      16,
      0,
      `The ${verb} statement conflicted with the REFERENCE constraint "${found.name}". ${where(found.database, found.schema, found.table, found.column)}`,
    );
  }
  const { referenced: target } = found;
  return new SqlError(
    547,
    16,
    0,
    `The ${verb} statement conflicted with the FOREIGN KEY constraint "${found.name}". ${where(target.database, target.schema, target.table, target.column)}`,
  );
}
