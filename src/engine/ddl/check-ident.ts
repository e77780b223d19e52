import { type Dbcc, type ObjectName, type SqlError, quoteName, quoteQualified, quoteText } from '../../tsql/index.ts';
import { ddlError } from './ddl-error.ts';
import { integerText } from './integer-text.ts';
import { tableText } from './pg-text.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { findTable } from './resolve-name.ts';
import { parseNameText } from './name-text.ts';

const DONE = 'DBCC execution completed. If DBCC printed error messages, contact your system administrator.';

/** DBCC CHECKIDENT ('table' [, NORESEED | RESEED [, value]]) (sql-docs, dbcc-checkident-transact-sql). */
export function planCheckIdent(ast: Dbcc, ctx: DdlContext): DdlPlan {
  const [first, mode, value] = ast.args;
  const name = tableName(first);
  const found = name && findTable(name, ctx);
  const text = name?.parts.map((part) => part.text).join('.') ?? '';
  if (!found)
    throw ddlError(
      ast.pos,
      2501,
      16,
      45,
      `Cannot find a table or object with the name "${text}". Check the system catalog.`,
    );
  const column = found.meta.columns.find((item) => item.identity);
  if (!column?.identity)
    throw ddlError(ast.pos, 7997, 16, 1, `'${found.meta.name}' does not contain an identity column.`);
  const sequence = found.meta.temporary
    ? quoteName(column.identity.pgSequence)
    : quoteQualified(found.schema.pg, column.identity.pgSequence);
  const highest = `(SELECT ${column.identity.increment.startsWith('-') ? 'min' : 'max'}(${quoteName(column.pg)})::int8 FROM ${tableText(found.schema, found.meta)})`;
  const reseed = wordOf(mode) !== 'NORESEED';
  const wanted = value ? integerText(value) : undefined;
  if (value && wanted === undefined)
    throw ddlError(ast.pos, 2560, 16, 9, 'Parameter 3 is incorrect for this DBCC statement.');
  const quoted = quoteText(sequence);
  const quiet = ast.options.some((option) => option.name === 'NO_INFOMSGS');
  const sql = !reseed
    ? []
    : [
        wanted === undefined
          ? // Only upwards: to what the table holds.
            `SELECT setval(${quoted}, ${highest}) FROM ${sequence} s WHERE s.last_value < ${highest}`
          : // Before the first row the value itself comes next, afterwards the one behind it.
            `SELECT setval(${quoted}, ${wanted}, s.is_called) FROM ${sequence} s`,
      ];
  return plan(sql, [], {
    report: {
      sql: `SELECT CASE WHEN s.is_called THEN s.last_value::text END, ${highest}::text FROM ${sequence} s`,
      messages: ([current, inColumn]) =>
        quiet
          ? []
          : [
              info(
                ast,
                7998,
                `Checking identity information: current identity value '${current ?? 'NULL'}'${wanted === undefined ? `, current column value '${inColumn ?? 'NULL'}'` : ''}.`,
              ),
              info(ast, 2528, DONE),
            ],
    },
  });
}

const info = (ast: Dbcc, number: number, text: string): SqlError => ddlError(ast.pos, number, 10, 1, text);

function wordOf(arg: Dbcc['args'][number] | undefined): string {
  return arg?.kind === 'column' ? (arg.name.parts[0]?.text ?? '').toUpperCase() : '';
}

function tableName(arg: Dbcc['args'][number] | undefined): ObjectName | undefined {
  if (arg?.kind === 'column') return arg.name;
  return arg?.kind === 'literal' && (arg.type === 'string' || arg.type === 'nstring')
    ? parseNameText(arg.value, arg.pos)
    : undefined;
}
