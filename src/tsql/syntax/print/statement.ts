import type {
  Batch,
  ControlStatement,
  CursorDefinition,
  CursorRef,
  CursorStatement,
  DeclareItem,
  If,
  SetStatement,
  Statement,
  TransactionStatement,
} from '../ast/index.ts';
import { unreachable } from '../../../base/index.ts';
import { printAdmin } from './admin.ts';
import { printDdl } from './ddl.ts';
import { printBulkInsert, printDml, printInsertBulk, printTruncate } from './dml.ts';
import { printExecute } from './execute.ts';
import { printExpr, printExprs } from './expression.ts';
import { printDataType, printName, printNames, printObjectName, quote, words } from './name.ts';
import { printOptionList } from './option.ts';
import { printPredicate } from './predicate.ts';
import { printOptions, printQuery, printSelectStatement, printWith } from './query.ts';
import { printSecurity } from './security.ts';
import { printTableDefinition } from './table.ts';

/** Canonical T-SQL: parsing what is printed gives the same tree, positions aside. */
export const printBatch = (batch: Batch): string => printStatements(batch.statements);

export const printStatements = (statements: readonly Statement[]): string =>
  statements.map((statement) => `${printStatement(statement)};`).join('\n');

export function printStatement(node: Statement): string {
  switch (node.kind) {
    case 'select-statement':
      return printSelectStatement(node);
    case 'insert':
    case 'update':
    case 'delete':
      return printDml(node);
    case 'merge':
      return `${printDml(node)};`;
    case 'truncate':
      return printTruncate(node);
    case 'bulk-insert':
      return printBulkInsert(node);
    case 'insert-bulk':
      return printInsertBulk(node);
    case 'execute-procedure':
    case 'execute-string':
      return printExecute(node);
    case 'begin-transaction':
    case 'commit-transaction':
    case 'rollback-transaction':
    case 'save-transaction':
      return printTransaction(node);
    case 'declare-cursor':
    case 'open-cursor':
    case 'fetch-cursor':
    case 'close-cursor':
    case 'deallocate-cursor':
      return printCursorStatement(node);
    case 'set-variable':
    case 'set-cursor-variable':
    case 'set-variable-method':
    case 'set-option':
    case 'set-identity-insert':
    case 'set-isolation-level':
      return printSet(node);
    case 'block':
    case 'if':
    case 'while':
    case 'break':
    case 'continue':
    case 'goto':
    case 'label':
    case 'return':
    case 'waitfor':
    case 'try-catch':
    case 'throw':
    case 'raiserror':
    case 'print':
    case 'declare':
    case 'use':
      return printControl(node);
    case 'grant':
    case 'deny':
    case 'revoke':
    case 'create-login':
    case 'alter-login':
    case 'create-user':
    case 'alter-user':
    case 'create-role':
    case 'alter-role':
    case 'create-application-role':
    case 'alter-application-role':
    case 'execute-as':
    case 'revert':
    case 'alter-authorization':
    case 'security-object':
    case 'signature':
      return printSecurity(node);
    case 'dbcc':
    case 'checkpoint':
    case 'kill':
    case 'shutdown':
    case 'backup':
    case 'restore':
    case 'reconfigure':
    case 'legacy-text':
      return printAdmin(node);
    default:
      return printDdl(node);
  }
}

function printControl(node: ControlStatement): string {
  switch (node.kind) {
    case 'block': {
      const atomic = node.atomic === undefined ? '' : ` ATOMIC WITH ${printOptionList(node.atomic)}`;
      return `BEGIN${atomic}\n${printStatements(node.statements)}\nEND`;
    }
    case 'if':
      return printIf(node);
    case 'while':
      return `WHILE ${printPredicate(node.condition)}\n${printStatement(node.body)}`;
    case 'break':
      return 'BREAK';
    case 'continue':
      return 'CONTINUE';
    case 'goto':
      return `GOTO ${printName(node.label)}`;
    case 'label':
      return `${printName(node.name)}:`;
    case 'return':
      return words('RETURN', node.value && printExpr(node.value));
    case 'waitfor':
      return `WAITFOR ${node.form.toUpperCase()} ${printExpr(node.value)}`;
    case 'try-catch':
      return `BEGIN TRY\n${printStatements(node.body)}\nEND TRY\nBEGIN CATCH\n${printStatements(node.handler)}\nEND CATCH`;
    case 'throw':
      return words('THROW', node.args && printExprs([node.args.number, node.args.message, node.args.state]));
    case 'raiserror': {
      const args = printExprs([node.message, node.severity, node.state, ...node.args]);
      return words(`RAISERROR (${args})`, node.options.length > 0 && `WITH ${node.options.join(', ')}`);
    }
    case 'print':
      return `PRINT ${printExpr(node.value)}`;
    case 'declare':
      return `DECLARE ${node.items.map(printDeclareItem).join(', ')}`;
    case 'use':
      return `USE ${printName(node.database)}`;
    default:
      return unreachable(node, 'printControl');
  }
}

function printIf(node: If): string {
  const otherwise = node.otherwise === undefined ? undefined : `\nELSE ${printStatement(node.otherwise)}`;
  return words(`IF ${printPredicate(node.condition)}\n${printStatement(node.then)}`, otherwise);
}

function printDeclareItem(item: DeclareItem): string {
  switch (item.kind) {
    case 'declare-variable':
      return words(item.name, printDataType(item.type), item.initial && `= ${printExpr(item.initial)}`);
    case 'declare-table':
      return `${item.name} TABLE ${printTableDefinition(item.table)}`;
    case 'declare-cursor-variable':
      return `${item.name} CURSOR`;
  }
}

function printSet(node: SetStatement): string {
  switch (node.kind) {
    case 'set-variable':
      return `SET ${node.name} ${node.op} ${printExpr(node.value)}`;
    case 'set-cursor-variable':
      return `SET ${node.name} = ${printCursor(node.cursor)}`;
    case 'set-variable-method':
      return `SET ${node.name}.${printName(node.method)}(${printExprs(node.args)})`;
    case 'set-identity-insert':
      return `SET IDENTITY_INSERT ${printObjectName(node.table)} ${node.on ? 'ON' : 'OFF'}`;
    case 'set-isolation-level':
      return `SET TRANSACTION ISOLATION LEVEL ${node.level.toUpperCase()}`;
    case 'set-option': {
      const value = typeof node.value === 'string' ? node.value : printExpr(node.value);
      const isStatistics = node.names[0]?.startsWith('STATISTICS ') === true;
      const names = isStatistics
        ? `STATISTICS ${node.names.map((name) => name.slice('STATISTICS '.length)).join(', ')}`
        : node.names.join(', ');
      return `SET ${names} ${value}`;
    }
    default:
      return unreachable(node, 'printSet');
  }
}

function printTransaction(node: TransactionStatement): string {
  const name = node.name && printName(node.name);
  switch (node.kind) {
    case 'begin-transaction': {
      const mark = node.mark === undefined ? undefined : words('WITH MARK', node.mark !== '' && quote(node.mark));
      return words('BEGIN', node.distributed && 'DISTRIBUTED', 'TRANSACTION', name, mark);
    }
    case 'commit-transaction': {
      const durability = node.delayedDurability;
      const option = durability === undefined ? undefined : `WITH (DELAYED_DURABILITY = ${durability ? 'ON' : 'OFF'})`;
      return words('COMMIT', node.work ? 'WORK' : 'TRANSACTION', name, option);
    }
    case 'rollback-transaction':
      return words('ROLLBACK', node.work ? 'WORK' : 'TRANSACTION', name);
    case 'save-transaction':
      return words('SAVE TRANSACTION', name);
  }
}

function printCursor(cursor: CursorDefinition): string {
  const columns = cursor.updateColumns.length === 0 ? '' : ` OF ${printNames(cursor.updateColumns)}`;
  return words(
    'CURSOR',
    ...cursor.options,
    'FOR',
    printWith(cursor.with),
    printQuery(cursor.query),
    cursor.access && `FOR ${cursor.access.toUpperCase()}${columns}`,
    printOptions(cursor.hints),
  );
}

const printRef = (ref: CursorRef): string => words(ref.global && 'GLOBAL', printName(ref.name));

function printCursorStatement(node: CursorStatement): string {
  switch (node.kind) {
    case 'declare-cursor':
      return `DECLARE ${printName(node.name)} ${printCursor(node.cursor)}`;
    case 'open-cursor':
      return `OPEN ${printRef(node.cursor)}`;
    case 'close-cursor':
      return `CLOSE ${printRef(node.cursor)}`;
    case 'deallocate-cursor':
      return `DEALLOCATE ${printRef(node.cursor)}`;
    case 'fetch-cursor':
      return words(
        `FETCH ${node.direction.toUpperCase()}`,
        node.offset && printExpr(node.offset),
        `FROM ${printRef(node.cursor)}`,
        node.into.length > 0 && `INTO ${node.into.join(', ')}`,
      );
  }
}
