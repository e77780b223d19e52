import { collectBytes, tdsType, TypeId, writeValue } from '../../tds/index.ts';
import { toTdsValue } from '../sql-types.ts';
import type { EncoderContext } from './column-encoder.ts';
import type { Encoder } from './encoder.ts';

const VARIANT = tdsType(TypeId.variant, 8009);

/** The one carrier that becomes a JavaScript value on its way: its type is only known row by row. */
export function sqlVariant(context: EncoderContext): Encoder {
  return (src, at, length, out, pos) => {
    const value = toTdsValue(context.decodeVariant(src, at, length), context);
    const bytes = collectBytes((writer) => writeValue(writer, VARIANT, value));
    out.set(bytes, pos);
    return pos + bytes.length;
  };
}
