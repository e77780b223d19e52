import {
  BIGINT,
  FLOAT,
  INT,
  MONEY,
  SqlError,
  nvarchar,
  numeric,
  parseBatch,
  varbinary,
  varchar,
  type ColumnMeta,
  type Expr,
  type ObjectName,
  type SqlType,
} from '../../tsql/index.ts';
import type { Frame } from '../execution/frame.ts';

/** Any node of the syntax tree: the walk looks at kinds, not at grammar. */
interface SyntaxNode {
  readonly kind: string;
  readonly [field: string]: unknown;
}

interface NamedSource {
  readonly name: string;
  readonly columns: readonly ColumnMeta[];
}

export interface UndeclaredParameter {
  readonly name: string;
  readonly type: SqlType;
}

interface Finding {
  readonly name: string;
  type: SqlType | undefined;
}

/**
 * sp_describe_undeclared_parameters' deduction (sql-docs: system-stored-procedures/sp-describe-undeclared-parameters-transact-sql, "Remarks"):
 * a parameter gets the type of what it is compared with, assigned to or calculated with.
 */
export function undeclaredParameters(
  text: string,
  declared: ReadonlyMap<string, SqlType>,
  frame: Frame,
): UndeclaredParameter[] {
  const known = new Map(declared);
  const found = new Map<string, Finding>();
  for (const statement of parseBatch(text, { quotedIdentifier: frame.session.options.set.quotedIdentifier })
    .statements) {
    new StatementWalk(statement as unknown as SyntaxNode, known, found, frame).run();
  }
  return [...found.values()].map(({ name, type }) => {
    if (type === undefined)
      throw new SqlError(11502, 16, 1, `The type for parameter '${name}' cannot be deduced in this context.`);
    return { name, type };
  });
}

class StatementWalk {
  readonly #root: SyntaxNode;
  readonly #known: Map<string, SqlType>;
  readonly #found: Map<string, Finding>;
  readonly #frame: Frame;
  readonly #sources: NamedSource[] = [];

  constructor(root: SyntaxNode, known: Map<string, SqlType>, found: Map<string, Finding>, frame: Frame) {
    this.#root = root;
    this.#known = known;
    this.#found = found;
    this.#frame = frame;
  }

  run(): void {
    each(this.#root, (node) => this.#note(node));
    each(this.#root, (node) => this.#collect(node));
    each(this.#root, (node) => this.#deduce(node));
  }

  /** Tables of the statement, and what it declares itself. */
  #note(node: SyntaxNode): void {
    if (node.kind === 'declare-variable') {
      this.#known.set((node['name'] as string).toLowerCase(), this.#frame.session.resolveType(node['type'] as never));
    }
    // INSERT, UPDATE, DELETE and MERGE name their target apart from FROM.
    if (node.kind !== 'table' && node.kind !== 'target-table') return;
    const name = node['name'] as ObjectName;
    const object = this.#frame.session.engine.findObject(name, this.#frame.session, this.#frame);
    if (object?.kind !== 'table' && object?.kind !== 'view') return;
    const alias = (node['alias'] as { text: string } | undefined)?.text ?? object.name;
    this.#sources.push({ name: alias.toLowerCase(), columns: object.columns });
  }

  #collect(node: SyntaxNode): void {
    if (node.kind !== 'variable') return;
    const name = node['name'] as string;
    const folded = name.toLowerCase();
    if (this.#known.has(folded)) return;
    if (this.#found.has(folded)) {
      throw new SqlError(
        11508,
        16,
        1,
        `The undeclared parameter '${name}' is used more than once in the batch being analyzed.`,
      );
    }
    this.#found.set(folded, { name, type: undefined });
  }

  #deduce(node: SyntaxNode): void {
    switch (node.kind) {
      case 'comparison':
      case 'binary':
        return this.#alike([node['left'], node['right']] as Expr[]);
      case 'between':
        return this.#alike([node['expr'], node['low'], node['high']] as Expr[]);
      case 'in-list':
        return this.#alike([node['expr'] as Expr, ...(node['list'] as Expr[])]);
      case 'like':
        return this.#alike([node['expr'], node['pattern']] as Expr[]);
      case 'coalesce':
        return this.#alike(node['args'] as Expr[]);
      case 'set-column':
        return this.#assign(node['value'] as Expr, this.#columnType(node['column'] as ObjectName));
      case 'cast':
      case 'convert':
        return this.#assign(node['expr'] as Expr, this.#frame.session.resolveType(node['type'] as never));
      case 'top':
        return this.#assign(node['count'] as Expr, BIGINT);
      case 'query':
        this.#assign(node['offset'] as Expr | undefined, BIGINT);
        return this.#assign(node['fetch'] as Expr | undefined, BIGINT);
      case 'insert':
        return this.#insert(node);
      case 'execute-procedure':
        return this.#execute(node);
      default:
    }
  }

  #insert(node: SyntaxNode): void {
    const target = (node['target'] as SyntaxNode)['name'];
    const object = isObjectName(target)
      ? this.#frame.session.engine.findObject(target, this.#frame.session, this.#frame)
      : undefined;
    if (object?.kind !== 'table') return;
    const named = node['columns'] as readonly ObjectName[];
    const columns =
      named.length === 0
        ? object.columns.filter((column) => !column.identity && !column.computed && column.type.name !== 'rowversion')
        : named.map((name) =>
            object.columns.find((column) => column.name.toLowerCase() === name.parts.at(-1)?.text.toLowerCase()),
          );
    const source = node['source'] as {
      kind: string;
      rows?: readonly (readonly Expr[])[];
      query?: { body?: { items?: readonly { expr?: Expr }[] } };
    };
    const rows = source.rows ?? [(source.query?.body?.items ?? []).map((item) => item.expr as Expr)];
    for (const row of rows) row.forEach((value, i) => this.#assign(value, columns[i]?.type));
  }

  #execute(node: SyntaxNode): void {
    const name = node['procedure'] as SyntaxNode;
    const object = isObjectName(name)
      ? this.#frame.session.engine.findObject(name, this.#frame.session, this.#frame)
      : undefined;
    if (object?.kind !== 'procedure') return;
    (node['args'] as readonly { name?: string; value: Expr }[]).forEach((arg, i) => {
      const parameter =
        arg.name === undefined
          ? object.parameters[i]
          : object.parameters.find((p) => p.name.toLowerCase() === arg.name?.toLowerCase());
      this.#assign(arg.value, parameter?.type);
    });
  }

  #alike(expressions: readonly Expr[]): void {
    const type = expressions.map((expression) => this.#typeOf(expression)).find((found) => found !== undefined);
    for (const expression of expressions) this.#assign(expression, type);
  }

  #assign(expression: Expr | undefined, type: SqlType | undefined): void {
    if (expression === undefined || type === undefined) return;
    if (expression.kind === 'unary') return this.#assign(expression.operand, type);
    if (expression.kind === 'binary') {
      if (this.#typeOf(expression) !== undefined) return;
      this.#assign(expression.left, type);
      return this.#assign(expression.right, type);
    }
    if (expression.kind !== 'variable') return;
    const parameter = this.#found.get(expression.name.toLowerCase());
    if (parameter !== undefined) parameter.type ??= type;
  }

  #typeOf(expression: Expr): SqlType | undefined {
    switch (expression.kind) {
      case 'column':
        return this.#columnType(expression.name);
      case 'variable':
        return this.#known.get(expression.name.toLowerCase()) ?? this.#found.get(expression.name.toLowerCase())?.type;
      case 'cast':
      case 'convert':
        return this.#frame.session.resolveType(expression.type);
      case 'unary':
        return this.#typeOf(expression.operand);
      case 'binary':
        return this.#typeOf(expression.left) ?? this.#typeOf(expression.right);
      case 'literal':
        return literalType(expression.type, expression.value);
      default:
        return undefined;
    }
  }

  #columnType(name: ObjectName): SqlType | undefined {
    const folded = name.parts.at(-1)?.text.toLowerCase();
    const qualifier = name.parts.at(-2)?.text.toLowerCase();
    for (const source of this.#sources) {
      if (qualifier !== undefined && source.name !== qualifier) continue;
      const column = source.columns.find((candidate) => candidate.name.toLowerCase() === folded);
      if (column !== undefined) return column.type;
    }
    return undefined;
  }
}

/** Strings are suggested at their greatest length without MAX: what comes later may be longer than the literal beside it. */
function literalType(type: string, value: string): SqlType | undefined {
  switch (type) {
    case 'int':
      return INT;
    case 'float':
      return FLOAT;
    case 'money':
      return MONEY;
    case 'numeric':
      return numeric(38, Math.min(19, value.includes('.') ? value.length - value.indexOf('.') - 1 : 0));
    case 'string':
      return varchar(8000);
    case 'nstring':
      return nvarchar(4000);
    case 'binary':
      return varbinary(8000);
    default:
      return undefined;
  }
}

const isObjectName = (value: unknown): value is ObjectName => (value as SyntaxNode | undefined)?.kind === 'object-name';

/** Every node below, in the order of the text as far as the tree keeps it. */
function each(value: unknown, visit: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) each(item, visit);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (typeof (value as SyntaxNode).kind === 'string') visit(value as SyntaxNode);
  for (const [field, inner] of Object.entries(value)) if (field !== 'pos') each(inner, visit);
}
