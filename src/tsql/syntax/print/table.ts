import { unreachable } from '../../../base/index.ts';
import type {
  AlterColumn,
  AlterTable,
  AlterTableAction,
  AlterTableDropItem,
  ColumnDefinition,
  Constraint,
  CreateTable,
  FilegroupRef,
  IndexColumn,
  InlineIndex,
  TableDefinition,
  TableElement,
} from '../ast/index.ts';
import { printExpr } from './expression.ts';
import { clause, printDataType, printLiteral, printName, printNames, printObjectName, quote, words } from './name.ts';
import { printOptionList, printWithOptions } from './option.ts';
import { printPredicate } from './predicate.ts';
import { printNullability } from './table-source.ts';

export const printTableDefinition = (node: TableDefinition): string =>
  `(${node.elements.map(printElement).join(', ')})`;

const NOT_FOR_REPLICATION = 'NOT FOR REPLICATION';

function printElement(node: TableElement): string {
  switch (node.kind) {
    case 'column-definition':
      return printColumn(node);
    case 'computed-column':
      return words(
        `${printName(node.name)} AS ${printExpr(node.expr)}`,
        node.persisted && 'PERSISTED',
        node.notNull && 'NOT NULL',
        ...node.constraints.map(printConstraint),
      );
    case 'column-set':
      return `${printName(node.name)} XML COLUMN_SET FOR ALL_SPARSE_COLUMNS`;
    case 'period':
      return `PERIOD FOR SYSTEM_TIME (${printName(node.start)}, ${printName(node.end)})`;
    case 'inline-index':
      return printInlineIndex(node);
    default:
      return printConstraint(node);
  }
}

export function printColumn(node: ColumnDefinition): string {
  return words(
    printName(node.name),
    printDataType(node.type),
    node.filestream && 'FILESTREAM',
    node.collation && `COLLATE ${printName(node.collation)}`,
    node.sparse && 'SPARSE',
    node.masked && `MASKED WITH (FUNCTION = ${quote(node.masked.function)})`,
    node.encrypted && `ENCRYPTED WITH ${printOptionList(node.encrypted)}`,
    node.identity && printIdentity(node.identity),
    node.notForReplication && NOT_FOR_REPLICATION,
    node.generated && `GENERATED ALWAYS AS ${node.generated.toUpperCase()}`,
    node.hidden && 'HIDDEN',
    printNullability(node.nullable),
    node.rowguidcol && 'ROWGUIDCOL',
    ...node.constraints.map(printConstraint),
    node.index && printInlineIndex(node.index),
  );
}

function printIdentity(identity: NonNullable<ColumnDefinition['identity']>): string {
  const { seed, increment, notForReplication } = identity;
  const args = seed === undefined || increment === undefined ? '' : `(${printExpr(seed)}, ${printExpr(increment)})`;
  return words(`IDENTITY${args}`, notForReplication && NOT_FOR_REPLICATION);
}

export const printIndexColumns = (columns: readonly IndexColumn[]): string =>
  columns.length === 0
    ? ''
    : `(${columns.map((column) => words(printName(column.name), column.descending && 'DESC')).join(', ')})`;

export const printClustered = (clustered: boolean | undefined): string | undefined =>
  clustered === undefined ? undefined : clustered ? 'CLUSTERED' : 'NONCLUSTERED';

export function printFilegroup(on: FilegroupRef | undefined): string | undefined {
  return on === undefined ? undefined : words(`ON ${printName(on.name)}`, clause('', on.columns.map(printName)).trim());
}

export function printConstraint(node: Constraint): string {
  const name = node.name === undefined ? undefined : `CONSTRAINT ${printName(node.name)}`;
  switch (node.kind) {
    case 'key-constraint':
      return words(
        name,
        node.type.toUpperCase(),
        printClustered(node.clustered),
        node.hash && 'HASH',
        printIndexColumns(node.columns),
        printWithOptions(node.options),
        printFilegroup(node.on),
      );
    case 'foreign-key':
      return words(
        name,
        'FOREIGN KEY',
        node.columns.length > 0 && `(${printNames(node.columns)})`,
        `REFERENCES ${printObjectName(node.table)}`,
        node.referenced.length > 0 && `(${printNames(node.referenced)})`,
        node.onDelete && `ON DELETE ${node.onDelete.toUpperCase()}`,
        node.onUpdate && `ON UPDATE ${node.onUpdate.toUpperCase()}`,
        node.notForReplication && NOT_FOR_REPLICATION,
      );
    case 'check':
      return words(name, 'CHECK', node.notForReplication && NOT_FOR_REPLICATION, `(${printPredicate(node.condition)})`);
    case 'default-constraint':
      return words(
        name,
        `DEFAULT ${printExpr(node.expr)}`,
        node.column && `FOR ${printName(node.column)}`,
        node.withValues && 'WITH VALUES',
      );
    case 'connection': {
      const pairs = node.pairs.map(({ from, to }) => `${printObjectName(from)} TO ${printObjectName(to)}`);
      return words(name, `CONNECTION (${pairs.join(', ')})`);
    }
    default:
      return unreachable(node, 'printConstraint');
  }
}

export function printInlineIndex(node: InlineIndex): string {
  return words(
    `INDEX ${printName(node.name)}`,
    node.unique && 'UNIQUE',
    printClustered(node.clustered),
    node.columnstore && 'COLUMNSTORE',
    node.hash && 'HASH',
    printIndexColumns(node.columns),
    clause('INCLUDE', node.include.map(printName)),
    node.where && `WHERE ${printPredicate(node.where)}`,
    printWithOptions(node.options),
    printFilegroup(node.on),
  );
}

export function printCreateTable(node: CreateTable): string {
  return words(
    `CREATE TABLE ${printObjectName(node.name)}`,
    node.fileTable ? 'AS FILETABLE' : printTableDefinition(node.definition),
    node.graph && `AS ${node.graph.toUpperCase()}`,
    printFilegroup(node.on),
    node.textImageOn && `TEXTIMAGE_ON ${printName(node.textImageOn)}`,
    node.fileStreamOn && `FILESTREAM_ON ${printName(node.fileStreamOn)}`,
    printWithOptions(node.options),
  );
}

export function printAlterTable(node: AlterTable): string {
  return words(
    `ALTER TABLE ${printObjectName(node.name)}`,
    node.check !== undefined && `WITH ${node.check ? 'CHECK' : 'NOCHECK'}`,
    printAction(node.action),
  );
}

function printAction(action: AlterTableAction): string {
  switch (action.kind) {
    case 'add':
      return `ADD ${action.elements.map(printElement).join(', ')}`;
    case 'alter-column':
      return `ALTER COLUMN ${printAlterColumn(action.column)}`;
    case 'drop':
      return `DROP ${action.items.map(printDropItem).join(', ')}`;
    case 'check-constraint':
      return `${action.enable ? 'CHECK' : 'NOCHECK'} CONSTRAINT ${printNames(action.names) || 'ALL'}`;
    case 'trigger':
      return `${action.enable ? 'ENABLE' : 'DISABLE'} TRIGGER ${printNames(action.names) || 'ALL'}`;
    case 'change-tracking':
      return words(`${action.enable ? 'ENABLE' : 'DISABLE'} CHANGE_TRACKING`, printWithOptions(action.options));
    case 'switch':
      return words(
        'SWITCH',
        action.sourcePartition && `PARTITION ${printExpr(action.sourcePartition)}`,
        `TO ${printObjectName(action.target)}`,
        action.targetPartition && `PARTITION ${printExpr(action.targetPartition)}`,
        printWithOptions(action.options),
      );
    case 'set':
      return `SET ${printOptionList(action.options)}`;
    case 'rebuild':
      return words('REBUILD', printPartition(action.partition), printWithOptions(action.options));
    default:
      return unreachable(action, 'printAction');
  }
}

export function printPartition(partition: (AlterTableAction & { kind: 'rebuild' })['partition']): string | undefined {
  if (partition === undefined) return undefined;
  return `PARTITION = ${partition === 'all' ? 'ALL' : printLiteral(partition)}`;
}

function printAlterColumn(column: AlterColumn): string {
  if (column.form === 'type') {
    const online = column.online === undefined ? undefined : `WITH (ONLINE = ${column.online ? 'ON' : 'OFF'})`;
    return words(printColumn(column.definition), online);
  }
  const mask = column.mask === undefined ? undefined : `WITH (FUNCTION = ${quote(column.mask)})`;
  return words(printName(column.name), column.form.toUpperCase(), column.property.toUpperCase(), mask);
}

function printDropItem(item: AlterTableDropItem): string {
  if (item.kind === 'period') return 'PERIOD FOR SYSTEM_TIME';
  return words(
    item.kind.toUpperCase(),
    item.ifExists && 'IF EXISTS',
    printName(item.name),
    printWithOptions(item.options),
  );
}
