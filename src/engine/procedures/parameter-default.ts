import {
  compileExpression,
  compileScalar,
  convertValue,
  parseExpression,
  type SqlType,
  type SqlValue,
} from '../../tsql/index.ts';
import type { Frame } from '../execution/frame.ts';

/** The default of a parameter: a constant, NULL, or a bare word that stands for its own text. */
export function evaluateDefault(text: string, type: SqlType, frame: Frame): SqlValue {
  const expression = parseExpression(text);
  if (expression.kind === 'column') return expression.name.parts.map((part) => part.text).join('.');
  const compiled = compileExpression(expression, frame.environment());
  const local = compileScalar(compiled.bound);
  const value = local === undefined ? null : local(frame.read);
  return convertValue(value, compiled.type, type, {
    mode: 'implicit',
    dateFormat: frame.session.options.set.dateFormat,
  });
}
