import type { Execute, ExecuteArgument, ExecuteProcedure, ExecuteString, ResultSet, ResultSets } from '../ast/index.ts';
import { printExpr } from './expression.ts';
import { printDataType, printName, printObjectName, quote, words } from './name.ts';
import { printNullability } from './table-source.ts';

export function printExecute(node: Execute): string {
  return node.kind === 'execute-procedure' ? printProcedure(node) : printString(node);
}

function printProcedure(node: ExecuteProcedure): string {
  const name = node.procedure.kind === 'variable' ? node.procedure.name : printObjectName(node.procedure);
  return words(
    'EXECUTE',
    node.returnTo && `${node.returnTo} =`,
    node.number === undefined ? name : `${name};${node.number}`,
    printArguments(node.args),
    node.atDataSource && `AT DATA_SOURCE ${printName(node.atDataSource)}`,
    printExecuteOptions(node),
  );
}

const printArguments = (args: readonly ExecuteArgument[]): string => args.map(printArgument).join(', ');

function printArgument(arg: ExecuteArgument): string {
  return words(arg.name && `${arg.name} =`, printExpr(arg.value), arg.output && 'OUTPUT');
}

function printString(node: ExecuteString): string {
  const args = node.args.length === 0 ? '' : `, ${printArguments(node.args)}`;
  return words(
    `EXECUTE (${node.text.map(printExpr).join(' + ')}${args})`,
    node.as && `AS ${node.as.type.toUpperCase()} = ${quote(node.as.name)}`,
    node.at && `AT ${printName(node.at)}`,
    printExecuteOptions(node),
  );
}

function printExecuteOptions(node: Execute): string {
  const options = words(
    node.recompile && 'RECOMPILE,',
    node.resultSets && `RESULT SETS ${printResultSets(node.resultSets)}`,
  );
  return options === '' ? '' : `WITH ${options.replace(/,$/, '')}`;
}

function printResultSets(sets: ResultSets): string {
  return sets.form === 'defined' ? `(${sets.sets.map(printResultSet).join(', ')})` : sets.form.toUpperCase();
}

function printResultSet(set: ResultSet): string {
  switch (set.kind) {
    case 'as-object':
      return `AS OBJECT ${printObjectName(set.name)}`;
    case 'as-type':
      return `AS TYPE ${printObjectName(set.name)}`;
    case 'as-for-xml':
      return 'AS FOR XML';
    case 'result-columns': {
      const columns = set.columns.map((column) =>
        words(
          printName(column.name),
          printDataType(column.type),
          column.collation && `COLLATE ${printName(column.collation)}`,
          printNullability(column.nullable),
        ),
      );
      return `(${columns.join(', ')})`;
    }
  }
}
