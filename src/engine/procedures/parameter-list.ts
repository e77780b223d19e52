import { parseBatch, type SqlType } from '../../tsql/index.ts';
import type { ClientSession } from '../session/client-session.ts';

export interface DeclaredParameter {
  /** Lower case, with its @. */
  readonly name: string;
  readonly type: SqlType;
  readonly tableTypeId?: number;
  readonly output: boolean;
  /** T-SQL text of the default. */
  readonly hasDefault: boolean;
}

const MAX_LISTS = 1000;
const MAX_LIST_CHARACTERS = 64 * 1024;

/** Reads the parameter declarations of sp_executesql and sp_prepare: `@a int, @b nvarchar(20) OUTPUT`. */
export class ParameterLists {
  readonly #lists = new Map<string, readonly DeclaredParameter[]>();

  get(text: string, session: ClientSession): readonly DeclaredParameter[] {
    if (text.trim() === '') return [];
    const key = `${session.databaseId}\0${text}`;
    const found = this.#lists.get(key);
    if (found !== undefined) return found;
    const list = parseList(text, session);
    if (text.length <= MAX_LIST_CHARACTERS && list.every((parameter) => parameter.tableTypeId === undefined)) {
      if (this.#lists.size >= MAX_LISTS) this.#lists.clear();
      this.#lists.set(key, list);
    }
    return list;
  }
}

function parseList(text: string, session: ClientSession): readonly DeclaredParameter[] {
  const batch = parseBatch(`CREATE PROCEDURE [parameters] ${text} AS RETURN`, { quotedIdentifier: true });
  const [statement] = batch.statements;
  if (statement?.kind !== 'create-procedure') return [];
  return statement.parameters.map((parameter) => {
    const { type, tableTypeId } = session.resolveTypeFully(parameter.type);
    return {
      name: parameter.name.toLowerCase(),
      type,
      output: parameter.output,
      hasDefault: parameter.default !== undefined,
      ...(tableTypeId === undefined ? {} : { tableTypeId }),
    };
  });
}
