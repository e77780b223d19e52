import type {
  ColumnMeta,
  CreateFunction,
  CreateProcedure,
  CreateView,
  Expr,
  FunctionMeta,
  ModuleStatement,
  ObjectMeta,
  Parameter,
  ParameterMeta,
  ProcedureMeta,
  SchemaMeta,
  TableDefinition,
  ViewMeta,
} from '../../tsql/index.ts';
import { SqlError, quoteQualified } from '../../tsql/index.ts';
import { pgName } from '../catalog/pg-name.ts';
import { addElements } from './add-constraint.ts';
import { columnType } from './column-type.ts';
import { ddlError, notSupported } from './ddl-error.ts';
import { definitionOfValue } from './definition-text.ts';
import { moduleDefinition } from './module-definition.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { isNameTaken, nameText, newName } from './resolve-name.ts';
import { planTableVariable } from './table-of-type.ts';
import { TableDraft, emptyTable } from './table-draft.ts';

interface Base {
  readonly id: number;
  readonly schemaId: number;
  readonly name: string;
  readonly pg: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly definition: string;
}

interface Made<M> {
  readonly base: Base;
  readonly old: M | undefined;
  readonly schema: SchemaMeta;
}

/** A module is compiled under its own name before its name is looked up: the error names it. */
function moduleExists(pos: ModuleStatement['pos'], name: string): SqlError {
  return new SqlError(2714, 16, 3, `There is already an object named '${name}' in the database.`, pos.line, name);
}

/** CREATE of a taken name is 2714, ALTER of a missing one 208, ALTER of another kind 2010. */
function moduleBase<M extends ObjectMeta>(ast: ModuleStatement, kind: M['kind'], ctx: DdlContext): Made<M> {
  const { schema, name, databaseId } = newName(ast.name, ctx);
  if (databaseId !== ctx.databaseId) {
    throw ddlError(
      ast.pos,
      166,
      15,
      1,
      `'CREATE/ALTER ${kind.toUpperCase()}' does not allow specifying the database name as a prefix to the object name.`,
    );
  }
  const old = ctx.catalog.object(schema.id, name);
  if (ast.verb === 'create' && (old || isNameTaken(ctx, schema.id, name))) throw moduleExists(ast.pos, name);
  if (ast.verb === 'alter' && !old) throw ddlError(ast.pos, 208, 16, 6, `Invalid object name '${nameText(ast.name)}'.`);
  if (old && old.kind !== kind)
    throw ddlError(
      ast.pos,
      2010,
      16,
      1,
      `Cannot perform alter on '${nameText(ast.name)}' because it is an incompatible object type.`,
    );
  return {
    base: {
      id: old?.id ?? ctx.ids.object(),
      schemaId: schema.id,
      name: old?.name ?? name,
      pg: pgName(name),
      createdAt: old?.createdAt ?? ctx.now,
      modifiedAt: ctx.now,
      definition: moduleDefinition(ast, ctx),
      ...(ast.options.encryption ? { encrypted: true } : {}),
    },
    old: old as M | undefined,
    schema,
  };
}

export function planCreateProcedure(ast: CreateProcedure, ctx: DdlContext): DdlPlan {
  if (!Array.isArray(ast.body)) throw notSupported(ast.pos, 'A CLR procedure');
  if (ast.number !== undefined && ast.number !== 1) throw notSupported(ast.pos, 'A numbered procedure');
  const made = moduleBase<ProcedureMeta>(ast, 'procedure', ctx);
  const procedure: ProcedureMeta = {
    ...made.base,
    kind: 'procedure',
    parameters: parameterMetas(ast.parameters, ctx),
    quotedIdentifier: ctx.quotedIdentifier,
    ansiNulls: ctx.ansiNulls,
  };
  return plan([], [{ action: 'put', what: 'object', value: procedure }]);
}

export function planCreateFunction(ast: CreateFunction, ctx: DdlContext): DdlPlan {
  const { returns } = ast;
  if (returns.kind === 'clr-table' || (returns.kind === 'scalar' && !Array.isArray(returns.body)))
    throw notSupported(ast.pos, 'A CLR function');
  const made = moduleBase<FunctionMeta>(ast, 'function', ctx);
  if (made.old && made.old.form !== returns.kind) {
    throw ddlError(
      ast.pos,
      2010,
      16,
      2,
      `Cannot perform alter on '${nameText(ast.name)}' because it is an incompatible object type.`,
    );
  }
  const fn: FunctionMeta = {
    ...made.base,
    kind: 'function',
    form: returns.kind,
    parameters: parameterMetas(ast.parameters, ctx),
    ...(returns.kind === 'scalar' ? { returns: columnType(returns.type, 0, ctx, ctx.databaseId).type } : {}),
    ...(returns.kind === 'inline'
      ? { columns: withPlaces(ctx.compiler.queryColumns(ast), ast, nameText(ast.name)) }
      : {}),
    ...(returns.kind === 'multi' ? { columns: tableColumns(returns.variable, returns.table, made.schema, ctx) } : {}),
    schemaBound: ast.options.schemaBinding === true,
    ...(ast.options.returnsNullOnNullInput ? { returnsNullOnNull: true } : {}),
    quotedIdentifier: ctx.quotedIdentifier,
    ansiNulls: ctx.ansiNulls,
  };
  if (returns.kind === 'inline') return plan([], [{ action: 'put', what: 'object', value: fn }]);
  return planCompiledFunction(ast, fn, made, ctx);
}

/** Scalar and multi-statement functions are compiled to PostgreSQL's. */
function planCompiledFunction(
  ast: CreateFunction,
  fn: FunctionMeta,
  made: Made<FunctionMeta>,
  ctx: DdlContext,
): DdlPlan {
  const edition = made.old === undefined ? 0 : Date.parse(fn.modifiedAt);
  const compiled = ctx.compiler.functionBody(ast, {
    meta: fn,
    pgSchema: made.schema.pg,
    table: ({ name, table }) => {
      const temporaryName = (wanted: string): string => pgName(`#${fn.id}.${edition}.${wanted}`);
      const { sql, temporary } = planTableVariable(name, table, { ...ctx, temporaryName });
      const [meta] = temporary?.put ?? [];
      if (!meta) throw notSupported(ast.pos, 'A table variable without a table');
      return { meta: { ...meta, name }, create: sql };
    },
  });
  const { session, recursive, deterministic, signature } = compiled;
  const value: FunctionMeta = { ...fn, session, recursive, deterministic, pgSignature: signature };
  const { old } = made;
  const replaced = old?.pgSignature !== undefined && old.pgSignature !== signature;
  const drop = replaced ? [`DROP FUNCTION ${quoteQualified(made.schema.pg, old.pg)}`] : [];
  return plan([...drop, compiled.create], [{ action: 'put', what: 'object', value }]);
}

function tableColumns(
  name: string,
  definition: TableDefinition,
  schema: SchemaMeta,
  ctx: DdlContext,
): readonly ColumnMeta[] {
  const draft = new TableDraft(ctx, schema, ctx.databaseId, {
    ...emptyTable(ctx, schema, name, pgName(name)),
    temporary: true,
  });
  addElements(draft, definition.elements, { alter: false, check: true });
  return draft.columns;
}

export function planCreateView(ast: CreateView, ctx: DdlContext): DdlPlan {
  const made = moduleBase<ViewMeta>(ast, 'view', ctx);
  const view: ViewMeta = {
    ...made.base,
    kind: 'view',
    columns: viewColumns(ast, ctx),
    schemaBound: ast.options.schemaBinding === true,
    checkOption: ast.checkOption,
    quotedIdentifier: ctx.quotedIdentifier,
    ansiNulls: ctx.ansiNulls,
  };
  return plan([], [{ action: 'put', what: 'object', value: view }]);
}

function viewColumns(ast: CreateView, ctx: DdlContext): ColumnMeta[] {
  const found = ctx.compiler.queryColumns(ast);
  const name = ast.name.parts.at(-1)?.text ?? '';
  if (ast.columns.length === 0) return withPlaces(found, ast, name);
  if (found.length > ast.columns.length)
    throw ddlError(ast.pos, 8158, 16, 1, `'${name}' has more columns than were specified in the column list.`);
  if (found.length < ast.columns.length)
    throw ddlError(ast.pos, 8159, 16, 1, `'${name}' has fewer columns than were specified in the column list.`);
  return withPlaces(
    found.map((column, index) => ({ ...column, name: ast.columns[index]?.text ?? column.name })),
    ast,
    name,
  );
}

function withPlaces(
  columns: readonly Omit<ColumnMeta, 'id' | 'pg'>[],
  ast: ModuleStatement,
  object: string,
): ColumnMeta[] {
  const seen = new Set<string>();
  return columns.map((column, index) => {
    if (column.name === '') {
      throw ddlError(
        ast.pos,
        4511,
        16,
        1,
        `Create View or Function failed because no column name was specified for column ${index + 1}.`,
      );
    }
    const folded = column.name.toLowerCase();
    if (seen.has(folded)) {
      throw ddlError(
        ast.pos,
        4506,
        16,
        1,
        `Column names in each view or function must be unique. Column name '${column.name}' in view or function '${object}' is specified more than once.`,
      );
    }
    seen.add(folded);
    return { ...column, id: index + 1, pg: pgName(column.name) };
  });
}

/** Parameters as the catalog keeps them: types resolved, defaults as text. */
export function parameterMetas(list: readonly Parameter[], ctx: DdlContext): ParameterMeta[] {
  const seen = new Set<string>();
  return list.map((ast, index) => {
    const folded = ast.name.toLowerCase();
    if (seen.has(folded)) {
      throw ddlError(
        ast.pos,
        134,
        15,
        1,
        `The variable name '${ast.name}' has already been declared. Variable names must be unique within a query batch or stored procedure.`,
      );
    }
    seen.add(folded);
    const { type, tableTypeId } = columnType(ast.type, index + 1, ctx, ctx.databaseId);
    if (tableTypeId !== undefined && !ast.readonly) {
      throw ddlError(
        ast.pos,
        352,
        15,
        1,
        `The table-valued parameter "${ast.name}" must be declared with the READONLY option.`,
      );
    }
    return {
      name: ast.name,
      type,
      ...(tableTypeId === undefined ? {} : { tableTypeId }),
      ...(ast.default ? { default: defaultText(ast.default) } : {}),
      output: ast.output,
      readonly: ast.readonly,
    };
  });
}

/** A bare word stands for its own text. */
function defaultText(expr: Expr): string {
  if (expr.kind !== 'column') return definitionOfValue(expr);
  return `'${expr.name.parts
    .map((part) => part.text)
    .join('.')
    .replaceAll("'", "''")}'`;
}
