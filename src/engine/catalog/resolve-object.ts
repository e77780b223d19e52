import type { ObjectMeta, ObjectName } from '../../tsql/index.ts';
import type { Frame } from '../execution/frame.ts';
import type { ClientSession } from '../session/client-session.ts';

export function resolveObject(name: ObjectName, session: ClientSession, frame?: Frame): ObjectMeta | undefined {
  const parts = name.parts.map((part) => part.text);
  const last = parts.at(-1) ?? '';
  if (last.startsWith('##')) return resolveParts(['tempdb', 'dbo', last], session);
  if (last.startsWith('#')) return frame?.temporaryTable(last) ?? session.temporaryTables.get(last.toLowerCase());
  return resolveParts(parts, session);
}

/** [[database.]schema.]name, outermost first, as `USE` and the default schema complete it. */
export function resolveParts(parts: readonly string[], session: ClientSession): ObjectMeta | undefined {
  const catalog = session.catalog.view;
  const name = parts.at(-1) ?? '';
  const databaseName = parts.at(-3);
  const databaseId = databaseName ? catalog.database(databaseName)?.id : session.databaseId;
  if (databaseId === undefined) return undefined;
  const schemaName = parts.at(-2);
  for (const candidate of schemaName ? [schemaName] : [session.defaultSchema, 'dbo']) {
    const schema = catalog.schema(databaseId, candidate);
    const found = schema === undefined ? undefined : catalog.object(schema.id, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
