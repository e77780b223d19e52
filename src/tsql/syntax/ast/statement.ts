import type { DataType, Name, Node, ObjectName, Option, StatementNode } from './node.ts';
import type { Expr } from './expression.ts';
import type { Predicate } from './predicate.ts';
import type { AssignmentOperator, Query, QueryHint, SelectStatement, With } from './query.ts';
import type { BulkInsert, DmlStatement, InsertBulk, Truncate } from './dml.ts';
import type { Execute } from './execute.ts';
import type { TableDefinition } from './table.ts';
import type { DdlStatement } from './ddl.ts';
import type { SecurityStatement } from './security.ts';
import type { AdminStatement } from './admin.ts';

export interface Batch extends Node {
  readonly kind: 'batch';
  readonly statements: readonly Statement[];
}

export type Statement =
  | SelectStatement
  | DmlStatement
  | Truncate
  | BulkInsert
  | InsertBulk
  | Execute
  | ControlStatement
  | TransactionStatement
  | CursorStatement
  | SetStatement
  | DdlStatement
  | SecurityStatement
  | AdminStatement;

export type ControlStatement =
  | Block
  | If
  | While
  | Break
  | Continue
  | Goto
  | Label
  | Return
  | WaitFor
  | TryCatch
  | Throw
  | RaiseError
  | Print
  | Declare
  | Use;

export interface Block extends StatementNode {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
  readonly atomic?: readonly Option[];
}
export interface If extends StatementNode {
  readonly kind: 'if';
  readonly condition: Predicate;
  readonly then: Statement;
  readonly otherwise?: Statement;
}
export interface While extends StatementNode {
  readonly kind: 'while';
  readonly condition: Predicate;
  readonly body: Statement;
}
export interface Break extends StatementNode {
  readonly kind: 'break';
}
export interface Continue extends StatementNode {
  readonly kind: 'continue';
}
export interface Goto extends StatementNode {
  readonly kind: 'goto';
  readonly label: Name;
}
export interface Label extends StatementNode {
  readonly kind: 'label';
  readonly name: Name;
}
export interface Return extends StatementNode {
  readonly kind: 'return';
  readonly value?: Expr;
}
export interface WaitFor extends StatementNode {
  readonly kind: 'waitfor';
  readonly form: 'delay' | 'time';
  readonly value: Expr;
}
export interface TryCatch extends StatementNode {
  readonly kind: 'try-catch';
  readonly body: readonly Statement[];
  readonly handler: readonly Statement[];
}
/** Without arguments it rethrows. */
export interface Throw extends StatementNode {
  readonly kind: 'throw';
  readonly args?: { readonly number: Expr; readonly message: Expr; readonly state: Expr };
}
export interface RaiseError extends StatementNode {
  readonly kind: 'raiserror';
  readonly message: Expr;
  readonly severity: Expr;
  readonly state: Expr;
  readonly args: readonly Expr[];
  /** LOG, NOWAIT, SETERROR. */
  readonly options: readonly string[];
}
export interface Print extends StatementNode {
  readonly kind: 'print';
  readonly value: Expr;
}
export interface Use extends StatementNode {
  readonly kind: 'use';
  readonly database: Name;
}

export interface Declare extends StatementNode {
  readonly kind: 'declare';
  readonly items: readonly DeclareItem[];
}
export type DeclareItem =
  | {
      readonly kind: 'declare-variable';
      readonly pos: Node['pos'];
      readonly name: string;
      readonly type: DataType;
      readonly initial?: Expr;
    }
  | {
      readonly kind: 'declare-table';
      readonly pos: Node['pos'];
      readonly name: string;
      readonly table: TableDefinition;
    }
  | { readonly kind: 'declare-cursor-variable'; readonly pos: Node['pos']; readonly name: string };

export type SetStatement =
  SetVariable | SetCursorVariable | SetVariableMethod | SetOption | SetIdentityInsert | SetIsolationLevel;
export interface SetVariable extends StatementNode {
  readonly kind: 'set-variable';
  readonly name: string;
  readonly op: AssignmentOperator;
  readonly value: Expr;
}
export interface SetCursorVariable extends StatementNode {
  readonly kind: 'set-cursor-variable';
  readonly name: string;
  readonly cursor: CursorDefinition;
}
/** SET @x.modify('...'). */
export interface SetVariableMethod extends StatementNode {
  readonly kind: 'set-variable-method';
  readonly name: string;
  readonly method: Name;
  readonly args: readonly Expr[];
}
/**
 * SET options in upper case: `SET ANSI_NULLS, QUOTED_IDENTIFIER ON` has two names and the value word ON. SET ROWCOUNT, TEXTSIZE,
 * DATEFORMAT, DATEFIRST, LANGUAGE, LOCK_TIMEOUT, DEADLOCK_PRIORITY, CONTEXT_INFO, QUERY_GOVERNOR_COST_LIMIT, STATISTICS IO (name
 * 'STATISTICS IO'), OFFSETS, FIPS_FLAGGER have one name and an expression; bare words (mdy, us_english, LOW) are `column` nodes.
 */
export interface SetOption extends StatementNode {
  readonly kind: 'set-option';
  readonly names: readonly string[];
  readonly value: 'ON' | 'OFF' | Expr;
}
export interface SetIdentityInsert extends StatementNode {
  readonly kind: 'set-identity-insert';
  readonly table: ObjectName;
  readonly on: boolean;
}
export interface SetIsolationLevel extends StatementNode {
  readonly kind: 'set-isolation-level';
  readonly level: 'read uncommitted' | 'read committed' | 'repeatable read' | 'snapshot' | 'serializable';
}

export type TransactionStatement = BeginTransaction | CommitTransaction | RollbackTransaction | SaveTransaction;
/** The name of a transaction or savepoint: a word or an @variable (then `text` starts with @ and `quoted` is false). */
export interface BeginTransaction extends StatementNode {
  readonly kind: 'begin-transaction';
  readonly distributed: boolean;
  readonly name?: Name;
  /** WITH MARK ['description']: '' without a description. */
  readonly mark?: string;
}
export interface CommitTransaction extends StatementNode {
  readonly kind: 'commit-transaction';
  /** COMMIT WORK. */
  readonly work: boolean;
  readonly name?: Name;
  readonly delayedDurability?: boolean;
}
export interface RollbackTransaction extends StatementNode {
  readonly kind: 'rollback-transaction';
  readonly work: boolean;
  readonly name?: Name;
}
export interface SaveTransaction extends StatementNode {
  readonly kind: 'save-transaction';
  readonly name: Name;
}

export type CursorStatement = DeclareCursor | OpenCursor | FetchCursor | CloseCursor | DeallocateCursor;
export interface CursorDefinition {
  /** In upper case, as written: INSENSITIVE, LOCAL, GLOBAL, FORWARD_ONLY, SCROLL, STATIC, KEYSET, DYNAMIC, FAST_FORWARD, ... */
  readonly options: readonly string[];
  readonly with?: With;
  readonly query: Query;
  readonly hints: readonly QueryHint[];
  readonly access?: 'read only' | 'update';
  readonly updateColumns: readonly Name[];
}
/** A cursor's name, or an @variable (then `text` starts with @). */
export interface CursorRef {
  readonly global: boolean;
  readonly name: Name;
}
export interface DeclareCursor extends StatementNode {
  readonly kind: 'declare-cursor';
  readonly name: Name;
  readonly cursor: CursorDefinition;
}
export interface OpenCursor extends StatementNode {
  readonly kind: 'open-cursor';
  readonly cursor: CursorRef;
}
export interface FetchCursor extends StatementNode {
  readonly kind: 'fetch-cursor';
  readonly direction: 'next' | 'prior' | 'first' | 'last' | 'absolute' | 'relative';
  readonly offset?: Expr;
  readonly cursor: CursorRef;
  readonly into: readonly string[];
}
export interface CloseCursor extends StatementNode {
  readonly kind: 'close-cursor';
  readonly cursor: CursorRef;
}
export interface DeallocateCursor extends StatementNode {
  readonly kind: 'deallocate-cursor';
  readonly cursor: CursorRef;
}
