import { type SqlType, type SqlValue, convertValue, formatType, nvarchar, MAX } from '../../tsql/index.ts';
import { decodeColumn } from '../execution/carrier-codec.ts';
import type { ResultColumn, ResultSink, ServerMessage, StatementDone } from '../result-sink.ts';

/**
 * Writes an answer down as text, a line each:
 *
 * - the header of a result set: `name type null | name type not null`; a column without a name is `(no name)`
 * - a row: `value | value`. Dates as style 121, binary as 0x..., money with 4 decimals. A string in apostrophes where it is empty,
 *   begins or ends with a space, says NULL or holds ` | `; line breaks as \n
 * - `(3 rows)`: the count of a statement without a result set; after a result set only where it is not the number of its rows,
 *   and `(no count)` where there is none; `(no end)` where another result set begins before this one was ended
 * - `Msg 208, Level 16, State 1, Line 1: text`; `print: text` for PRINT; 3621 as its text alone
 * - `(returned 1)`: the return status of a procedure
 */
export class RecordingSink implements ResultSink {
  readonly lines: string[] = [];
  readonly writable = true;
  #columns: readonly ResultColumn[] = [];
  #rows = -1;

  drained(): Promise<void> {
    return Promise.resolve();
  }

  columns(columns: readonly ResultColumn[]): void {
    if (this.#rows >= 0) this.lines.push('(no end)');
    this.#columns = columns;
    this.#rows = 0;
    this.lines.push(
      columns
        .map(
          ({ name, type, nullable }) =>
            `${name === '' ? '(no name)' : name} ${formatType(type)} ${nullable ? 'null' : 'not null'}`,
        )
        .join(' | '),
    );
  }

  pgRow(buffer: Buffer, start: number): void {
    this.row(this.#columns.map(({ type }, i) => decodeColumn(type, buffer, start, i)));
  }

  row(values: readonly SqlValue[]): void {
    this.#rows++;
    this.lines.push(values.map((value, i) => cell(value, (this.#columns[i] as ResultColumn).type)).join(' | '));
  }

  statementDone(done: StatementDone): void {
    const rows = this.#rows;
    this.#rows = -1;
    if (done.error === true) return;
    if (rows >= 0 && done.rowCount === undefined) this.lines.push('(no count)');
    else if (done.rowCount !== undefined && done.rowCount !== rows)
      this.lines.push(`(${done.rowCount} ${done.rowCount === 1 ? 'row' : 'rows'})`);
  }

  message({ number, severity, state, message, procedure, line }: ServerMessage): void {
    const text = message.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
    if (number === 0 && severity === 0) this.lines.push(`print: ${text}`);
    else if (number === 3621) this.lines.push(text);
    else
      this.lines.push(
        `Msg ${number}, Level ${severity}, State ${state}, ${procedure === '' ? '' : `Procedure ${procedure}, `}Line ${line}: ${text}`,
      );
  }

  returnStatus(status: number): void {
    this.lines.push(`(returned ${status})`);
  }

  procedureDone(status: number): void {
    if (status !== 0) this.lines.push(`(returned ${status})`);
  }

  returnValue(_ordinal: number, name: string, type: SqlType, value: SqlValue): void {
    this.lines.push(`(output ${name} ${cell(value, type)})`);
  }

  environmentChange(): void {
    // What the client's driver keeps to itself.
  }
}

function cell(value: SqlValue, type: SqlType): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return type.name === 'uniqueidentifier' ? value.toUpperCase() : quoted(value);
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex').toUpperCase()}`;
  if (typeof value === 'object' && 'baseType' in value)
    return `${cell(value.value, value.baseType)} (${formatType(value.baseType)})`;
  if (type.name === 'float' || type.name === 'real') return String(value);
  return convertValue(value, type, nvarchar(MAX), {
    mode: 'cast',
    style: type.name.endsWith('money') ? 2 : 121,
  }) as string;
}

function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\r', '\\r').replaceAll('\n', '\\n');
  return text === '' || text === 'NULL' || text !== text.trim() || text.includes(' | ') ? `'${escaped}'` : escaped;
}
