import { unreachable } from '../../base/index.ts';
import type {
  BoundAssignment,
  BoundChange,
  BoundDelete,
  BoundInsert,
  BoundMerge,
  BoundMergeClause,
  BoundSource,
  BoundStore,
  BoundTarget,
  BoundUpdate,
} from '../bind/bound-query.ts';
import { CHANGED } from '../bind/bound-query.ts';
import { printAll, printCondition, printExpression } from './print-expression.ts';
import { printOutput, printQuery, printSource, printWith } from './print-query.ts';
import type { Printer } from './printer.ts';
import { quoteName, quoteQualified } from './quote.ts';

/**
 * A statement that changes rows. Where its rows also go into other tables (OUTPUT INTO, rows for triggers) it becomes a
 * data-modifying CTE; the last INSERT into such a table then gives the row count, one for each changed row.
 */
export function printChange(change: BoundChange, printer: Printer): string {
  const withClause = printWith(change.with ?? [], printer);
  const body = printBody(change, printer) + printReturning(change, printer);
  if (change.stores.length === 0) return withClause + body;
  const heads = [`${quoteName(CHANGED)} AS (${withClause}${body})`];
  const stores = change.stores.map((store) => printStore(store, printer));
  const answer = change.returning.slice(0, change.answers).map(({ pg }) => quoteName(pg));
  const last = answer.length > 0 ? `SELECT ${answer.join(', ')} FROM ${quoteName(CHANGED)}` : stores.pop();
  stores.forEach((store, i) => heads.push(`"$store${i + 1}" AS (${store})`));
  return `WITH ${heads.join(', ')} ${last}`;
}

function printBody(change: BoundChange, printer: Printer): string {
  switch (change.kind) {
    case 'insert':
      return printInsert(change, printer);
    case 'update':
      return printUpdate(change, printer);
    case 'delete':
      return printDelete(change, printer);
    case 'merge':
      return printMerge(change, printer);
    default:
      return unreachable(change, 'print a change');
  }
}

function printReturning(change: BoundChange, printer: Printer): string {
  if (change.returning.length === 0) return '';
  return ` RETURNING ${change.returning.map(({ expr, pg }) => printOutput(expr, pg, printer)).join(', ')}`;
}

function printStore(store: BoundStore, printer: Printer): string {
  const columns = store.columns.map(quoteName).join(', ');
  const values = printAll(store.values, printer).join(', ');
  const where = store.where ? ` WHERE ${printCondition(store.where, printer)}` : '';
  return `INSERT INTO ${quoteQualified(store.pgSchema, store.pg)} (${columns}) SELECT ${values} FROM ${quoteName(CHANGED)}${where}`;
}

function printTarget(target: BoundTarget): string {
  return `${quoteQualified(target.pgSchema, target.pg)} AS ${quoteName(target.alias)}`;
}

function printInsert(insert: BoundInsert, printer: Printer): string {
  const head = `INSERT INTO ${printTarget(insert.target)}`;
  const conflict = insert.ignoreDuplicates ? ' ON CONFLICT DO NOTHING' : '';
  if (!insert.source || insert.columns.length === 0) return `${head} DEFAULT VALUES${conflict}`;
  return `${head} (${insert.columns.map(quoteName).join(', ')}) ${printQuery(insert.source, printer)}${conflict}`;
}

function printAssignments(assignments: readonly BoundAssignment[], printer: Printer): string {
  return assignments.map(({ pg, value }) => `${quoteName(pg)} = ${printExpression(value, printer)}`).join(', ');
}

function printSources(keyword: string, from: readonly BoundSource[], printer: Printer): string {
  return from.length === 0 ? '' : ` ${keyword} ${from.map((source) => printSource(source, printer)).join(', ')}`;
}

function printUpdate(update: BoundUpdate, printer: Printer): string {
  const set = printAssignments(update.assignments, printer);
  const from = printSources('FROM', update.from, printer);
  const where = update.where ? ` WHERE ${printCondition(update.where, printer)}` : '';
  return `UPDATE ${printTarget(update.target)} SET ${set}${from}${where}`;
}

function printDelete(change: BoundDelete, printer: Printer): string {
  const using = printSources('USING', change.from, printer);
  const where = change.where ? ` WHERE ${printCondition(change.where, printer)}` : '';
  return `DELETE FROM ${printTarget(change.target)}${using}${where}`;
}

function printMerge(merge: BoundMerge, printer: Printer): string {
  const clauses = merge.clauses.map((clause) => printMergeClause(clause, printer)).join(' ');
  const source = printSource(merge.source, printer);
  return `MERGE INTO ${printTarget(merge.target)} USING ${source} ON ${printCondition(merge.on, printer)} ${clauses}`;
}

function printMergeClause(clause: BoundMergeClause, printer: Printer): string {
  const condition = clause.condition ? ` AND ${printExpression(clause.condition, printer)}` : '';
  return `WHEN ${clause.when}${condition} THEN ${printMergeAction(clause.action, printer)}`;
}

function printMergeAction(action: BoundMergeClause['action'], printer: Printer): string {
  switch (action.kind) {
    case 'update':
      return `UPDATE SET ${printAssignments(action.assignments, printer)}`;
    case 'delete':
      return 'DELETE';
    case 'insert':
      if (action.columns.length === 0) return 'INSERT DEFAULT VALUES';
      return `INSERT (${action.columns.map(quoteName).join(', ')}) VALUES (${printAll(action.values, printer).join(', ')})`;
    default:
      return unreachable(action, 'print a MERGE action');
  }
}
