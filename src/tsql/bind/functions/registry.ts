import { SqlError } from '../../errors.ts';
import type { BoundAggregate, BoundExpr, BoundWindow } from '../bound.ts';
import { AGGREGATES } from './aggregates.ts';
import { CONVERSION_FUNCTIONS } from './conversion.ts';
import { DATE_ADDING_FUNCTIONS } from './date-adding.ts';
import { DATE_MAKING_FUNCTIONS } from './date-making.ts';
import { DATE_READING_FUNCTIONS } from './date-reading.ts';
import type {
  AggregateDef,
  AggregateOptions,
  FunctionArea,
  FunctionContext,
  FunctionDef,
  WindowDef,
  WindowOptions,
} from './function-def.ts';
import { FORMAT_FUNCTIONS } from './format.ts';
import { HASHING_FUNCTIONS } from './hashing.ts';
import { JSON_FUNCTIONS } from './json.ts';
import { MATHEMATICS } from './mathematics.ts';
import { METADATA_FUNCTIONS } from './metadata.ts';
import { SECURITY_FUNCTIONS } from './security.ts';
import { BASIC_STRING_FUNCTIONS } from './string-basic.ts';
import { MAKING_FUNCTIONS } from './string-make.ts';
import { SEARCH_FUNCTIONS } from './string-search.ts';
import { SYSTEM_FUNCTIONS } from './system.ts';
import { unknownFunction } from './unsupported-functions.ts';
import { WINDOW_FUNCTIONS } from './windows.ts';

const SCALAR: ReadonlyMap<string, FunctionDef> = table([
  BASIC_STRING_FUNCTIONS,
  SEARCH_FUNCTIONS,
  MAKING_FUNCTIONS,
  FORMAT_FUNCTIONS,
  MATHEMATICS,
  DATE_MAKING_FUNCTIONS,
  DATE_READING_FUNCTIONS,
  DATE_ADDING_FUNCTIONS,
  CONVERSION_FUNCTIONS,
  HASHING_FUNCTIONS,
  JSON_FUNCTIONS,
  METADATA_FUNCTIONS,
  SECURITY_FUNCTIONS,
  SYSTEM_FUNCTIONS,
]);
const AGGREGATE: ReadonlyMap<string, AggregateDef> = table([AGGREGATES]);
const WINDOW: ReadonlyMap<string, WindowDef> = table([WINDOW_FUNCTIONS]);

function table<T extends { readonly name: string }>(defs: readonly (readonly T[])[]): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const def of defs.flat()) map.set(def.name, def);
  return map;
}

/** Scalar function by name, in any case. */
export function findFunction(name: string): FunctionDef | undefined {
  return SCALAR.get(name.toUpperCase());
}

export function findAggregate(name: string): AggregateDef | undefined {
  return AGGREGATE.get(name.toUpperCase());
}

/** Functions that exist only with OVER. Aggregates with OVER: `findAggregate(name).bindOver`. */
export function findWindowFunction(name: string): WindowDef | undefined {
  return WINDOW.get(name.toUpperCase());
}

/** Looks up, checks the number of arguments (174, 189, 195), binds. */
export function bindFunction(name: string, args: readonly BoundExpr[], context: FunctionContext): BoundExpr {
  const def = findFunction(name);
  if (!def) throw unknownFunction(name);
  checkArguments(def, args.length);
  return def.bind(args, context);
}

export function bindAggregate(
  def: AggregateDef,
  args: readonly BoundExpr[],
  options: AggregateOptions,
  context: FunctionContext,
): BoundAggregate {
  if (!(def.star && args.length === 0)) checkArguments(def, args.length);
  return def.bind(args, options, context);
}

/** An aggregate or a window function with OVER. */
export function bindOver(
  def: AggregateDef | WindowDef,
  args: readonly BoundExpr[],
  window: WindowOptions,
  context: FunctionContext,
): BoundWindow {
  if (!('star' in def && def.star && args.length === 0)) checkArguments(def, args.length);
  return def.area === 'aggregate' ? def.bindOver(args, window, context) : def.bind(args, window, context);
}

function checkArguments(def: { name: string; minArgs: number; maxArgs: number; datepart?: true }, given: number): void {
  if (given >= def.minArgs && given <= def.maxArgs) return;
  const extra = def.datepart ? 1 : 0;
  const name = def.name.toLowerCase();
  if (def.minArgs === def.maxArgs) {
    throw new SqlError(174, 15, 1, `The ${name} function requires ${def.minArgs + extra} argument(s).`);
  }
  const most = def.maxArgs === Infinity ? 254 : def.maxArgs + extra;
  throw new SqlError(189, 15, 1, `The ${name} function requires ${def.minArgs + extra} to ${most} arguments.`);
}

/** Every supported function with its area, by name: what the documentation lists. */
export function functionTable(): readonly { readonly name: string; readonly area: FunctionArea }[] {
  return [...SCALAR.values(), ...AGGREGATE.values(), ...WINDOW.values()]
    .map(({ name, area }) => ({ name, area }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
