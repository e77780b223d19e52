import { SqlError, parseNameParts, type ProcedureMeta } from '../../tsql/index.ts';
import { runUserProcedure } from './user-procedure.ts';
import { systemModule } from './system-modules.ts';
import { systemProcedure } from './system-procedures.ts';
import type { ProcedureCall } from './procedure-call.ts';

/** Calls a procedure by its name as written: the server's own first (sp_ names are looked up in master), then the user's. */
export function callProcedure(call: ProcedureCall): Promise<number> {
  const simple = systemProcedure(call.name.toLowerCase());
  if (simple !== undefined) return simple(call);
  const parts = parseNameParts(call.name);
  const last = parts.at(-1)?.toLowerCase() ?? '';
  const schema = parts.length > 1 ? (parts.at(-2) ?? '').toLowerCase() : '';
  const user = findUserProcedure(call, parts);
  if (user !== undefined) return runUserProcedure(user, call);
  const system = schema === '' || schema === 'sys' || schema === 'dbo' ? systemProcedure(last) : undefined;
  if (system !== undefined) return system(call);
  const module = schema === '' || schema === 'sys' || schema === 'dbo' ? systemModule(last, call.caller) : undefined;
  if (module !== undefined) return runUserProcedure(module, call);
  throw new SqlError(2812, 16, 62, `Could not find stored procedure '${call.name}'.`);
}

function findUserProcedure(call: ProcedureCall, parts: readonly string[]): ProcedureMeta | undefined {
  const { session } = call.caller;
  const last = parts.at(-1) ?? '';
  if (last.startsWith('#')) {
    const temporary = session.temporaryProcedures.get(last.toLowerCase());
    if (temporary !== undefined) return temporary;
  }
  const found = session.engine.findObjectByParts(parts, session);
  return found?.kind === 'procedure' ? found : undefined;
}
