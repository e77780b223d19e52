import type { DataType, Name, Node, ObjectName, StatementNode } from './node.ts';
import type { Expr } from './expression.ts';

export type Execute = ExecuteProcedure | ExecuteString;

/** EXEC [@rc =] proc[;n] args; `call` marks the ODBC form {? = call p(...)}. */
export interface ExecuteProcedure extends StatementNode {
  readonly kind: 'execute-procedure';
  readonly returnTo?: string;
  /** A name, or a variable that holds one. */
  readonly procedure: ObjectName | { readonly kind: 'variable'; readonly pos: Node['pos']; readonly name: string };
  readonly number?: number;
  readonly args: readonly ExecuteArgument[];
  readonly recompile: boolean;
  readonly resultSets?: ResultSets;
  readonly atDataSource?: Name;
}
/** The value is a literal (maybe signed), a variable, DEFAULT, or a bare word, which means its text (a `column` node). */
export interface ExecuteArgument extends Node {
  readonly kind: 'execute-argument';
  readonly name?: string;
  readonly value: Expr;
  readonly output: boolean;
}
/** EXEC ('text' + @more) [AS USER = 'u'] [AT server]. */
export interface ExecuteString extends StatementNode {
  readonly kind: 'execute-string';
  /** String literals and variables, joined. */
  readonly text: readonly Expr[];
  /** Behind the text: parameters for a linked server. */
  readonly args: readonly ExecuteArgument[];
  readonly as?: { readonly type: 'login' | 'user'; readonly name: string };
  readonly at?: Name;
  readonly recompile: boolean;
  readonly resultSets?: ResultSets;
}
export interface ResultSets {
  readonly form: 'undefined' | 'none' | 'defined';
  readonly sets: readonly ResultSet[];
}
export type ResultSet =
  | { readonly kind: 'result-columns'; readonly columns: readonly ResultColumn[] }
  | { readonly kind: 'as-object' | 'as-type'; readonly name: ObjectName }
  | { readonly kind: 'as-for-xml' };
export interface ResultColumn {
  readonly name: Name;
  readonly type: DataType;
  readonly collation?: Name;
  readonly nullable?: boolean;
}
