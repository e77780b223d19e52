import type { ColumnMeta, FunctionMeta, TableMeta } from '../catalog/meta.ts';
import { carrierOf } from '../lower/carrier.ts';
import { printCondition, printExpression } from '../lower/print-expression.ts';
import { Printer } from '../lower/printer.ts';
import { quoteName, quoteQualified, quoteText } from '../lower/quote.ts';
import { convert } from '../scalar/index.ts';
import type {
  CreateFunction,
  CursorRef,
  Declare,
  Expr,
  FetchCursor,
  Pos,
  Predicate,
  SelectStatement,
  Statement,
} from '../syntax/ast/index.ts';
import { INT, type SqlType } from '../types/sql-type.ts';
import { bindError, unsupported } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import { bindPredicate } from './bind-predicate.ts';
import { compound } from './bind-select.ts';
import type { BoundExpr } from './bound.ts';
import { compileStatement, rootContext } from './compile.ts';
import type { CompiledStatement } from './compiled.ts';
import type { BindContext } from './context.ts';
import { resolveDataType } from './data-type.ts';
import type { BindEnvironment } from './environment.ts';
import { systemVariable } from './system-variables.ts';
import { contains } from './walk.ts';

/** A table variable of a function: a temporary table of the backend, made at its first use there and emptied at every call. */
export interface FunctionTable {
  readonly meta: TableMeta;
  readonly create: readonly string[];
}

export interface FunctionOptions {
  readonly env: BindEnvironment;
  readonly meta: FunctionMeta;
  readonly pgSchema: string;
  /** Lays out a table variable. */
  table(declaration: Extract<Declare['items'][number], { kind: 'declare-table' }>): FunctionTable;
}

/** A user's function as PostgreSQL gets it. */
export interface CompiledFunction {
  readonly create: string;
  /** Session variables that the body reads: every call hands them over behind the arguments. */
  readonly session: readonly string[];
  readonly recursive: boolean;
  /** Types of the arguments and of the answer: with the same ones CREATE OR REPLACE works. */
  readonly signature: string;
  readonly deterministic: boolean;
}

/** The scope of nested calls (sql-docs, t-sql/statements/create-function-transact-sql). */
const MAX_DEPTH = 32;
const DEPTH = '"$depth"';
const ROW_COUNT = '"$rowcount"';
const FETCH_STATUS = '"$fetchstatus"';

/** CREATE FUNCTION ... RETURNS scalar or @t TABLE as a function of PostgreSQL. */
export function compileFunction(ast: CreateFunction, options: FunctionOptions): CompiledFunction {
  const first = new FunctionCompiler(options, [], false);
  const draft = first.compile(ast);
  if (!draft.recursive) return draft;
  // What the body reads of the session is known only now, and its calls of itself must hand it on.
  return new FunctionCompiler(options, draft.session, true).compile(ast);
}

/** A function whose body cannot be compiled yet, because what it names does not exist: every call says so. */
export function compileStub(
  error: { readonly number: number; readonly message: string },
  options: FunctionOptions,
  columns?: readonly ColumnMeta[],
): CompiledFunction {
  const { meta, pgSchema } = options;
  const parameters = meta.parameters.map(({ name, type }) => `${quoteName(name.toLowerCase())} ${carrierOf(type)}`);
  const returns = columns
    ? `TABLE (${columns.map((column) => `${quoteName(column.pg)} ${carrierOf(column.type)}`).join(', ')})`
    : carrierOf(meta.returns ?? INT);
  const body = `BEGIN\nPERFORM sys.raise(${error.number}, 16, 1, ${quoteText(error.message)});\n${columns ? '' : 'RETURN NULL;\n'}END`;
  return {
    create: `CREATE OR REPLACE FUNCTION ${quoteQualified(pgSchema, meta.pg)}(${parameters.join(', ')}) RETURNS ${returns} VOLATILE LANGUAGE plpgsql AS ${dollarQuoted(body)}`,
    session: [],
    recursive: false,
    signature: `${parameters.join(', ')} -> ${returns}`,
    deterministic: false,
  };
}

class FunctionCompiler {
  readonly #options: FunctionOptions;
  readonly #env: BindEnvironment;
  readonly #variables = new Map<string, SqlType>();
  readonly #tables = new Map<string, FunctionTable>();
  readonly #session = new Set<string>();
  readonly #calls = new Set<number>();
  readonly #cursors = new Map<string, CompiledStatement>();
  #pure = true;
  #writes = false;
  #result: FunctionTable | undefined;

  constructor(options: FunctionOptions, session: readonly string[], recursive: boolean) {
    this.#options = options;
    const { meta, env } = options;
    for (const name of session) this.#session.add(name);
    for (const parameter of meta.parameters) this.#variables.set(parameter.name.toLowerCase(), parameter.type);
    const self: FunctionMeta = { ...meta, session, ...(recursive ? { recursive: true } : {}) };
    this.#env = {
      catalog: env.catalog,
      databaseId: env.databaseId,
      defaultSchema: env.defaultSchema,
      options: env.options,
      serverCollation: env.serverCollation,
      variable: (name) => {
        const type = this.#variables.get(name.toLowerCase());
        return type && { type };
      },
      tableVariable: (name) => this.#tables.get(name.toLowerCase())?.meta,
      temporaryTable: () => undefined,
      placeholder: (name) => this.#placeholder(name),
      function: { meta: self, depth: DEPTH, called: (id) => void this.#calls.add(id) },
    };
  }

  compile(ast: CreateFunction): CompiledFunction {
    const { returns } = ast;
    if (returns.kind !== 'scalar' && returns.kind !== 'multi') throw unsupported(ast.pos, 'This kind of function');
    if (!Array.isArray(returns.body)) throw unsupported(ast.pos, 'A CLR function');
    const statements = returns.body as readonly Statement[];
    for (const statement of statements) this.#collect(statement);
    if (returns.kind === 'multi') {
      this.#result = this.#options.table({
        kind: 'declare-table',
        pos: ast.pos,
        name: returns.variable,
        table: returns.table,
      });
      this.#tables.set(returns.variable.toLowerCase(), this.#result);
    }
    requireReturn(statements, ast.pos);
    const inline = returns.kind === 'scalar' ? this.#inline(statements) : undefined;
    const body = inline ?? this.#block(statements);
    return this.#print(body, inline !== undefined);
  }

  #placeholder(name: string): string | undefined {
    if (name === '@@rowcount') return ROW_COUNT;
    if (name === '@@fetch_status') return FETCH_STATUS;
    // What reads a cursor's row again is the engine's, not the function's.
    if (name.startsWith('@@cursor_key:')) return quoteName(name);
    if (name.startsWith('@@')) this.#session.add(name);
    return quoteName(name);
  }

  /** Declarations count from the start of the body, wherever they stand. */
  #collect(statement: Statement): void {
    switch (statement.kind) {
      case 'declare':
        for (const item of statement.items) {
          const name = item.name.toLowerCase();
          if (this.#variables.has(name) || this.#tables.has(name)) {
            throw bindError(
              item.pos,
              134,
              2,
              `The variable name '${item.name}' has already been declared. Variable names must be unique within a query batch or stored procedure.`,
              15,
            );
          }
          if (item.kind === 'declare-table') this.#tables.set(name, this.#options.table(item));
          else if (item.kind === 'declare-variable') this.#variables.set(name, this.#resolve(item.type));
          else throw unsupported(item.pos, 'A cursor variable in a function');
        }
        return;
      case 'declare-cursor':
        this.#cursors.set(statement.name.text.toLowerCase(), compileStatement(statement, this.#env));
        this.#pure = false;
        return;
      case 'block':
        for (const inner of statement.statements) this.#collect(inner);
        return;
      case 'if':
        this.#collect(statement.then);
        if (statement.otherwise) this.#collect(statement.otherwise);
        return;
      case 'while':
        this.#collect(statement.body);
        return;
      default:
    }
  }

  #resolve(type: Parameters<typeof resolveDataType>[0]): SqlType {
    const { catalog, databaseId, defaultSchema } = this.#env;
    return resolveDataType(type, { catalog, databaseId, defaultSchema }).type;
  }

  /** RETURN of one expression without a query in it: PostgreSQL puts the expression where the call stands. */
  #inline(statements: readonly Statement[]): string | undefined {
    const [only] = unwrap(statements);
    if (unwrap(statements).length !== 1 || only?.kind !== 'return' || !only.value) return undefined;
    const bound = this.#value(only.value, this.#returns());
    if (contains(bound, (part) => part.kind === 'subquery')) return undefined;
    const text = this.#text(bound);
    return this.#calls.has(this.#options.meta.id) ? undefined : `SELECT ${text}`;
  }

  #returns(): SqlType {
    return this.#options.meta.returns ?? INT;
  }

  #block(statements: readonly Statement[]): string {
    return statements.map((statement) => this.#statement(statement)).join('');
  }

  #statement(statement: Statement): string {
    switch (statement.kind) {
      case 'block':
        return this.#block(statement.statements);
      case 'declare':
        return statement.items
          .map((item) =>
            item.kind === 'declare-variable' && item.initial ? this.#assign(item.name, item.initial, item.pos) : '',
          )
          .join('');
      case 'set-variable': {
        if (statement.op === '=') return this.#assign(statement.name, statement.value, statement.pos);
        const ctx = this.#context();
        const type = this.#typeOf(statement.name, statement.pos);
        const current: BoundExpr = { kind: 'variable', name: statement.name.toLowerCase(), type, nullable: true };
        const value = convert(compound(statement.op, current, bindExpression(statement.value, ctx)), type, {
          mode: 'assign',
        });
        return `${quoteName(statement.name.toLowerCase())} := ${this.#text(value)};\n`;
      }
      case 'if': {
        const otherwise = statement.otherwise ? `ELSE\n${this.#statement(statement.otherwise)}` : '';
        return `IF ${this.#condition(statement.condition)} THEN\n${this.#statement(statement.then)}${otherwise}END IF;\n`;
      }
      case 'while': {
        const condition = this.#condition(statement.condition);
        const body = this.#statement(statement.body);
        return `WHILE ${condition} LOOP\n${body}END LOOP;\n`;
      }
      case 'break':
        return 'EXIT;\n';
      case 'continue':
        return 'CONTINUE;\n';
      case 'return':
        return this.#return(statement.value, statement.pos);
      case 'select-statement':
        return this.#select(statement);
      case 'insert':
      case 'update':
      case 'delete':
        return this.#change(statement);
      case 'declare-cursor':
        if (statement.cursor.options.includes('GLOBAL')) throw sideEffect(statement);
        return '';
      case 'open-cursor': {
        const { name, query } = this.#cursor(statement.cursor);
        return `OPEN ${name} ${query.cursor?.scroll ? 'SCROLL ' : ''}FOR ${this.#named(query, query.columns.length)};\n`;
      }
      case 'fetch-cursor':
        return this.#fetchRow(statement);
      case 'close-cursor':
        return `CLOSE ${this.#cursor(statement.cursor).name};\n`;
      case 'deallocate-cursor':
        return '';
      default:
        throw sideEffect(statement);
    }
  }

  #cursor(ref: CursorRef): { readonly name: string; readonly query: CompiledStatement } {
    const query = this.#cursors.get(ref.name.text.toLowerCase());
    if (!query) throw bindError(ref.name.pos, 16916, 1, `A cursor with the name '${ref.name.text}' does not exist.`);
    return { name: quoteName(`cursor ${ref.name.text.toLowerCase()}`), query };
  }

  /** FETCH ... INTO: past either end the variables keep what they have. */
  #fetchRow(statement: FetchCursor): string {
    const { name, query } = this.#cursor(statement.cursor);
    const { direction, offset, into } = statement;
    if (into.length === 0)
      throw bindError(
        statement.pos,
        444,
        4,
        'Select statements included within a function cannot return data to a client.',
      );
    if (into.length !== query.columns.length) {
      throw bindError(
        statement.pos,
        16924,
        1,
        'Cursorfetch: The number of variables declared in the INTO list must match that of selected columns.',
      );
    }
    const count = offset
      ? ` ${this.#text(convert(bindExpression(offset, this.#context()), INT, { mode: 'implicit' }))}`
      : '';
    const sets = into.map((variable, i) => {
      const { type, nullable } = query.columns[i] as CompiledStatement['columns'][number];
      const value: BoundExpr = { kind: 'column', source: '$row', pg: `c${i}`, name: `c${i}`, type, nullable };
      return `${quoteName(variable.toLowerCase())} := ${this.#text(convert(value, this.#typeOf(variable, statement.pos), { mode: 'assign' }))};\n`;
    });
    return (
      `FETCH ${direction.toUpperCase()}${count} FROM ${name} INTO "$row";\n` +
      `IF FOUND THEN\n${FETCH_STATUS} := 0;\n${sets.join('')}ELSE ${FETCH_STATUS} := -1;\nEND IF;\n`
    );
  }

  #return(value: Expr | undefined, pos: Pos): string {
    if (this.#result) {
      if (value)
        throw bindError(pos, 178, 1, 'A RETURN statement with a return value cannot be used in this context.', 15);
      return `RETURN QUERY SELECT ${columnList(this.#result.meta)} FROM pg_temp.${quoteName(this.#result.meta.pg)};\nRETURN;\n`;
    }
    if (!value)
      throw bindError(pos, 178, 2, 'A RETURN statement with a return value must be used in this context.', 15);
    return `RETURN ${this.#text(this.#value(value, this.#returns()))};\n`;
  }

  /** SELECT @a = x FROM ...: the values of the last row; no row leaves the variables alone. */
  #select(statement: SelectStatement): string {
    const compiled = compileStatement(statement, this.#env);
    if (compiled.assignments.length === 0) {
      throw bindError(
        statement.pos,
        444,
        2,
        'Select statements included within a function cannot return data to a client.',
      );
    }
    this.#pure &&=
      !compiled.usesTemporary && statement.query.body.kind === 'select' && statement.query.body.from.length === 0;
    return this.#rows(compiled);
  }

  #rows(compiled: CompiledStatement): string {
    const names = compiled.assignments.map(({ column }) => `c${column}`);
    const sets = compiled.assignments
      .map(({ variable }, i) => `${quoteName(variable)} := "$row".${names[i]};\n`)
      .join('');
    return `${ROW_COUNT} := 0;\nFOR "$row" IN ${this.#named(compiled, compiled.assignments.length)} LOOP\n${sets}${ROW_COUNT} := ${ROW_COUNT} + 1;\nEND LOOP;\n`;
  }

  /** The statement's text with its columns called c0, c1, ... */
  #named({ sql, verb, cursor }: CompiledStatement, count: number): string {
    if (verb !== 'SELECT') return sql;
    const keys = (cursor?.keys ?? []).flatMap(({ types }) => types);
    const columns = Array.from({ length: count + keys.length }, (_, i) => `c${i}`).join(', ');
    return `SELECT * FROM (${sql}) AS "$rows"(${columns})`;
  }

  /** INSERT, UPDATE and DELETE of the function's own table variables. */
  #change(statement: Extract<Statement, { kind: 'insert' | 'update' | 'delete' }>): string {
    if (statement.target.kind !== 'target-variable' && !this.#isOwnAlias(statement)) throw sideEffect(statement);
    if (statement.kind === 'insert' && statement.source.kind === 'insert-execute') throw sideEffect(statement);
    const compiled = compileStatement(statement, this.#env);
    if (compiled.columns.length > 0) {
      throw bindError(
        statement.pos,
        444,
        3,
        'Select statements included within a function cannot return data to a client.',
      );
    }
    this.#writes = true;
    if (compiled.assignments.length > 0)
      throw unsupported(statement.pos, 'An UPDATE that assigns variables in a function');
    if (compiled.identity?.how.kind === 'column') return `FOR "$row" IN ${compiled.sql} LOOP NULL; END LOOP;\n`;
    return `${compiled.sql};\nGET DIAGNOSTICS ${ROW_COUNT} = ROW_COUNT;\n`;
  }

  /** UPDATE a SET ... FROM @t AS a. */
  #isOwnAlias(statement: Extract<Statement, { kind: 'insert' | 'update' | 'delete' }>): boolean {
    if (statement.kind === 'insert' || statement.target.kind !== 'target-table') return false;
    const name = statement.target.name.parts.at(-1)?.text.toLowerCase();
    return statement.from.some(
      (source) => source.kind === 'table-variable' && source.alias?.text.toLowerCase() === name,
    );
  }

  #assign(name: string, value: Expr, pos: Pos): string {
    const type = this.#typeOf(name, pos);
    return `${quoteName(name.toLowerCase())} := ${this.#text(this.#value(value, type))};\n`;
  }

  #typeOf(name: string, pos: Pos): SqlType {
    const type = this.#variables.get(name.toLowerCase());
    if (!type) throw bindError(pos, 137, 1, `Must declare the scalar variable "${name}".`, 15);
    return type;
  }

  #context(): BindContext {
    return rootContext(this.#env);
  }

  #value(ast: Expr, type: SqlType): BoundExpr {
    return convert(bindExpression(ast, this.#context()), type, {
      mode: 'assign',
      dateFormat: this.#env.options.dateFormat,
    });
  }

  #condition(ast: Predicate): string {
    const bound = bindPredicate(ast, this.#context());
    this.#look(bound);
    return printCondition(bound, this.#printer());
  }

  #text(bound: BoundExpr): string {
    this.#look(bound);
    return printExpression(bound, this.#printer());
  }

  #look(bound: BoundExpr): void {
    if (contains(bound, (part) => part.kind === 'subquery')) this.#pure = false;
    refuseSideEffects(bound);
    if (contains(bound, (part) => part.kind === 'call' && part.volatile === true)) this.#pure = false;
  }

  #printer(): Printer {
    return new Printer((name) => this.#placeholder(name));
  }

  #print(body: string, inline: boolean): CompiledFunction {
    const { meta, pgSchema } = this.#options;
    const recursive = this.#calls.has(meta.id);
    const session = [...this.#session];
    const pure = this.#pure && !this.#writes && this.#tables.size === 0 && session.length === 0;
    const parameters = [
      ...meta.parameters.map(({ name, type }) => `${quoteName(name.toLowerCase())} ${carrierOf(type)}`),
      ...session.map((name) => `${quoteName(name)} ${carrierOf(systemVariable(name).type)}`),
      ...(recursive ? [`${DEPTH} int4`] : []),
    ];
    const returns = this.#result
      ? `TABLE (${this.#result.meta.columns.map((column) => `${quoteName(column.pg)} ${carrierOf(column.type)}`).join(', ')})`
      : carrierOf(this.#returns());
    const signature = `${parameters.join(', ')} -> ${returns}`;
    const volatility = this.#tables.size > 0 ? 'VOLATILE' : pure ? 'IMMUTABLE' : 'STABLE';
    const strict = meta.returnsNullOnNull ? ' STRICT' : '';
    const parallel = this.#tables.size > 0 ? '' : ' PARALLEL SAFE';
    const head = `CREATE OR REPLACE FUNCTION ${quoteQualified(pgSchema, meta.pg)}(${parameters.join(', ')}) RETURNS ${returns} ${volatility}${strict}${parallel}`;
    const text = inline ? body : this.#plpgsql(body, recursive);
    return {
      create: `${head} LANGUAGE ${inline ? 'sql' : 'plpgsql'} AS ${dollarQuoted(text)}`,
      session,
      recursive,
      signature,
      deterministic: pure,
    };
  }

  #plpgsql(body: string, recursive: boolean): string {
    const { meta } = this.#options;
    const parameters = new Set(meta.parameters.map(({ name }) => name.toLowerCase()));
    const declared = [...this.#variables]
      .filter(([name]) => !parameters.has(name))
      .map(([name, type]) => `${quoteName(name)} ${carrierOf(type)};\n`);
    const guard = recursive
      ? `IF ${DEPTH} > ${MAX_DEPTH} THEN PERFORM sys.raise(217, 16, 1, 'Maximum stored procedure, function, trigger, or view nesting level exceeded (limit ${MAX_DEPTH}).'); END IF;\n`
      : '';
    const tables = [...this.#tables.values()].map(({ meta: table, create }) => {
      const name = `pg_temp.${quoteName(table.pg)}`;
      const literal = `'${name.replaceAll("'", "''")}'`;
      return `IF pg_catalog.to_regclass(${literal}) IS NULL THEN\n${create.map((sql) => `${sql};\n`).join('')}ELSE TRUNCATE ${name} RESTART IDENTITY;\nEND IF;\n`;
    });
    // Each variable costs time at every call, so those of our own are there only where they are used.
    const own = [
      body.includes('"$row"') ? '"$row" record;\n' : '',
      body.includes(ROW_COUNT) ? `${ROW_COUNT} int4 := 0;\n` : '',
      body.includes(FETCH_STATUS) ? `${FETCH_STATUS} int4 := 0;\n` : '',
      ...[...this.#cursors.keys()].map((name) => `${quoteName(`cursor ${name}`)} refcursor;\n`),
    ];
    const head = [...own, ...declared].join('');
    return `#variable_conflict use_column\n${head === '' ? '' : `DECLARE\n${head}`}BEGIN\n${guard}${tables.join('')}${body}END`;
  }
}

function unwrap(statements: readonly Statement[]): readonly Statement[] {
  let list = statements;
  while (list.length === 1 && list[0]?.kind === 'block') list = list[0].statements;
  return list;
}

function requireReturn(statements: readonly Statement[], pos: Pos): void {
  if (unwrap(statements).at(-1)?.kind === 'return') return;
  throw bindError(pos, 455, 2, 'The last statement included within a function must be a return statement.');
}

const columnList = (table: TableMeta): string =>
  table.columns.map((column: ColumnMeta) => quoteName(column.pg)).join(', ');

const OPERATORS: Readonly<Record<string, string>> = {
  'execute-string': 'EXECUTE STRING',
  'execute-procedure': 'EXECUTE',
  'try-catch': 'BEGIN TRY',
  raiserror: 'RAISERROR',
  throw: 'THROW',
  print: 'PRINT',
  'begin-transaction': 'BEGIN TRANSACTION',
  'set-option': 'SET OPTION ON',
  waitfor: 'WAITFOR',
  'create-table': 'CREATE TABLE',
  merge: 'MERGE',
};

function sideEffect(statement: Statement): Error {
  const name = OPERATORS[statement.kind] ?? statement.kind.replaceAll('-', ' ').toUpperCase();
  return bindError(statement.pos, 443, 14, `Invalid use of a side-effecting operator '${name}' within a function.`);
}

/** Built-in functions that no function may call (sql-docs, relational-databases/user-defined-functions/create-user-defined-functions-database-engine). */
const FORBIDDEN: ReadonlySet<string> = new Set(['newid', 'newsequentialid', 'rand', 'next value']);

function refuseSideEffects(bound: BoundExpr): void {
  contains(bound, (part) => {
    if (part.kind !== 'call' || !FORBIDDEN.has(part.op)) return false;
    throw bindError(undefined, 443, 1, `Invalid use of a side-effecting operator '${part.op}' within a function.`);
  });
}

function dollarQuoted(text: string): string {
  let tag = '$function$';
  for (let n = 1; text.includes(tag); n++) tag = `$function${n}$`;
  return `${tag}\n${text}\n${tag}`;
}
