import type { DataType, Name, Node, ObjectName, Option, StatementNode } from './node.ts';
import type { Expr, Literal } from './expression.ts';
import type { Predicate } from './predicate.ts';
import type { ColumnDefinition, FilegroupRef, IndexColumn, TableDefinition, TableElement } from './table.ts';
import type { ModuleStatement } from './module.ts';
import type { Statement } from './statement.ts';

export type DdlStatement =
  | ModuleStatement
  | CreateTable
  | AlterTable
  | CreateIndex
  | AlterIndex
  | DropIndex
  | Drop
  | CreateDatabase
  | AlterDatabase
  | CreateSchema
  | AlterSchema
  | CreateSequence
  | CreateSynonym
  | CreateType
  | CreateStatistics
  | UpdateStatistics
  | DropStatistics
  | CreateExternal
  | ToggleTrigger
  | CreateXmlSchemaCollection
  | PartitionDdl
  | Unsupported;

export interface CreateTable extends StatementNode {
  readonly kind: 'create-table';
  readonly name: ObjectName;
  readonly definition: TableDefinition;
  readonly graph?: 'node' | 'edge';
  readonly fileTable?: true;
  readonly on?: FilegroupRef;
  readonly textImageOn?: Name;
  readonly fileStreamOn?: Name;
  /** WITH (...): DATA_COMPRESSION, SYSTEM_VERSIONING, DATA_DELETION, MEMORY_OPTIMIZED, DURABILITY, LEDGER, ... */
  readonly options: readonly Option[];
}

export interface AlterTable extends StatementNode {
  readonly kind: 'alter-table';
  readonly name: ObjectName;
  /** WITH CHECK | NOCHECK in front of ADD or CHECK CONSTRAINT. */
  readonly check?: boolean;
  readonly action: AlterTableAction;
}
export type AlterTableAction =
  | { readonly kind: 'add'; readonly elements: readonly TableElement[] }
  | { readonly kind: 'alter-column'; readonly column: AlterColumn }
  | { readonly kind: 'drop'; readonly items: readonly AlterTableDropItem[] }
  /** No names: ALL. */
  | { readonly kind: 'check-constraint'; readonly enable: boolean; readonly names: readonly Name[] }
  | { readonly kind: 'trigger'; readonly enable: boolean; readonly names: readonly Name[] }
  | { readonly kind: 'change-tracking'; readonly enable: boolean; readonly options: readonly Option[] }
  | {
      readonly kind: 'switch';
      readonly sourcePartition?: Expr;
      readonly target: ObjectName;
      readonly targetPartition?: Expr;
      readonly options: readonly Option[];
    }
  | { readonly kind: 'set'; readonly options: readonly Option[] }
  | { readonly kind: 'rebuild'; readonly partition?: 'all' | Literal; readonly options: readonly Option[] };
export type AlterColumn =
  | { readonly form: 'type'; readonly definition: ColumnDefinition; readonly online?: boolean }
  | {
      readonly form: 'add' | 'drop';
      readonly name: Name;
      readonly property: 'rowguidcol' | 'persisted' | 'not for replication' | 'sparse' | 'hidden' | 'masked';
      readonly mask?: string;
    };
export type AlterTableDropItem =
  | {
      readonly kind: 'constraint' | 'column';
      readonly pos: Node['pos'];
      readonly name: Name;
      readonly ifExists: boolean;
      readonly options: readonly Option[];
    }
  | { readonly kind: 'period'; readonly pos: Node['pos'] };

export interface CreateIndex extends StatementNode {
  readonly kind: 'create-index';
  readonly name: Name;
  readonly table: ObjectName;
  readonly unique: boolean;
  readonly clustered?: boolean;
  readonly columnstore: boolean;
  /** PRIMARY XML, XML, SPATIAL, FULLTEXT are refused by name later. */
  readonly special?: 'primary xml' | 'xml' | 'spatial';
  readonly columns: readonly IndexColumn[];
  readonly include: readonly Name[];
  /** ORDER (...) of a columnstore index. */
  readonly order: readonly Name[];
  readonly where?: Predicate;
  readonly options: readonly Option[];
  readonly on?: FilegroupRef;
  /** USING XML INDEX ... FOR ..., USING tessellation. */
  readonly using?: string;
}
export interface AlterIndex extends StatementNode {
  readonly kind: 'alter-index';
  /** Absent: ALL. */
  readonly name?: Name;
  readonly table: ObjectName;
  readonly action: 'rebuild' | 'reorganize' | 'disable' | 'set' | 'resume' | 'pause' | 'abort';
  readonly partition?: 'all' | Literal;
  readonly options: readonly Option[];
}
/** DROP INDEX i ON t, or the old DROP INDEX t.i (then `table` is the qualifier). */
export interface DropIndex extends StatementNode {
  readonly kind: 'drop-index';
  readonly ifExists: boolean;
  readonly items: readonly { readonly name: Name; readonly table: ObjectName; readonly options: readonly Option[] }[];
}

/** DROP of one kind of object; the class as T-SQL spells it, in upper case. */
export interface Drop extends StatementNode {
  readonly kind: 'drop';
  readonly class: string;
  readonly ifExists: boolean;
  readonly names: readonly ObjectName[];
  /** DROP TRIGGER ... ON DATABASE | ALL SERVER. */
  readonly scope?: 'database' | 'all server';
  /** What follows the names (e.g. ON table of DROP FULLTEXT INDEX, FOR LOGIN), as text. */
  readonly rest?: string;
}

export interface CreateDatabase extends StatementNode {
  readonly kind: 'create-database';
  readonly name: Name;
  readonly collation?: Name;
  readonly containment?: string;
  /** ON and LOG ON file lists: names PRIMARY, FILE, FILEGROUP x, LOG; each with its file options. */
  readonly files: readonly Option[];
  /** WITH options, FOR ATTACH. */
  readonly options: readonly Option[];
  readonly snapshotOf?: Name;
  readonly attach?: string;
}
export interface AlterDatabase extends StatementNode {
  readonly kind: 'alter-database';
  /** Absent: CURRENT. */
  readonly name?: Name;
  readonly action:
    | { readonly kind: 'set'; readonly options: readonly Option[]; readonly termination?: Option }
    | { readonly kind: 'collate'; readonly collation: Name }
    | { readonly kind: 'modify-name'; readonly name: Name }
    /** ADD FILE, ADD LOG FILE, REMOVE FILE, MODIFY FILE, ADD FILEGROUP, ...: verb in upper case. */
    | { readonly kind: 'file'; readonly verb: string; readonly options: readonly Option[] }
    | { readonly kind: 'scoped-configuration'; readonly secondary: boolean; readonly options: readonly Option[] };
}

export interface CreateSchema extends StatementNode {
  readonly kind: 'create-schema';
  readonly name?: Name;
  readonly owner?: Name;
  /** CREATE TABLE, CREATE VIEW, GRANT, ... inside it. */
  readonly elements: readonly Statement[];
}
/** ALTER SCHEMA s TRANSFER [class ::] object. */
export interface AlterSchema extends StatementNode {
  readonly kind: 'alter-schema';
  readonly name: Name;
  readonly class?: 'OBJECT' | 'TYPE' | 'XML SCHEMA COLLECTION';
  readonly object: ObjectName;
}

export interface CreateSequence extends StatementNode {
  readonly kind: 'create-sequence' | 'alter-sequence';
  readonly name: ObjectName;
  readonly type?: DataType;
  /** START WITH, or RESTART WITH of ALTER. */
  readonly start?: Expr;
  /** RESTART without a value. */
  readonly restart?: true;
  readonly increment?: Expr;
  /** null: NO MINVALUE. */
  readonly minimum?: Expr | null;
  readonly maximum?: Expr | null;
  readonly cycle?: boolean;
  /** null: NO CACHE; 'default': CACHE without a size. */
  readonly cache?: Expr | 'default' | null;
}
export interface CreateSynonym extends StatementNode {
  readonly kind: 'create-synonym';
  readonly name: ObjectName;
  readonly target: ObjectName;
}
export interface CreateType extends StatementNode {
  readonly kind: 'create-type';
  readonly name: ObjectName;
  readonly definition:
    | { readonly kind: 'alias'; readonly base: DataType; readonly nullable?: boolean }
    | { readonly kind: 'table'; readonly table: TableDefinition; readonly options: readonly Option[] }
    | { readonly kind: 'external'; readonly assembly: ObjectName };
}

export interface CreateStatistics extends StatementNode {
  readonly kind: 'create-statistics';
  readonly name: Name;
  readonly table: ObjectName;
  readonly columns: readonly Name[];
  readonly where?: Predicate;
  readonly options: readonly Option[];
}
export interface UpdateStatistics extends StatementNode {
  readonly kind: 'update-statistics';
  readonly table: ObjectName;
  readonly names: readonly Name[];
  readonly options: readonly Option[];
}
/** Names are table.statistics. */
export interface DropStatistics extends StatementNode {
  readonly kind: 'drop-statistics';
  readonly names: readonly ObjectName[];
}

/** CREATE and ALTER EXTERNAL DATA SOURCE, FILE FORMAT, STREAM, STREAMING JOB, TABLE, LIBRARY, LANGUAGE, MODEL. */
export interface CreateExternal extends StatementNode {
  readonly kind: 'create-external' | 'alter-external';
  readonly class:
    'DATA SOURCE' | 'FILE FORMAT' | 'STREAM' | 'STREAMING JOB' | 'TABLE' | 'LIBRARY' | 'LANGUAGE' | 'MODEL';
  readonly name: ObjectName;
  /** Columns of a stream or table. */
  readonly columns: readonly ColumnDefinition[];
  readonly options: readonly Option[];
}

/** ENABLE | DISABLE TRIGGER. No names: ALL. */
export interface ToggleTrigger extends StatementNode {
  readonly kind: 'toggle-trigger';
  readonly enable: boolean;
  readonly names: readonly ObjectName[];
  readonly on: ObjectName | 'database' | 'all server';
}
export interface CreateXmlSchemaCollection extends StatementNode {
  readonly kind: 'create-xml-schema-collection' | 'alter-xml-schema-collection';
  readonly name: ObjectName;
  readonly schema: Expr;
}
export type PartitionDdl = CreatePartitionFunction | CreatePartitionScheme | AlterPartition;
export interface CreatePartitionFunction extends StatementNode {
  readonly kind: 'create-partition-function';
  readonly name: Name;
  readonly type: DataType;
  readonly range: 'left' | 'right';
  readonly values: readonly Expr[];
}
export interface CreatePartitionScheme extends StatementNode {
  readonly kind: 'create-partition-scheme';
  readonly name: Name;
  readonly function: Name;
  readonly all: boolean;
  readonly filegroups: readonly Name[];
}
export interface AlterPartition extends StatementNode {
  readonly kind: 'alter-partition';
  readonly class: 'FUNCTION' | 'SCHEME';
  readonly name: Name;
  /** SPLIT, MERGE, NEXT USED. */
  readonly action: 'split' | 'merge' | 'next used';
  readonly value?: Expr;
  readonly filegroup?: Name;
}

/**
 * Well-formed T-SQL that Holdfast does not take apart, and refuses by name where it does not ignore it: CREATE ASSEMBLY, CREATE
 * FULLTEXT CATALOG, ALTER AVAILABILITY GROUP, service broker, ... `what` is the construct in upper case; the text is the batch's,
 * from pos.offset to end.
 */
export interface Unsupported extends StatementNode {
  readonly kind: 'unsupported';
  readonly what: string;
  readonly text: string;
}
