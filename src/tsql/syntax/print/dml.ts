import { unreachable } from '../../../base/index.ts';
import type {
  BulkInsert,
  Delete,
  DmlStatement,
  DmlTarget,
  Insert,
  InsertBulk,
  InsertSource,
  Merge,
  MergeAction,
  MergeClause,
  Output,
  SetItem,
  Truncate,
  Update,
} from '../ast/index.ts';
import { printExecute } from './execute.ts';
import { printExpr, printExprs } from './expression.ts';
import { clause, printDataType, printName, printNames, printObjectName, quote, words } from './name.ts';
import { printOption, printWithOptions } from './option.ts';
import { printPredicate } from './predicate.ts';
import { printHints, printItems, printOptions, printQuery, printTop, printWith } from './query.ts';
import { printNullability, printOpenQuery, printOpenRowset, printRows, printTableSource } from './table-source.ts';

/** Without the semicolon that a MERGE statement needs. */
export function printDml(statement: DmlStatement): string {
  switch (statement.kind) {
    case 'insert':
      return printInsert(statement);
    case 'update':
      return printUpdate(statement);
    case 'delete':
      return printDelete(statement);
    case 'merge':
      return printMerge(statement);
    default:
      return unreachable(statement, 'printDml');
  }
}

function printTarget(target: DmlTarget): string {
  switch (target.kind) {
    case 'target-table':
      return words(printObjectName(target.name), printHints(target.hints));
    case 'target-variable':
      return words(target.name, printHints(target.hints));
    case 'openquery':
      return printOpenQuery(target);
    case 'openrowset':
      return printOpenRowset(target);
  }
}

function printInsert(node: Insert): string {
  return words(
    printWith(node.with),
    'INSERT',
    printTop(node.top),
    `INTO ${printTarget(node.target)}`,
    node.columns.length > 0 && `(${node.columns.map(printObjectName).join(', ')})`,
    printOutputs(node.output),
    printSource(node.source),
    printOptions(node.options),
  );
}

function printSource(source: InsertSource): string {
  switch (source.kind) {
    case 'insert-values':
      return printRows(source.rows);
    case 'insert-query':
      return printQuery(source.query);
    case 'insert-execute':
      return printExecute(source.execute);
    case 'insert-default-values':
      return 'DEFAULT VALUES';
  }
}

function printOutputs(outputs: readonly Output[]): string {
  return outputs
    .map(({ items, into }) => {
      if (into === undefined) return `OUTPUT ${printItems(items)}`;
      const columns = into.columns.length === 0 ? undefined : `(${printNames(into.columns)})`;
      return words(`OUTPUT ${printItems(items)} INTO ${printTarget(into.target)}`, columns);
    })
    .join(' ');
}

const printSet = (items: readonly SetItem[]): string => `SET ${items.map(printSetItem).join(', ')}`;

function printSetItem(item: SetItem): string {
  switch (item.kind) {
    case 'set-column': {
      const variable = item.variable === undefined ? '' : `${item.variable} = `;
      return `${variable}${printObjectName(item.column)} ${item.op} ${printExpr(item.value)}`;
    }
    case 'set-variable-item':
      return `${item.variable} ${item.op} ${printExpr(item.value)}`;
    case 'set-method':
      return `${printObjectName(item.column)}.${printName(item.method)}(${printExprs(item.args)})`;
  }
}

function printUpdate(node: Update): string {
  return words(
    printWith(node.with),
    'UPDATE',
    printTop(node.top),
    printTarget(node.target),
    printSet(node.set),
    printOutputs(node.output),
    printTail(node),
  );
}

function printDelete(node: Delete): string {
  const target = `FROM ${printTarget(node.target)}`;
  return words(printWith(node.with), 'DELETE', printTop(node.top), target, printOutputs(node.output), printTail(node));
}

function printTail(node: Update | Delete): string {
  return words(
    node.from.length > 0 && `FROM ${node.from.map(printTableSource).join(', ')}`,
    node.where && `WHERE ${printPredicate(node.where)}`,
    printOptions(node.options),
  );
}

function printMerge(node: Merge): string {
  return words(
    printWith(node.with),
    'MERGE',
    printTop(node.top),
    `INTO ${printTarget(node.target)}`,
    node.alias && `AS ${printName(node.alias)}`,
    `USING ${printTableSource(node.source)}`,
    `ON ${printPredicate(node.on)}`,
    ...node.clauses.map(printMergeClause),
    printOutputs(node.output),
    printOptions(node.options),
  );
}

function printMergeClause(node: MergeClause): string {
  const condition = node.condition === undefined ? undefined : `AND ${printPredicate(node.condition)}`;
  return words(`WHEN ${node.when.toUpperCase()}`, condition, `THEN ${printMergeAction(node.action)}`);
}

function printMergeAction(action: MergeAction): string {
  switch (action.kind) {
    case 'merge-update':
      return `UPDATE ${printSet(action.set)}`;
    case 'merge-delete':
      return 'DELETE';
    case 'merge-insert': {
      const values = action.values === undefined ? 'DEFAULT VALUES' : `VALUES (${printExprs(action.values)})`;
      return words(clause('INSERT', action.columns.map(printName)) || 'INSERT', values);
    }
  }
}

export function printTruncate(node: Truncate): string {
  const partitions = node.partitions?.map(({ from, to }) => words(printExpr(from), to && `TO ${printExpr(to)}`));
  const list = partitions === undefined ? undefined : `WITH (PARTITIONS (${partitions.join(', ')}))`;
  return words(`TRUNCATE TABLE ${printObjectName(node.table)}`, list);
}

export function printBulkInsert(node: BulkInsert): string {
  return words(`BULK INSERT ${printObjectName(node.table)} FROM ${quote(node.file)}`, printWithOptions(node.options));
}

export function printInsertBulk(node: InsertBulk): string {
  const columns = node.columns.map((column) =>
    words(
      printName(column.name),
      printDataType(column.type),
      column.collation && `COLLATE ${printName(column.collation)}`,
      printNullability(column.nullable),
    ),
  );
  const order = node.order.map(({ name, descending }) => words(printName(name), descending && 'DESC'));
  const options = node.options.map(printOption);
  if (order.length > 0) options.push(clause('ORDER', order));
  return words(`INSERT BULK ${printObjectName(node.table)}`, clause('', columns).trim(), clause('WITH', options));
}
