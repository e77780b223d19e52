import type { DataType, Literal, Name, ObjectName } from '../ast/index.ts';

/** [x] where the source quoted it, so that a printed tree parses to the same tree. */
export function printName(name: Name): string {
  return name.quoted ? bracket(name.text) : name.text;
}

export const bracket = (text: string): string => `[${text.replaceAll(']', ']]')}]`;

export function printObjectName(name: ObjectName): string {
  return name.parts.map(printName).join('.');
}

export const printNames = (names: readonly Name[]): string => names.map(printName).join(', ');

export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export function printLiteral(literal: Literal): string {
  switch (literal.type) {
    case 'string':
      return quote(literal.value);
    case 'nstring':
      return `N${quote(literal.value)}`;
    case 'money':
      return literal.value.startsWith('-') ? `-$${literal.value.slice(1)}` : `$${literal.value}`;
    case 'binary':
      return `0x${literal.value}`;
    case 'null':
      return 'NULL';
    default:
      return literal.value;
  }
}

export function printDataType(type: DataType): string {
  const name = printObjectName(type.name);
  if (type.varying === true) return `${name} VARYING`;
  if (type.xmlSchema !== undefined) {
    const { form, name: schema } = type.xmlSchema;
    return `${name}(${form === 'default' ? '' : `${form.toUpperCase()} `}${printObjectName(schema)})`;
  }
  return type.args.length === 0 ? name : `${name}(${type.args.join(', ')})`;
}

/** Words and clauses joined by blanks; the absent ones left out. */
export function words(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== '').join(' ');
}

/** `PREFIX (a, b)`, or nothing for an empty list. */
export function clause(prefix: string, items: readonly string[], separator = ', '): string {
  return items.length === 0 ? '' : `${prefix} (${items.join(separator)})`;
}
