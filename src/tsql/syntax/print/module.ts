import { unreachable } from '../../../base/index.ts';
import type {
  CreateFunction,
  CreateTrigger,
  ExternalName,
  ModuleOptions,
  ModuleStatement,
  Parameter,
  Statement,
} from '../ast/index.ts';
import { printExpr } from './expression.ts';
import { clause, printDataType, printName, printObjectName, quote, words } from './name.ts';
import { printQuery, printWith } from './query.ts';
import { printStatements } from './statement.ts';
import { printTableDefinition } from './table.ts';
import { printNullability } from './table-source.ts';

export function printModule(node: ModuleStatement): string {
  const verb = node.verb.toUpperCase();
  const name = printObjectName(node.name);
  const options = printOptions(node.options);
  switch (node.kind) {
    case 'create-procedure':
      return words(
        `${verb} PROCEDURE ${name}${node.number === undefined ? '' : `;${node.number}`}`,
        node.parameters.map(printParameter).join(', '),
        options,
        node.forReplication && 'FOR REPLICATION',
        `AS\n${printBody(node.body)}`,
      );
    case 'create-function':
      return words(
        `${verb} FUNCTION ${name} (${node.parameters.map(printParameter).join(', ')})`,
        printReturns(node, options),
      );
    case 'create-view':
      return words(
        `${verb} VIEW ${name}`,
        clause('', node.columns.map(printName)).trim(),
        options,
        'AS',
        printWith(node.with),
        printQuery(node.query),
        node.checkOption && 'WITH CHECK OPTION',
      );
    case 'create-trigger':
      return printTrigger(node, `${verb} TRIGGER ${name}`, options);
    default:
      return unreachable(node, 'printModule');
  }
}

function printTrigger(node: CreateTrigger, head: string, options: string): string {
  return words(
    head,
    `ON ${typeof node.on === 'string' ? node.on.toUpperCase() : printObjectName(node.on)}`,
    options,
    `${node.timing.toUpperCase()} ${node.events.join(', ')}`,
    node.append && 'WITH APPEND',
    node.notForReplication && 'NOT FOR REPLICATION',
    `AS\n${printBody(node.body)}`,
  );
}

function printBody(body: readonly Statement[] | ExternalName): string {
  return isExternal(body) ? `EXTERNAL NAME ${printObjectName(body.name)}` : printStatements(body);
}

const isExternal = (body: readonly Statement[] | ExternalName): body is ExternalName => 'kind' in body;

function printParameter(node: Parameter): string {
  return words(
    node.name,
    printDataType(node.type),
    printNullability(node.nullable),
    node.default && `= ${printExpr(node.default)}`,
    node.output && 'OUTPUT',
    node.readonly && 'READONLY',
  );
}

function printReturns(node: CreateFunction, options: string): string {
  const { returns } = node;
  switch (returns.kind) {
    case 'scalar': {
      const body = isExternal(returns.body) ? printBody(returns.body) : `BEGIN\n${printBody(returns.body)}\nEND`;
      return words(`RETURNS ${printDataType(returns.type)}`, options, `AS ${body}`);
    }
    case 'inline':
      return words('RETURNS TABLE', options, 'AS RETURN', printWith(returns.with), printQuery(returns.query));
    case 'multi': {
      const table = `RETURNS ${returns.variable} TABLE ${printTableDefinition(returns.table)}`;
      return words(table, options, `AS BEGIN\n${printBody(returns.body)}\nEND`);
    }
    case 'clr-table':
      return words(`RETURNS TABLE ${printTableDefinition(returns.table)}`, options, `AS ${printBody(returns.body)}`);
    default:
      return unreachable(returns, 'printReturns');
  }
}

function printOptions(options: ModuleOptions): string {
  const { executeAs, returnsNullOnNullInput, inline } = options;
  const list = [
    options.recompile && 'RECOMPILE',
    options.encryption && 'ENCRYPTION',
    options.schemaBinding && 'SCHEMABINDING',
    options.nativeCompilation && 'NATIVE_COMPILATION',
    options.viewMetadata && 'VIEW_METADATA',
    returnsNullOnNullInput !== undefined && `${returnsNullOnNullInput ? 'RETURNS NULL' : 'CALLED'} ON NULL INPUT`,
    inline !== undefined && `INLINE = ${inline ? 'ON' : 'OFF'}`,
    executeAs && `EXECUTE AS ${executeAs.kind === 'name' ? quote(executeAs.name) : executeAs.kind.toUpperCase()}`,
  ].filter(Boolean);
  return list.length === 0 ? '' : `WITH ${list.join(', ')}`;
}
