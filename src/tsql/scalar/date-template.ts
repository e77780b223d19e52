import { familyOf, messageName } from '../types/families.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { TemplateOptions } from './conversion-template.ts';

/** A date or time in `{0}` as local 100 ns ticks since 0001-01-01, the form through which all of them convert. */
export function ticksOf(from: SqlType): string {
  switch (from.name) {
    case 'date':
      return 'sys.ticks_of_date({0})';
    case 'time':
      return 'sys.ticks_of_time({0})';
    case 'datetime':
      return 'sys.ticks_of_datetime({0})';
    case 'smalldatetime':
      return 'sys.ticks_of_smalldatetime({0})';
    case 'datetimeoffset':
      return 'sys.ticks_of_dto({0})';
    default:
      return '{0}';
  }
}

export function dateTemplate(from: SqlType, to: SqlType, options: TemplateOptions): string {
  const quiet = String(options.quiet);
  switch (familyOf(from)) {
    case 'string': {
      const scale =
        to.name === 'datetimeoffset' || to.name === 'datetime2' || to.name === 'time' ? `${to.scale}, ` : '';
      return `sys.${to.name}_of_string({0}, ${scale}${options.style ?? '0'}, '${options.dateFormat}', ${quiet}, '${messageName(from)}')`;
    }
    case 'integer':
    case 'decimal':
    case 'money':
      return `sys.${to.name}_of_numeric({0}, ${quiet})`;
    case 'float':
      return `sys.${to.name}_of_numeric(sys.numeric_of_float({0}), ${quiet})`;
    case 'binary':
    case 'rowversion':
      return `sys.${to.name}_of_binary({0}, ${quiet})`;
    default:
      return betweenDates(from, to, quiet);
  }
}

function betweenDates(from: SqlType, to: SqlType, quiet: string): string {
  if (from.name === to.name) return rescaled(from, to, quiet);
  const ticks = ticksOf(from);
  switch (to.name) {
    case 'date':
      return `sys.date_of_ticks(${ticks})`;
    case 'time':
      return `sys.time_of_ticks(${ticks}, ${to.scale})`;
    case 'datetime2':
      return `sys.datetime2_of_ticks(${ticks}, ${to.scale}, ${quiet}, '${from.name}')`;
    case 'datetimeoffset':
      return `sys.datetimeoffset_of_ticks(${ticks}, 0, ${to.scale}, ${quiet}, '${from.name}')`;
    default:
      return `sys.${to.name}_of_ticks(${ticks}, ${quiet}, '${from.name}')`;
  }
}

function rescaled(from: SqlType, to: SqlType, quiet: string): string {
  if (to.scale >= from.scale) return '{0}';
  if (to.name === 'time') return `sys.time_of_ticks({0}, ${to.scale})`;
  if (to.name === 'datetime2') return `sys.datetime2_of_ticks({0}, ${to.scale}, ${quiet})`;
  return `sys.dto_rescale({0}, ${to.scale}, ${quiet})`;
}
