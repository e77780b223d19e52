import { SqlError, nvarchar, parseNameParts } from '../../tsql/index.ts';
import { requiredText, textArgument, type SystemProcedure } from './procedure-call.ts';

const ROW_CHARACTERS = 255;

/** sp_helptext @objname [, @columnname]: the definition, a row each line (sql-docs: system-stored-procedures/sp-helptext-transact-sql). */
export const spHelpText: SystemProcedure = (call) => {
  const { sink, session } = call.caller;
  const name = requiredText(call, 0, '@objname');
  const columnName = textArgument(call, 1, '@columnname');
  const text = definitionOf(name, columnName, call.caller);
  const rows = rowsOf(text);
  sink.columns([{ name: 'Text', type: nvarchar(ROW_CHARACTERS), nullable: true }]);
  for (const row of rows) sink.row([row]);
  sink.statementDone({ command: 'select', rowCount: rows.length, inProcedure: true });
  session.counters.rowCount = rows.length;
  return Promise.resolve(0);
};

function definitionOf(
  name: string,
  columnName: string | null,
  { session }: Parameters<SystemProcedure>[0]['caller'],
): string {
  const parts = parseNameParts(name);
  const database = parts.at(-3);
  if (database !== undefined && database.toLowerCase() !== session.database.toLowerCase()) {
    throw new SqlError(
      15250,
      16,
      1,
      'The database name component of the object qualifier must be the name of the current database.',
    );
  }
  const object = session.engine.findObjectByParts(parts, session);
  if (columnName !== null && object?.kind === 'table') {
    const column = object.columns.find((candidate) => candidate.name.toLowerCase() === columnName.toLowerCase());
    if (column === undefined) throw new SqlError(15645, 16, 1, `Column '${columnName}' does not exist.`);
    if (column.computed === undefined)
      throw new SqlError(15646, 16, 1, `Column '${column.name}' is not a computed column.`);
    return column.computed.text;
  }
  const found = object ?? constraintText(parts.at(-1) ?? '', session);
  if (found === undefined) {
    throw new SqlError(
      15009,
      16,
      1,
      `The object '${name}' does not exist in database '${session.database}' or is invalid for this operation.`,
    );
  }
  if (typeof found === 'string') return found;
  if (!('definition' in found)) throw new SqlError(15197, 16, 1, `There is no text for object '${name}'.`);
  return found.definition;
}

/** CHECK and DEFAULT constraints are objects with a text, too. */
function constraintText(
  name: string,
  session: Parameters<SystemProcedure>[0]['caller']['session'],
): string | undefined {
  const folded = name.toLowerCase();
  for (const schema of session.catalog.view.schemas(session.databaseId)) {
    for (const object of session.catalog.view.objects(schema.id)) {
      if (object.kind !== 'table') continue;
      const check = object.checks.find((candidate) => candidate.name.toLowerCase() === folded);
      if (check !== undefined) return check.text;
      const column = object.columns.find((candidate) => candidate.default?.constraint.toLowerCase() === folded);
      if (column?.default !== undefined) return column.default.text;
    }
  }
  return undefined;
}

/** Lines with their ends; longer ones in pieces. */
function rowsOf(text: string): string[] {
  const rows: string[] = [];
  for (const line of text.split(/(?<=\n)/)) {
    for (let at = 0; at < line.length; at += ROW_CHARACTERS) rows.push(line.slice(at, at + ROW_CHARACTERS));
  }
  return rows;
}
