import { createHash } from 'node:crypto';
import {
  SqlError,
  carrierOf,
  changeTarget,
  compileStatement,
  quoteName,
  type ChangeTarget,
  type ColumnMeta,
  type CompiledStatement,
  type DmlStatement,
  type Statement,
  type TableMeta,
  type TransitionTables,
  type TriggerMeta,
  type ViewMeta,
} from '../../tsql/index.ts';
import type { Frame } from '../execution/frame.ts';

export type TriggerAction = 'INSERT' | 'UPDATE' | 'DELETE';

/** The triggers of one action with the rows they see. */
export interface FiredAction {
  readonly action: TriggerAction;
  readonly triggers: readonly TriggerMeta[];
  readonly inserted: TableMeta;
  readonly deleted: TableMeta;
}

/** What a statement that changes rows sets off. */
export interface Firing {
  readonly target: TableMeta | ViewMeta;
  readonly insteadOf: boolean;
  readonly actions: readonly FiredAction[];
  /** PostgreSQL commands that make the tables of the rows, or empty them. */
  readonly prepare: readonly string[];
}

const CHANGES: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'merge']);

/** Compiles a statement; one whose target has triggers also fills their `inserted` and `deleted`. */
export function compileFiring(
  statement: Statement,
  frame: Frame,
): { readonly compiled: CompiledStatement; readonly firing?: Firing } {
  const env = frame.environment();
  if (!CHANGES.has(statement.kind)) return { compiled: compileStatement(statement, env) };
  let firing = firingOf(changeTarget(statement as DmlStatement, env), frame);
  if (firing === undefined) {
    const plain = compileStatement(statement, env);
    firing = firingOf(throughView(plain), frame);
    if (firing === undefined) return { compiled: plain };
  }
  const compiled = compileStatement(statement, {
    ...env,
    transition: transitionOf(firing, statement.kind === 'merge'),
  });
  if (compiled.columns.length > 0 && !firing.insteadOf) throw outputNeedsInto(firing.target.name);
  return { compiled, firing };
}

function outputNeedsInto(table: string): SqlError {
  return new SqlError(
    334,
    16,
    1,
    `The target table '${table}' of the DML statement cannot have any enabled triggers if the statement contains an OUTPUT clause without INTO clause.`,
  );
}

function transitionOf({ actions, insteadOf }: Firing, isMerge: boolean): TransitionTables {
  if (isMerge) {
    return {
      merge: actions.map(({ action, inserted, deleted }) => ({
        action,
        ...(action === 'DELETE' ? {} : { inserted }),
        ...(action === 'INSERT' ? {} : { deleted }),
      })),
    };
  }
  const [only] = actions;
  if (only === undefined) return {};
  return {
    ...(only.action === 'DELETE' ? {} : { inserted: only.inserted }),
    ...(only.action === 'INSERT' ? {} : { deleted: only.deleted }),
    insteadOf,
  };
}

/** The table that a change of a view or a common table ends at. */
function throughView({ target }: CompiledStatement): ChangeTarget | undefined {
  if (target === undefined || target.objectId === 0 || target.action === 'MERGE') return undefined;
  return { objectId: target.objectId, kind: 'table', actions: [target.action] };
}

function firingOf(target: ChangeTarget | undefined, frame: Frame): Firing | undefined {
  if (target === undefined) return undefined;
  const { view } = frame.session.catalog;
  const all = view.triggersOf(target.objectId).filter((trigger) => !trigger.disabled && trigger.events.length > 0);
  if (all.length === 0) return undefined;
  const object = view.objectById(target.objectId);
  if (object?.kind !== 'table' && object?.kind !== 'view') return undefined;
  return firingOn(object, all, target, frame);
}

function firingOn(
  object: TableMeta | ViewMeta,
  all: readonly TriggerMeta[],
  target: ChangeTarget,
  frame: Frame,
): Firing | undefined {
  const chain = frame.triggerChain.split('/').map(Number);
  const innermost = chain.at(-1);
  // An INSTEAD OF trigger that changes its own target changes it for good (sql-docs, create-trigger-transact-sql).
  const instead = all.filter(
    (trigger) =>
      trigger.insteadOf &&
      !chain.includes(trigger.id) &&
      target.actions.some((action) => trigger.events.includes(action)),
  );
  const recursive = recursionAllowed(object, frame);
  const after = all.filter((trigger) => !trigger.insteadOf && (recursive || trigger.id !== innermost));
  const insteadOf = instead.length > 0;
  const chosen = insteadOf ? instead : after;
  const shape = shapeOf(object);
  const actions = target.actions.flatMap((action): FiredAction[] => {
    const triggers = inOrder(
      chosen.filter((trigger) => trigger.events.includes(action)),
      action,
    );
    if (triggers.length === 0) return [];
    const place = `${object.id}.${shape}.${frame.triggerDepth}${target.actions.length > 1 ? `.${action.charAt(0)}` : ''}`;
    return [
      {
        action,
        triggers,
        inserted: transitionTable(object, 'inserted', `#ins.${place}`),
        deleted: transitionTable(object, 'deleted', `#del.${place}`),
      },
    ];
  });
  if (actions.length === 0) return undefined;
  const tables = actions.flatMap(({ inserted, deleted }) => [inserted, deleted]);
  return { target: object, insteadOf, actions, prepare: tables.flatMap(prepareText) };
}

function recursionAllowed(object: TableMeta | ViewMeta, { session }: Frame): boolean {
  const { view } = session.catalog;
  const database = view.databaseById(view.schemaById(object.schemaId)?.databaseId ?? session.databaseId);
  const option = database?.options['RECURSIVE_TRIGGERS'];
  return option === true || option === 'ON';
}

/** sp_settriggerorder's first and last; the others as they were made. */
function inOrder(triggers: readonly TriggerMeta[], action: TriggerAction): readonly TriggerMeta[] {
  const rank = (trigger: TriggerMeta): number => {
    const order = trigger.orders?.[action] ?? 'none';
    return order === 'first' ? 0 : order === 'last' ? 2 : 1;
  };
  return triggers.toSorted((a, b) => rank(a) - rank(b) || a.id - b.id);
}

/** Changes with the table's columns: a table of the rows that an earlier shape left behind must not be taken for this one. */
function shapeOf(object: TableMeta | ViewMeta): string {
  const text = object.columns.map(({ pg, type }) => `${pg} ${carrierOf(type)}`).join(',');
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** The rows of `inserted` or `deleted`: the table's columns without their rules. */
function transitionTable(object: TableMeta | ViewMeta, name: string, pg: string): TableMeta {
  const columns = object.columns.map(({ id, name: column, pg: pgColumn, type, collation, hidden }): ColumnMeta => ({
    id,
    name: column,
    pg: pgColumn,
    type: type.name === 'rowversion' ? { ...type, name: 'binary' } : type,
    nullable: true,
    ...(collation === undefined ? {} : { collation }),
    ...(hidden === undefined ? {} : { hidden }),
  }));
  return {
    kind: 'table',
    id: 0,
    schemaId: object.schemaId,
    name,
    pg,
    createdAt: '',
    modifiedAt: '',
    columns,
    nextColumnId: columns.length + 1,
    indexes: [],
    foreignKeys: [],
    checks: [],
    temporary: true,
  };
}

function prepareText(table: TableMeta): readonly string[] {
  const columns = table.columns.map(({ pg, type }) => `${quoteName(pg)} ${carrierOf(type)}`).join(', ');
  const name = `pg_temp.${quoteName(table.pg)}`;
  return [
    `CREATE TEMP TABLE IF NOT EXISTS ${quoteName(table.pg)} (${columns}) ON COMMIT DELETE ROWS`,
    `DELETE FROM ${name}`,
  ];
}
