import type { SqlType } from '../../engine/index.ts';
import { dateText, datetime2Text, datetimeoffsetText, timeText } from '../../tds/index.ts';
import type { Encoder } from './encoder.ts';
import { from } from './views.ts';

/* Dates and times for clients that know none but datetime: as nvarchar, through a JavaScript string, for old clients are few. */

/** Days from 0001-01-01 to 2000-01-01, PostgreSQL's epoch. */
const DAYS_TO_2000 = 730_119;

type Read = (at: number) => string;

/** Undefined for a type that is no date or time, or one that every client knows. */
export function temporalAsText(type: SqlType): Encoder | undefined {
  const read = reader(type);
  if (read === undefined) return undefined;
  return (_src, at, _length, out, pos) => {
    const length = out.write(read(at), pos + 2, 'utf16le');
    out[pos] = length;
    out[pos + 1] = 0;
    return pos + 2 + length;
  };
}

function reader({ name, scale }: SqlType): Read | undefined {
  switch (name) {
    case 'date':
      return (at) => dateText(from.getInt32(at) + DAYS_TO_2000);
    case 'time':
      return (at) => timeText(Number(from.getBigInt64(at)), scale);
    case 'datetime2':
      return (at) => datetime2Text(from.getBigInt64(at), scale);
    case 'datetimeoffset':
      // The composite's binary form: count of fields, then type oid and length before each.
      return (at) => datetimeoffsetText({ utc: from.getBigInt64(at + 12), offset: from.getInt16(at + 28) }, scale);
    default:
      return undefined;
  }
}
