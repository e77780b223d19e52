import type { Name, ObjectName, Option, StatementNode } from './node.ts';
import type { Expr } from './expression.ts';

export type AdminStatement = Dbcc | Checkpoint | Kill | Shutdown | Backup | Restore | Reconfigure | LegacyText;

/** DBCC name (args) WITH options; the name in upper case. Bare words among the arguments are `column` nodes. */
export interface Dbcc extends StatementNode {
  readonly kind: 'dbcc';
  readonly name: string;
  readonly args: readonly Expr[];
  readonly options: readonly Option[];
}
export interface Checkpoint extends StatementNode {
  readonly kind: 'checkpoint';
  readonly duration?: Expr;
}
export interface Kill extends StatementNode {
  readonly kind: 'kill';
  /** A session id, a unit-of-work id; `what` tells KILL from KILL STATS JOB and KILL QUERY NOTIFICATION SUBSCRIPTION. */
  readonly what: 'session' | 'stats job' | 'query notification subscription';
  /** Absent: ALL. */
  readonly target?: Expr;
  readonly withOption?: 'statusonly' | 'commit' | 'rollback';
}
export interface Shutdown extends StatementNode {
  readonly kind: 'shutdown';
  readonly noWait: boolean;
}
export interface Reconfigure extends StatementNode {
  readonly kind: 'reconfigure';
  readonly override: boolean;
}

/** DISK = '...', URL = '...', TAPE = ..., or a logical device's name. */
export interface BackupDevice {
  readonly type?: string;
  readonly name: Expr;
}
interface BackupRestore extends StatementNode {
  readonly database?: Name | { readonly kind: 'variable'; readonly name: string };
  /** FILE = 'x', FILEGROUP = 'x', READ_WRITE_FILEGROUPS. */
  readonly files: readonly Option[];
  readonly devices: readonly BackupDevice[];
  readonly options: readonly Option[];
}
export interface Backup extends BackupRestore {
  readonly kind: 'backup';
  readonly what: 'DATABASE' | 'LOG';
  readonly mirrorTo: readonly BackupDevice[];
}
/** MOVE 'a' TO 'b' among the options is an option of name MOVE with two values. */
export interface Restore extends BackupRestore {
  readonly kind: 'restore';
  readonly what: 'DATABASE' | 'LOG' | 'HEADERONLY' | 'FILELISTONLY' | 'VERIFYONLY' | 'LABELONLY' | 'REWINDONLY';
}

/** READTEXT, WRITETEXT, UPDATETEXT: refused by name later. */
export interface LegacyText extends StatementNode {
  readonly kind: 'legacy-text';
  readonly what: 'READTEXT' | 'WRITETEXT' | 'UPDATETEXT';
  readonly column: ObjectName;
  readonly args: readonly Expr[];
}
