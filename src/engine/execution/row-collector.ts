import type { SqlType, SqlValue } from '../../tsql/index.ts';
import type { OffsetHandler } from '../session/backend.ts';
import { decodeColumn } from './carrier-codec.ts';

/** Gathers all rows of one step as values: for small answers that the engine itself reads. */
export class RowCollector implements OffsetHandler {
  firstStep = 0;
  readonly rows: SqlValue[][] = [];
  readonly #types: readonly SqlType[];

  constructor(types: readonly SqlType[]) {
    this.#types = types;
  }

  row(_step: number, buffer: Buffer, start: number): void {
    this.rows.push(this.#types.map((type, column) => decodeColumn(type, buffer, start, column)));
  }
}
