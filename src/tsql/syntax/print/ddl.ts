import { unreachable } from '../../../base/index.ts';
import type {
  AlterDatabase,
  AlterIndex,
  AlterPartition,
  CreateDatabase,
  CreateIndex,
  CreateSchema,
  CreateSequence,
  CreateType,
  DdlStatement,
  Drop,
  Expr,
  Option,
  ToggleTrigger,
} from '../ast/index.ts';
import { printExpr, printExprs } from './expression.ts';
import { printModule } from './module.ts';
import { clause, printDataType, printName, printNames, printObjectName, words } from './name.ts';
import {
  printOpenOption,
  printOpenOptions,
  printOption,
  printOptionList,
  printOptionValue,
  printWithOptions,
} from './option.ts';
import { printPredicate } from './predicate.ts';
import { printStatement } from './statement.ts';
import {
  printAlterTable,
  printClustered,
  printColumn,
  printCreateTable,
  printFilegroup,
  printIndexColumns,
  printPartition,
  printTableDefinition,
} from './table.ts';
import { printNullability } from './table-source.ts';

export function printDdl(node: DdlStatement): string {
  switch (node.kind) {
    case 'create-procedure':
    case 'create-function':
    case 'create-view':
    case 'create-trigger':
      return printModule(node);
    case 'create-table':
      return printCreateTable(node);
    case 'alter-table':
      return printAlterTable(node);
    case 'create-index':
      return printCreateIndex(node);
    case 'alter-index':
      return printAlterIndex(node);
    case 'drop-index': {
      const items = node.items.map((item) =>
        words(`${printName(item.name)} ON ${printObjectName(item.table)}`, printWithOptions(item.options)),
      );
      return words('DROP INDEX', node.ifExists && 'IF EXISTS', items.join(', '));
    }
    case 'drop':
      return printDrop(node);
    case 'create-database':
      return printCreateDatabase(node);
    case 'alter-database':
      return words('ALTER DATABASE', printDatabaseAction(node));
    case 'create-schema':
      return printCreateSchema(node);
    case 'alter-schema':
      return `ALTER SCHEMA ${printName(node.name)} TRANSFER ${node.class ? `${node.class}::` : ''}${printObjectName(node.object)}`;
    case 'create-sequence':
    case 'alter-sequence':
      return printSequence(node);
    case 'create-synonym':
      return `CREATE SYNONYM ${printObjectName(node.name)} FOR ${printObjectName(node.target)}`;
    case 'create-type':
      return `CREATE TYPE ${printObjectName(node.name)} ${printTypeDefinition(node.definition)}`;
    case 'create-statistics':
      return words(
        `CREATE STATISTICS ${printName(node.name)} ON ${printObjectName(node.table)} (${printNames(node.columns)})`,
        node.where && `WHERE ${printPredicate(node.where)}`,
        withOpen(node.options),
      );
    case 'update-statistics':
      return words(
        `UPDATE STATISTICS ${printObjectName(node.table)}`,
        clause('', node.names.map(printName)).trim(),
        withOpen(node.options),
      );
    case 'drop-statistics':
      return `DROP STATISTICS ${node.names.map(printObjectName).join(', ')}`;
    case 'create-external':
    case 'alter-external': {
      const create = node.kind === 'create-external';
      return words(
        `${create ? 'CREATE' : 'ALTER'} EXTERNAL ${node.class} ${printObjectName(node.name)}`,
        clause('', node.columns.map(printColumn)).trim(),
        create ? printWithOptions(node.options) : node.options.length > 0 && `SET ${printOpenOptions(node.options)}`,
      );
    }
    case 'toggle-trigger':
      return printToggleTrigger(node);
    case 'create-xml-schema-collection':
      return `CREATE XML SCHEMA COLLECTION ${printObjectName(node.name)} AS ${printExpr(node.schema)}`;
    case 'alter-xml-schema-collection':
      return `ALTER XML SCHEMA COLLECTION ${printObjectName(node.name)} ADD ${printExpr(node.schema)}`;
    case 'create-partition-function': {
      const range = `AS RANGE ${node.range.toUpperCase()} FOR VALUES (${printExprs(node.values)})`;
      return `CREATE PARTITION FUNCTION ${printName(node.name)} (${printDataType(node.type)}) ${range}`;
    }
    case 'create-partition-scheme': {
      const to = `TO (${printNames(node.filegroups)})`;
      return words(
        `CREATE PARTITION SCHEME ${printName(node.name)} AS PARTITION ${printName(node.function)}`,
        node.all && 'ALL',
        to,
      );
    }
    case 'alter-partition':
      return printAlterPartition(node);
    case 'unsupported':
      return node.text;
    default:
      return unreachable(node, 'printDdl');
  }
}

const withOpen = (options: readonly Option[]): string =>
  options.length === 0 ? '' : `WITH ${printOpenOptions(options)}`;

function printCreateIndex(node: CreateIndex): string {
  return words(
    'CREATE',
    node.special?.toUpperCase(),
    node.unique && 'UNIQUE',
    printClustered(node.clustered),
    node.columnstore && 'COLUMNSTORE',
    `INDEX ${printName(node.name)} ON ${printObjectName(node.table)}`,
    printIndexColumns(node.columns),
    node.using && `USING ${node.using}`,
    clause('INCLUDE', node.include.map(printName)),
    clause('ORDER', node.order.map(printName)),
    node.where && `WHERE ${printPredicate(node.where)}`,
    printWithOptions(node.options),
    printFilegroup(node.on),
  );
}

function printAlterIndex(node: AlterIndex): string {
  const name = node.name === undefined ? 'ALL' : printName(node.name);
  const options = node.action === 'set' ? printOptionList(node.options) : printWithOptions(node.options);
  const action = words(node.action.toUpperCase(), printPartition(node.partition), options);
  return `ALTER INDEX ${name} ON ${printObjectName(node.table)} ${action}`;
}

function printDrop(node: Drop): string {
  return words(
    `DROP ${node.class}`,
    node.ifExists && 'IF EXISTS',
    node.names.map(printObjectName).join(', '),
    node.scope && `ON ${node.scope.toUpperCase()}`,
    node.rest,
  );
}

function printCreateDatabase(node: CreateDatabase): string {
  const data = node.files.filter((file) => file.name !== 'LOG');
  const log = node.files.filter((file) => file.name === 'LOG');
  return words(
    `CREATE DATABASE ${printName(node.name)}`,
    node.containment && `CONTAINMENT = ${node.containment}`,
    data.length > 0 && `ON ${printFiles(data)}`,
    log.length > 0 && `LOG ON ${log.map((file) => printOptionList(file.options ?? [])).join(', ')}`,
    node.collation && `COLLATE ${printName(node.collation)}`,
    withOpen(node.options),
    node.snapshotOf && `AS SNAPSHOT OF ${printName(node.snapshotOf)}`,
    node.attach && `FOR ${node.attach}`,
  );
}

/** PRIMARY and FILEGROUP g are said once, in front of their first file. */
function printFiles(files: readonly Option[]): string {
  return files
    .map((file, i) => {
      const previous = files[i - 1];
      const isFirst = previous === undefined || previous.name !== file.name || previous.values !== file.values;
      const values = file.values.map(printOptionValue);
      if (file.name === 'FILEGROUP' && values[1] !== undefined && values[1] !== 'DEFAULT')
        values.splice(1, 0, 'CONTAINS');
      const prefix = file.name === 'FILE' || !isFirst ? undefined : words(file.name, ...values);
      return words(prefix, printOptionList(file.options ?? []));
    })
    .join(', ');
}

function printDatabaseAction(node: AlterDatabase): string {
  const { action } = node;
  if (action.kind === 'scoped-configuration') {
    const secondary = action.secondary && 'FOR SECONDARY';
    const isClear = action.options[0]?.name.startsWith('CLEAR ') === true;
    return words('SCOPED CONFIGURATION', secondary, !isClear && 'SET', printOpenOptions(action.options));
  }
  const name = node.name === undefined ? 'CURRENT' : printName(node.name);
  switch (action.kind) {
    case 'set':
      return words(
        `${name} SET`,
        printOpenOptions(action.options),
        action.termination && `WITH ${printOpenOption(action.termination)}`,
      );
    case 'collate':
      return `${name} COLLATE ${printName(action.collation)}`;
    case 'modify-name':
      return `${name} MODIFY NAME = ${printName(action.name)}`;
    case 'file':
      return words(name, action.verb, action.options.map(printFileOption).reduce(joinFiles, ''));
    default:
      return unreachable(action, 'printDatabaseAction');
  }
}

const joinFiles = (before: string, text: string): string =>
  before === '' ? text : `${before}${text.startsWith('(') ? ', ' : ' '}${text}`;

function printFileOption(option: Option, index: number): string {
  if (option.name === 'FILE') return printOptionList(option.options ?? []);
  if (option.name === 'NAME' && index === 0) return option.values.map(printOptionValue).join(' ');
  return option.name === 'NAME' ? printOption(option) : printOpenOption(option);
}

function printCreateSchema(node: CreateSchema): string {
  return words(
    'CREATE SCHEMA',
    node.name && printName(node.name),
    node.owner && `AUTHORIZATION ${printName(node.owner)}`,
    ...node.elements.map(printStatement),
  );
}

const bound = (word: string, value: Expr | null | undefined): string | undefined =>
  value === undefined ? undefined : value === null ? `NO ${word}` : `${word} ${printExpr(value)}`;

function printSequence(node: CreateSequence): string {
  const restart = node.restart === true ? words('RESTART', node.start && `WITH ${printExpr(node.start)}`) : undefined;
  return words(
    `${node.kind === 'create-sequence' ? 'CREATE' : 'ALTER'} SEQUENCE ${printObjectName(node.name)}`,
    node.type && `AS ${printDataType(node.type)}`,
    restart ?? (node.start && `START WITH ${printExpr(node.start)}`),
    node.increment && `INCREMENT BY ${printExpr(node.increment)}`,
    bound('MINVALUE', node.minimum),
    bound('MAXVALUE', node.maximum),
    node.cycle === undefined ? undefined : node.cycle ? 'CYCLE' : 'NO CYCLE',
    node.cache === 'default' ? 'CACHE' : bound('CACHE', node.cache),
  );
}

function printTypeDefinition(definition: CreateType['definition']): string {
  switch (definition.kind) {
    case 'alias':
      return words(`FROM ${printDataType(definition.base)}`, printNullability(definition.nullable));
    case 'external':
      return `EXTERNAL NAME ${printObjectName(definition.assembly)}`;
    case 'table':
      return words(`AS TABLE ${printTableDefinition(definition.table)}`, printWithOptions(definition.options));
  }
}

function printToggleTrigger(node: ToggleTrigger): string {
  const on = typeof node.on === 'string' ? node.on.toUpperCase() : printObjectName(node.on);
  return `${node.enable ? 'ENABLE' : 'DISABLE'} TRIGGER ${node.names.map(printObjectName).join(', ') || 'ALL'} ON ${on}`;
}

function printAlterPartition(node: AlterPartition): string {
  const head = `ALTER PARTITION ${node.class} ${printName(node.name)}`;
  if (node.action === 'next used') return words(head, 'NEXT USED', node.filegroup && printName(node.filegroup));
  return `${head} () ${node.action.toUpperCase()} RANGE (${node.value === undefined ? '' : printExpr(node.value)})`;
}
