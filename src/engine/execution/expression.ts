import type { Expr, Predicate, SqlType, SqlValue } from '../../tsql/index.ts';
import type { ScalarPlan } from '../program/program.ts';
import { bindParameters, decodeColumn } from './carrier-codec.ts';
import type { Frame } from './frame.ts';
import { requirePermissions } from '../security/permissions.ts';

export interface TypedValue {
  readonly type: SqlType;
  readonly value: SqlValue;
}

/** Evaluates an expression: in JavaScript where every operation in it is known there, else by one SELECT. */
export function evaluate(expression: Expr, frame: Frame): TypedValue | Promise<TypedValue> {
  const plan = frame.program.scalar(expression, frame);
  const { type } = plan.compiled;
  if (plan.local !== undefined) return { type, value: plan.local(frame.read) as SqlValue };
  return ask(plan, frame).then((value) => ({ type, value }));
}

/** Evaluates a search condition; UNKNOWN counts as false, as IF and WHILE count it. */
export function testCondition(condition: Predicate, frame: Frame): boolean | Promise<boolean> {
  const plan = frame.program.scalar(condition, frame);
  if (plan.local !== undefined) return isTrue(plan.local(frame.read));
  return ask(plan, frame).then(isTrue);
}

function isTrue(value: SqlValue | boolean): boolean {
  return value === 1 || value === true;
}

async function ask(plan: ScalarPlan, frame: Frame): Promise<SqlValue> {
  const { compiled } = plan;
  requirePermissions(compiled.permissions, frame);
  if (compiled.permissions.length > 0 || compiled.usesTemporary) frame.session.beginImplicitly(frame.sink);
  let answer: SqlValue = null;
  const handler = {
    firstStep: 0,
    row(_step: number, buffer: Buffer, start: number): void {
      answer = decodeColumn(compiled.type, buffer, start, 0);
    },
  };
  const parameters = bindParameters(compiled.parameters, frame.read);
  await frame.session.backend.run([{ statement: plan.pg, parameters }], handler, { readsOnly: true });
  return answer;
}
