import { formatDecimal, parseDecimal, rescale } from './decimal.ts';

/** Scientific notation with `digits` significant digits, ties to even as C rounds (JavaScript rounds them up). */
function scientific(value: number, digits: number): { mantissa: string; exponent: number } {
  let text = value.toExponential(digits - 1);
  const exact = value.toExponential(Math.min(100, digits + 60));
  const [mantissa = ''] = exact.split('e');
  const tail = mantissa.replace(/^-?/, '').replace('.', '').slice(digits);
  if (/^50*$/.test(tail)) {
    const kept = mantissa.replace(/^-?/, '').replace('.', '').slice(0, digits);
    // A tie: an even last digit stays.
    if (Number(kept.at(-1)) % 2 === 0) {
      const sign = value < 0 ? '-' : '';
      text = `${sign}${kept[0]}${digits > 1 ? `.${kept.slice(1)}` : ''}e${exact.split('e')[1]}`;
    }
  }
  const [head = '', exponent = '0'] = text.split('e');
  return { mantissa: head, exponent: Number(exponent) };
}

function exponentText(exponent: number): string {
  return `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(3, '0')}`;
}

const trimZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/** float and real as text. Styles: 0 up to 6 digits, 1 always 8, 2 always 16, 3 always 17 (real: 9); three digits of exponent. */
export function formatFloat(value: number, style: number, single: boolean): string {
  const digits = style === 1 ? 8 : style === 2 ? 16 : style === 3 ? (single ? 9 : 17) : 6;
  const always = style === 1 || style === 2 || style === 3;
  if (!always && value === 0) return '0';
  const { mantissa, exponent } = scientific(value === 0 ? 0 : value, digits);
  if (always) return `${mantissa}${exponentText(exponent)}`;
  if (exponent < -4 || exponent > 5) return `${trimZeros(mantissa)}${exponentText(exponent)}`;
  return trimZeros(plain(mantissa, exponent));
}

/** mantissa times ten to the exponent, written out. */
function plain(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const { value, scale } = parseDecimal(sign, mantissa.replace('-', ''));
  return scale - exponent >= 0
    ? formatDecimal(value, scale - exponent)
    : (value * 10n ** BigInt(exponent - scale)).toString();
}

/** The value at a scale, from its 17 significant digits, as SQL Server converts float to decimal. */
export function floatToUnscaled(value: number, scale: number): bigint {
  if (value === 0) return 0n;
  const { mantissa, exponent } = scientific(value, 17);
  const sign = mantissa.startsWith('-') ? '-' : '';
  const parsed = parseDecimal(sign, mantissa.replace('-', ''));
  const from = parsed.scale - exponent;
  return from >= 0 ? rescale(parsed.value, from, scale) : rescale(parsed.value * 10n ** BigInt(-from), 0, scale);
}

/** With six digits after the point, as overflow errors print it. */
export const fixedPoint = (value: number): string => formatDecimal(floatToUnscaled(value, 6), 6);
