import type { ResultColumn, SqlValue } from '../engine/index.ts';
import {
  type Collation,
  collationOf,
  type Column,
  columnTypeIn,
  columnValueIn,
  ColumnFlag,
  collectBytes,
  type Dialect,
  type TdsType,
  type TokenWriter,
  TokenType,
  USER_TYPE_TIMESTAMP,
  writeColMetadata,
  writeRow,
} from '../tds/index.ts';
import { columnEncoder, type DecodeVariant, type EncoderContext } from './row-encoders/column-encoder.ts';
import { type ColumnEncoder, ROOM_A_COLUMN } from './row-encoders/encoder.ts';
import { from, look } from './row-encoders/views.ts';
import { toTdsType, toTdsValue } from './sql-types.ts';

/** What is known about a result set before its first row: the COLMETADATA token's bytes and an encoder a column. */
export class RowLayout {
  readonly metadata: Buffer;
  private readonly columns: readonly Column[];
  private readonly encoders: readonly ColumnEncoder[];
  /** The types before the dialect had its say. */
  private readonly types: readonly TdsType[];
  private readonly context: EncoderContext;

  constructor(columns: readonly ResultColumn[], context: EncoderContext) {
    const { collation, dialect } = context;
    this.context = context;
    this.types = columns.map((column) => toTdsType(column.type, columnCollation(column, collation), column.nullable));
    this.columns = columns.map((column, i) => toColumn(column, columnTypeIn(dialect, this.types[i]!, collation)));
    this.encoders = columns.map((column, i) => columnEncoder(column.type, this.columns[i]!.type, context));
    this.metadata = collectBytes((writer) => writeColMetadata(writer, this.columns), dialect);
  }

  /** A ROW token from the body of a PostgreSQL DataRow. */
  writePgRow(writer: TokenWriter, src: Buffer, start: number, end: number): void {
    const { encoders } = this;
    writer.ensure(2 * (end - start) + encoders.length * ROOM_A_COLUMN + 1);
    const out = writer.buffer;
    let { pos } = writer;
    look(src, out);
    out[pos++] = TokenType.row;
    let at = start + 2;
    for (let i = 0; i < encoders.length; i++) {
      const length = from.getInt32(at);
      at += 4;
      if (length < 0) {
        pos = encoders[i]!.nothing(out, pos);
      } else {
        pos = encoders[i]!.value(src, at, length, out, pos);
        at += length;
      }
    }
    writer.pos = pos;
  }

  writeValues(writer: TokenWriter, values: readonly SqlValue[]): void {
    const { context, types } = this;
    writeRow(
      writer,
      this.columns,
      values.map((value, i) => columnValueIn(context.dialect, types[i]!, toTdsValue(value, context))),
    );
  }
}

function columnCollation(column: ResultColumn, serverCollation: Collation): Collation {
  return column.collation === undefined ? serverCollation : collationOf(column.collation);
}

function toColumn(column: ResultColumn, type: TdsType): Column {
  const flags =
    (column.nullable ? ColumnFlag.nullable : 0) |
    (column.identity === true ? ColumnFlag.identity : 0) |
    (column.computed === true ? ColumnFlag.computed : 0) |
    (column.updatable === true ? ColumnFlag.updatable : 0);
  return {
    name: column.name,
    type,
    flags,
    userType: column.type.name === 'rowversion' ? USER_TYPE_TIMESTAMP : 0,
    table: column.table,
  };
}

/** Layouts by the engine's column list: a cached plan hands in the same list each time. */
export class RowLayouts {
  private readonly known = new WeakMap<readonly ResultColumn[], RowLayout>();
  private readonly context: EncoderContext;

  constructor(context: EncoderContext) {
    this.context = context;
  }

  of(columns: readonly ResultColumn[]): RowLayout {
    let layout = this.known.get(columns);
    if (layout === undefined) {
      layout = new RowLayout(columns, this.context);
      this.known.set(columns, layout);
    }
    return layout;
  }
}

/** The layouts of each dialect that clients speak. */
export class DialectLayouts {
  private readonly known = new Map<Dialect, RowLayouts>();
  private readonly collation: Collation;
  private readonly decodeVariant: DecodeVariant;

  constructor(collation: Collation, decodeVariant: DecodeVariant) {
    this.collation = collation;
    this.decodeVariant = decodeVariant;
  }

  of(dialect: Dialect): RowLayouts {
    let layouts = this.known.get(dialect);
    if (layouts === undefined) {
      const { collation, decodeVariant } = this;
      layouts = new RowLayouts({ collation, decodeVariant, dialect });
      this.known.set(dialect, layouts);
    }
    return layouts;
  }
}
