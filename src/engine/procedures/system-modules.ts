import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseModule, type ProcedureMeta } from '../../tsql/index.ts';
import { parameterMetas } from '../ddl/create-module.ts';
import { ddlContext } from '../statements/ddl.ts';
import type { Frame } from '../execution/frame.ts';

const DIRECTORY = join(import.meta.dirname, 'system');
const SUFFIX = '.sql';

/** System procedures written in T-SQL over the sys views, one file each: they run in the caller's database. */
const files = new Set(
  readdirSync(DIRECTORY)
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length)),
);
const modules = new Map<string, ProcedureMeta>();

/** The module of that lower-case name, read and parsed at its first call. */
export function systemModule(name: string, frame: Frame): ProcedureMeta | undefined {
  const found = modules.get(name);
  if (found !== undefined || !files.has(name)) return found;
  const definition = readFileSync(join(DIRECTORY, name + SUFFIX), 'utf8');
  const ast = parseModule(definition);
  if (ast.kind !== 'create-procedure') return undefined;
  const module: ProcedureMeta = {
    kind: 'procedure',
    id: 0,
    schemaId: 0,
    name,
    pg: name,
    createdAt: '',
    modifiedAt: '',
    definition,
    parameters: parameterMetas(ast.parameters, ddlContext(frame)),
    quotedIdentifier: true,
    ansiNulls: true,
  };
  modules.set(name, module);
  return module;
}
