import { unreachable } from '../../../base/index.ts';
import type {
  DataType,
  Expr,
  Join,
  Name,
  OpenJson,
  OpenQuery,
  OpenRowset,
  OpenXml,
  Predict,
  SystemTime,
  TableRef,
  TableSample,
  TableSource,
} from '../ast/index.ts';
import { printDml } from './dml.ts';
import { printExpr, printExprs } from './expression.ts';
import { clause, printDataType, printName, printNames, printObjectName, quote, words } from './name.ts';
import { printOption } from './option.ts';
import { printPredicate } from './predicate.ts';
import { printHints, printQuery } from './query.ts';

interface Aliased {
  readonly alias?: Name;
  readonly columns?: readonly Name[];
}

function alias(node: Aliased): string | undefined {
  if (node.alias === undefined) return undefined;
  const columns = node.columns === undefined ? '' : ` (${printNames(node.columns)})`;
  return `AS ${printName(node.alias)}${columns}`;
}

export function printTableSource(source: TableSource): string {
  switch (source.kind) {
    case 'table':
      return printTable(source);
    case 'table-variable':
      return words(source.name, alias(source), printHints(source.hints));
    case 'table-function':
      return words(`${printObjectName(source.name)}(${printExprs(source.args)})`, alias(source));
    case 'derived-table':
      return words(`(${printQuery(source.query)})`, alias(source));
    case 'values-table':
      return words(`(${printRows(source.rows)})`, alias(source));
    case 'join':
      return printJoin(source);
    case 'xml-nodes':
      return words(`${printExpr(source.target)}.nodes(${printExpr(source.xquery)})`, alias(source));
    case 'pivot': {
      const args = source.args.length === 0 ? '*' : source.args.map(printObjectName).join(', ');
      const values = `FOR ${printObjectName(source.column)} IN (${printNames(source.values)})`;
      const pivot = `PIVOT (${printObjectName(source.aggregate)}(${args}) ${values})`;
      return words(printOperand(source.source), pivot, alias(source));
    }
    case 'unpivot': {
      const from = source.from.map(printObjectName).join(', ');
      const unpivot = `UNPIVOT (${printName(source.value)} FOR ${printName(source.column)} IN (${from}))`;
      return words(printOperand(source.source), unpivot, alias(source));
    }
    case 'openjson':
      return printOpenJson(source);
    case 'openxml':
      return printOpenXml(source);
    case 'openrowset':
      return words(printOpenRowset(source), alias(source));
    case 'openquery':
      return words(printOpenQuery(source), alias(source));
    case 'full-text-table': {
      const columns = source.searchColumns.length === 0 ? '*' : `(${printNames(source.searchColumns)})`;
      const args = `${printObjectName(source.table)}, ${columns}, ${printExprs(source.args)}`;
      return words(`${source.function.toUpperCase()}(${args})`, alias(source));
    }
    case 'changetable':
      return words(`CHANGETABLE(${source.form.toUpperCase()} ${printChanges(source)})`, alias(source));
    case 'predict':
      return printPredict(source);
    case 'dml-table':
      return words(`(${printDml(source.statement)})`, alias(source));
    default:
      return unreachable(source, 'printTableSource');
  }
}

const printChanges = (source: TableSource & { kind: 'changetable' }): string =>
  [printObjectName(source.table), ...source.args.map(printExpr)].join(', ');

export const printRows = (rows: readonly (readonly Expr[])[]): string =>
  `VALUES ${rows.map((row) => `(${printExprs(row)})`).join(', ')}`;

function printTable(table: TableRef): string {
  return words(
    printObjectName(table.name),
    table.systemTime && printSystemTime(table.systemTime),
    alias(table),
    table.sample && printSample(table.sample),
    printHints(table.hints),
  );
}

function printSystemTime(time: SystemTime): string {
  const prefix = 'FOR SYSTEM_TIME';
  switch (time.kind) {
    case 'all':
      return `${prefix} ALL`;
    case 'as-of':
      return `${prefix} AS OF ${printExpr(time.at)}`;
    case 'from-to':
      return `${prefix} FROM ${printExpr(time.from)} TO ${printExpr(time.to)}`;
    case 'between-and':
      return `${prefix} BETWEEN ${printExpr(time.from)} AND ${printExpr(time.to)}`;
    case 'contained-in':
      return `${prefix} CONTAINED IN (${printExpr(time.from)}, ${printExpr(time.to)})`;
  }
}

function printSample(sample: TableSample): string {
  const size = `(${words(printExpr(sample.count), sample.unit?.toUpperCase())})`;
  const repeatable = sample.repeatable === undefined ? undefined : `REPEATABLE (${printExpr(sample.repeatable)})`;
  return words('TABLESAMPLE', sample.system && 'SYSTEM', size, repeatable);
}

/** A join as an operand needs parentheses, but for the left side of another join. */
function printOperand(source: TableSource): string {
  return source.kind === 'join' ? `(${printTableSource(source)})` : printTableSource(source);
}

function printJoin(join: Join): string {
  const type = join.type.toUpperCase();
  const word = join.type.endsWith('apply') ? type : words(type, join.hint?.toUpperCase(), 'JOIN');
  return words(printTableSource(join.left), word, printOperand(join.right), join.on && `ON ${printPredicate(join.on)}`);
}

interface SchemaColumn {
  readonly name: Name;
  readonly type: DataType;
  readonly path?: string;
}

function printSchema(schema: readonly SchemaColumn[] | undefined, path = quote): string | undefined {
  if (schema === undefined) return undefined;
  const columns = schema.map((column) => {
    return words(
      printName(column.name),
      printDataType(column.type),
      column.path === undefined ? undefined : path(column.path),
    );
  });
  return clause('WITH', columns);
}

function printOpenJson(source: OpenJson): string {
  const path = source.path === undefined ? '' : `, ${printExpr(source.path)}`;
  const columns = source.schema?.map((column) =>
    words(
      printName(column.name),
      printDataType(column.type),
      column.path === undefined ? undefined : quote(column.path),
      column.asJson && 'AS JSON',
    ),
  );
  return words(`OPENJSON(${printExpr(source.json)}${path})`, columns && clause('WITH', columns), alias(source));
}

function printOpenXml(source: OpenXml): string {
  const args = [source.document, source.rowPattern, ...(source.flags === undefined ? [] : [source.flags])];
  const schema =
    source.schemaTable === undefined ? printSchema(source.schema) : `WITH (${printObjectName(source.schemaTable)})`;
  return words(`OPENXML(${printExprs(args)})`, schema, alias(source));
}

export function printOpenRowset(source: OpenRowset): string {
  if (source.bulk === undefined) {
    const args = source.args.map(printExpr);
    if (source.object !== undefined) args.push(printObjectName(source.object));
    return `OPENROWSET(${args.join(', ')})`;
  }
  const { files, options } = source.bulk;
  const file = files.length === 1 ? quote(files[0]!) : `(${files.map(quote).join(', ')})`;
  const schema = printSchema(source.schema, (path) => (/^\d+$/.test(path) ? path : quote(path)));
  return words(`OPENROWSET(${[`BULK ${file}`, ...options.map(printOption)].join(', ')})`, schema);
}

export function printOpenQuery(source: OpenQuery): string {
  if (source.server === undefined)
    return `OPENDATASOURCE(${printExprs(source.args)}).${source.object && printObjectName(source.object)}`;
  return `OPENQUERY(${printName(source.server)}, ${printExprs(source.args)})`;
}

function printPredict(source: Predict): string {
  const runtime = source.runtime === undefined ? '' : `, RUNTIME = ${source.runtime}`;
  const columns = source.schema.map((column) =>
    words(
      printName(column.name),
      printDataType(column.type),
      column.collation && `COLLATE ${printName(column.collation)}`,
      printNullability(column.nullable),
    ),
  );
  const call = `PREDICT(MODEL = ${printExpr(source.model)}, DATA = ${printTableSource(source.data)}${runtime})`;
  return words(call, clause('WITH', columns), alias(source));
}

export const printNullability = (nullable: boolean | undefined): string | undefined =>
  nullable === undefined ? undefined : nullable ? 'NULL' : 'NOT NULL';
