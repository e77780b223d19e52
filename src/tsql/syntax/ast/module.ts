import type { DataType, Name, Node, ObjectName, StatementNode } from './node.ts';
import type { Expr } from './expression.ts';
import type { Query, With } from './query.ts';
import type { TableDefinition } from './table.ts';
import type { Statement } from './statement.ts';

/**
 * CREATE, ALTER and CREATE OR ALTER of a module. Its text for sys.sql_modules is the whole batch text (comments in front
 * included); from pos.offset to end without them.
 */
export type ModuleStatement = CreateProcedure | CreateFunction | CreateView | CreateTrigger;
export type ModuleVerb = 'create' | 'alter' | 'create or alter';

export interface ModuleOptions {
  readonly recompile?: true;
  readonly encryption?: true;
  readonly schemaBinding?: true;
  readonly nativeCompilation?: true;
  readonly viewMetadata?: true;
  readonly returnsNullOnNullInput?: boolean;
  readonly inline?: boolean;
  /** EXECUTE AS CALLER | SELF | OWNER | 'user'. */
  readonly executeAs?: ExecuteAs;
}
export type ExecuteAs =
  { readonly kind: 'caller' | 'self' | 'owner' } | { readonly kind: 'name'; readonly name: string };

export interface Parameter extends Node {
  readonly kind: 'parameter';
  readonly name: string;
  readonly type: DataType;
  readonly nullable?: boolean;
  /** A bare word stands for its text (a `column` node). */
  readonly default?: Expr;
  readonly output: boolean;
  readonly readonly: boolean;
}
/** EXTERNAL NAME assembly.class.method, of CLR modules. */
export interface ExternalName {
  readonly kind: 'external-name';
  readonly name: ObjectName;
}

export interface CreateProcedure extends StatementNode {
  readonly kind: 'create-procedure';
  readonly verb: ModuleVerb;
  readonly name: ObjectName;
  /** The old `;number`. */
  readonly number?: number;
  readonly parameters: readonly Parameter[];
  readonly options: ModuleOptions;
  readonly forReplication: boolean;
  readonly body: readonly Statement[] | ExternalName;
}

export interface CreateFunction extends StatementNode {
  readonly kind: 'create-function';
  readonly verb: ModuleVerb;
  readonly name: ObjectName;
  readonly parameters: readonly Parameter[];
  readonly options: ModuleOptions;
  readonly returns: FunctionReturns;
}
export type FunctionReturns =
  | { readonly kind: 'scalar'; readonly type: DataType; readonly body: readonly Statement[] | ExternalName }
  | { readonly kind: 'inline'; readonly with?: With; readonly query: Query }
  | {
      readonly kind: 'multi';
      readonly variable: string;
      readonly table: TableDefinition;
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'clr-table'; readonly table: TableDefinition; readonly body: ExternalName };

export interface CreateView extends StatementNode {
  readonly kind: 'create-view';
  readonly verb: ModuleVerb;
  readonly name: ObjectName;
  readonly columns: readonly Name[];
  readonly options: ModuleOptions;
  readonly with?: With;
  readonly query: Query;
  readonly checkOption: boolean;
}

export interface CreateTrigger extends StatementNode {
  readonly kind: 'create-trigger';
  readonly verb: ModuleVerb;
  readonly name: ObjectName;
  readonly on: ObjectName | 'database' | 'all server';
  readonly options: ModuleOptions;
  readonly timing: 'after' | 'instead of';
  /** INSERT, UPDATE, DELETE, or the names of DDL events, LOGON; in upper case. */
  readonly events: readonly string[];
  readonly append: boolean;
  readonly notForReplication: boolean;
  readonly body: readonly Statement[] | ExternalName;
}
