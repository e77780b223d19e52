import { HoldfastError } from '../base/index.ts';

/**
 * An error as a SQL Server client sees it. Every number, severity and text comes from the registry (messages.ts); `line` counts
 * from 1 in the batch or module, filled in by whoever knows the statement.
 */
export class SqlError extends HoldfastError {
  readonly number: number;
  readonly severity: number;
  readonly state: number;
  line: number;
  procedure: string;
  /** Errors that the client sees before this one (1767, then 1750); TRY...CATCH sees this one alone. */
  preceding: readonly SqlError[] = [];
  /**
   * Found while a statement was compiled right before it ran: a TRY around it in the same batch or module does not catch it, and that
   * batch or module ends (sql-docs, try-catch-transact-sql, "Errors unaffected by a TRY...CATCH construct").
   */
  atCompile = false;

  constructor(number: number, severity: number, state: number, message: string, line = 0, procedure = '') {
    super('SQL_ERROR', message);
    this.number = number;
    this.severity = severity;
    this.state = state;
    this.line = line;
    this.procedure = procedure;
  }
}
