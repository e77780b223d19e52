import type { Option, OptionValue } from '../ast/index.ts';
import { printLiteral, printObjectName, bracket, words } from './name.ts';

export function printOptionValue(value: OptionValue): string {
  switch (value.kind) {
    case 'word':
      return value.quoted ? bracket(value.text) : value.text;
    case 'variable':
      return value.name;
    case 'object-name':
      return printObjectName(value);
    case 'literal':
      return printLiteral(value);
  }
}

const printValues = (option: Option): string => option.values.map(printOptionValue).join(' ');

/** One option of a list in parentheses. */
export function printOption(option: Option): string {
  const nested = option.options === undefined ? undefined : printOptionList(option.options);
  if (option.name === '') return words(printValues(option), nested);
  return words(option.name, option.values.length > 0 && `= ${printValues(option)}`, nested);
}

export const printOptionList = (options: readonly Option[]): string => `(${options.map(printOption).join(', ')})`;

/** WITH (...), or nothing. */
export const printWithOptions = (options: readonly Option[]): string =>
  options.length === 0 ? '' : `WITH ${printOptionList(options)}`;

/** Options of a list without parentheses that have no `=`, or something between their values. */
export function printOpenOption(option: Option): string {
  const [first, second] = option.values.map(printOptionValue);
  const nested = option.options === undefined ? undefined : printOptionList(option.options);
  if (option.name === 'MOVE') return `MOVE ${first} TO ${second}`;
  if (option.name.startsWith('STOP') && second !== undefined) return `${option.name} = ${first} AFTER ${second}`;
  if (BARE.has(option.name) || first === 'CLEAR') return words(option.name, printValues(option), nested);
  return printOption(option);
}

const BARE: ReadonlySet<string> = new Set([
  'SAMPLE',
  'ROLLBACK AFTER',
  'CONTAINS',
  'CLEAR PROCEDURE_CACHE',
  'TO FILEGROUP',
]);

export const printOpenOptions = (options: readonly Option[]): string => options.map(printOpenOption).join(', ');
