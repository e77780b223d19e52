import type { ColumnDefinition, CreateExternal, Statement } from '../ast/index.ts';
import { parseName, parseObjectName } from './name.ts';
import { parseOpenOptions, parseOptionList } from './option.ts';
import { parseColumnDefinition } from './table.ts';
import { parseUnsupported } from './unsupported.ts';
import type { TokenStream } from './token-stream.ts';

/** EXTERNAL is the current token. */
export function parseExternal(s: TokenStream, pos: Statement['pos'], create: boolean): Statement {
  const verb = create ? 'CREATE' : 'ALTER';
  const externalClass = parseClass(s);
  if (externalClass === undefined) return parseUnsupported(s, `${verb} EXTERNAL ${s.peek(1).text.toUpperCase()}`);
  const name = parseObjectName(s);
  const columns: ColumnDefinition[] = [];
  if (s.accept('(')) {
    do columns.push(parseColumnDefinition(s, parseName(s)));
    while (s.accept(','));
    s.expect(')');
  }
  // The data behind a library or language: FROM (CONTENT = ...); what ALTER changes: SET LOCATION = ...
  const options = [];
  for (;;) {
    if (s.accept('FROM') || s.accept('WITH')) options.push(...parseOptionList(s));
    else if (!create && (s.accept('SET') || s.accept('ADD') || s.accept('REMOVE'))) {
      options.push(...(s.at('(') ? parseOptionList(s) : parseOpenOptions(s)));
    } else break;
  }
  return {
    kind: create ? 'create-external' : 'alter-external',
    pos,
    end: s.lastEnd,
    class: externalClass,
    name,
    columns,
    options,
  };
}

function parseClass(s: TokenStream): CreateExternal['class'] | undefined {
  if (s.acceptWords('EXTERNAL', 'DATA', 'SOURCE')) return 'DATA SOURCE';
  if (s.acceptWords('EXTERNAL', 'FILE', 'FORMAT')) return 'FILE FORMAT';
  if (s.acceptWords('EXTERNAL', 'STREAMING', 'JOB')) return 'STREAMING JOB';
  for (const word of ['STREAM', 'TABLE', 'LIBRARY', 'LANGUAGE', 'MODEL'] as const) {
    if (s.acceptWords('EXTERNAL', word)) return word;
  }
  return undefined;
}
