import type {
  CreateTrigger,
  ObjectMeta,
  Pos,
  TableMeta,
  ToggleTrigger,
  TriggerMeta,
  ViewMeta,
} from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import { pgName } from '../catalog/pg-name.ts';
import { alreadyExists, cannotFind, ddlError, notSupported } from './ddl-error.ts';
import { moduleDefinition } from './module-definition.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { type Found, findObject, nameText } from './resolve-name.ts';

const DML_EVENTS: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE']);

/** The body is kept as text; the engine runs it after the statement that fires it. */
export function planCreateTrigger(ast: CreateTrigger, ctx: DdlContext): DdlPlan {
  if (ast.on === 'database' || ast.on === 'all server') throw notSupported(ast.pos, 'A DDL or logon trigger');
  if (!Array.isArray(ast.body)) throw notSupported(ast.pos, 'A CLR trigger');
  const parent = findObject(ast.on, ctx);
  if (!parent || (parent.meta.kind !== 'table' && parent.meta.kind !== 'view')) {
    throw ddlError(
      ast.pos,
      8197,
      16,
      4,
      `The object '${nameText(ast.on)}' does not exist or is invalid for this operation.`,
    );
  }
  const target = { ...parent, meta: parent.meta };
  const name = ast.name.parts.at(-1)?.text ?? '';
  refuseOtherSchema(ast, target, name);
  const old = ctx.catalog.object(target.schema.id, name);
  if (old && ast.verb === 'create') throw alreadyExists(ast.pos, name);
  if (!old && ast.verb === 'alter') throw ddlError(ast.pos, 208, 16, 6, `Invalid object name '${nameText(ast.name)}'.`);
  if (old && old.kind !== 'trigger')
    throw ddlError(
      ast.pos,
      2010,
      16,
      1,
      `Cannot perform alter on '${nameText(ast.name)}' because it is an incompatible object type.`,
    );
  if (ast.timing === 'after' && target.meta.kind === 'view')
    throw ddlError(
      ast.pos,
      8197,
      16,
      6,
      `The object '${nameText(ast.on)}' does not exist or is invalid for this operation.`,
    );
  const events = ast.events.filter((event): event is TriggerMeta['events'][number] => DML_EVENTS.has(event));
  if (ast.timing === 'instead of') refuseSecondInsteadOf(ast, target, name, events, ctx);
  const trigger: TriggerMeta = {
    kind: 'trigger',
    id: old?.id ?? ctx.ids.object(),
    schemaId: target.schema.id,
    name: old?.name ?? name,
    pg: pgName(name),
    createdAt: old?.createdAt ?? ctx.now,
    modifiedAt: ctx.now,
    definition: moduleDefinition(ast, ctx),
    ...(ast.options.encryption ? { encrypted: true } : {}),
    parentId: target.meta.id,
    insteadOf: ast.timing === 'instead of',
    events,
    disabled: old?.kind === 'trigger' ? old.disabled : false,
    quotedIdentifier: ctx.quotedIdentifier,
    ansiNulls: ctx.ansiNulls,
  };
  return plan([], [{ action: 'put', what: 'object', value: trigger }]);
}

function refuseOtherSchema(ast: CreateTrigger, target: Found<TableMeta | ViewMeta>, name: string): void {
  const given = ast.name.parts.at(-2)?.text;
  if (!given || given.toLowerCase() === target.schema.name.toLowerCase()) return;
  throw ddlError(
    ast.pos,
    2103,
    15,
    1,
    `Cannot ${ast.verb === 'alter' ? 'alter' : 'create'} trigger '${given}.${name}' because its schema is different from the schema of the target table or view.`,
  );
}

function triggersOn(objectId: number, schemaId: number, ctx: DdlContext): TriggerMeta[] {
  return [...ctx.catalog.objects(schemaId)].filter(
    (object): object is TriggerMeta => object.kind === 'trigger' && object.parentId === objectId,
  );
}

function refuseSecondInsteadOf(
  ast: CreateTrigger,
  target: Found<TableMeta | ViewMeta>,
  name: string,
  events: TriggerMeta['events'],
  ctx: DdlContext,
): void {
  for (const other of triggersOn(target.meta.id, target.schema.id, ctx)) {
    const event =
      other.insteadOf && other.name.toLowerCase() !== name.toLowerCase()
        ? events.find((item) => other.events.includes(item))
        : undefined;
    if (!event) continue;
    throw ddlError(
      ast.pos,
      2111,
      16,
      1,
      `Cannot create trigger '${name}' on ${target.meta.kind} '${target.meta.name}' because an INSTEAD OF ${event} trigger already exists on this object.`,
    );
  }
}

/** ALTER TABLE ... ENABLE | DISABLE TRIGGER; no names: all. */
export function toggleTriggers(
  pos: Pos,
  table: ObjectMeta,
  names: readonly string[],
  enable: boolean,
  ctx: DdlContext,
): DdlPlan {
  const all = triggersOn(table.id, table.schemaId, ctx);
  const chosen =
    names.length === 0
      ? all
      : names.map((name) => {
          const found = all.find((trigger) => trigger.name.toLowerCase() === name.toLowerCase());
          if (!found) throw cannotFind(pos, 1088, name);
          return found;
        });
  return plan(
    [],
    chosen.map((trigger): CatalogChange => ({
      action: 'put',
      what: 'object',
      value: { ...trigger, disabled: !enable, modifiedAt: ctx.now },
    })),
  );
}

export function planToggleTrigger(ast: ToggleTrigger, ctx: DdlContext): DdlPlan {
  if (ast.on === 'database' || ast.on === 'all server') throw notSupported(ast.pos, 'A DDL or logon trigger');
  const parent = findObject(ast.on, ctx);
  if (!parent) throw cannotFind(ast.pos, 1088, nameText(ast.on));
  return toggleTriggers(
    ast.pos,
    parent.meta,
    ast.names.map((name) => name.parts.at(-1)?.text ?? ''),
    ast.enable,
    ctx,
  );
}
