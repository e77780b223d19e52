import type { CatalogView, FunctionMeta, TableMeta } from '../catalog/meta.ts';
import type { SqlType } from '../types/sql-type.ts';

/** The SET options that change what a statement means. */
export interface SetOptions {
  readonly quotedIdentifier: boolean;
  readonly ansiNulls: boolean;
  readonly ansiWarnings: boolean;
  readonly ansiPadding: boolean;
  readonly arithAbort: boolean;
  readonly concatNullYieldsNull: boolean;
  readonly dateFormat: 'mdy' | 'dmy' | 'ymd' | 'ydm' | 'myd' | 'dym';
  /** 1 (Monday) to 7 (Sunday). */
  readonly dateFirst: number;
  readonly language: string;
  /** Object id of the table for which SET IDENTITY_INSERT is ON. */
  readonly identityInsert?: number;
}

export const DEFAULT_SET_OPTIONS: SetOptions = Object.freeze({
  quotedIdentifier: true,
  ansiNulls: true,
  ansiWarnings: true,
  ansiPadding: true,
  arithAbort: true,
  concatNullYieldsNull: true,
  dateFormat: 'mdy',
  dateFirst: 7,
  language: 'us_english',
});

export interface VariableInfo {
  readonly type: SqlType;
  /** Default: true. */
  readonly nullable?: boolean;
}

/** Rows of a changed table for its triggers: where the statement stores them (the columns are named as in the table). */
export interface TransitionTables {
  readonly inserted?: TableMeta;
  readonly deleted?: TableMeta;
  /** MERGE: the rows of each action apart, because each fires triggers of its own. */
  readonly merge?: readonly {
    readonly action: 'INSERT' | 'UPDATE' | 'DELETE';
    readonly inserted?: TableMeta;
    readonly deleted?: TableMeta;
  }[];
  /** An INSTEAD OF trigger stands there: the statement only fills the tables, the target stays as it is. */
  readonly insteadOf?: boolean;
}

/** All that the binder knows about the session that runs the statement. Pure data and look-ups; nothing here does I/O. */
export interface BindEnvironment {
  readonly catalog: CatalogView;
  readonly databaseId: number;
  /** Name of the user's default schema, in practice dbo. */
  readonly defaultSchema: string;
  /** Variables and parameters, by name with its `@`, without case. `@@` system variables are not asked here. */
  variable(name: string): VariableInfo | undefined;
  /** Table variables and table-valued parameters, by name with its `@`, without case. */
  tableVariable(name: string): TableMeta | undefined;
  /** Temporary tables in scope, by name with its `#`, without case. */
  temporaryTable(name: string): TableMeta | undefined;
  /** Inside a trigger: `inserted` and `deleted`. */
  transitionTable?(name: string): TableMeta | undefined;
  /** Set when the statement's target has triggers: the statement then also fills these. */
  readonly transition?: TransitionTables;
  /** While a user's function is compiled: itself, its PostgreSQL variable for the depth of its recursion, and who is told of calls. */
  readonly function?: { readonly meta: FunctionMeta; readonly depth: string; called(objectId: number): void };
  readonly options: SetOptions;
  readonly serverCollation: string;
  /**
   * How a parameter is written in PostgreSQL. Default: `$n` with its carrier cast. PL/pgSQL bodies of user functions give the
   * name of a PL/pgSQL variable instead.
   */
  placeholder?(name: string, type: SqlType): string | undefined;
}
