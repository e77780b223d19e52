import type { Name, ObjectName, Pos } from '../../tsql/index.ts';

/** A name in a string, as sp_rename and DBCC CHECKIDENT take it: parts between dots, in brackets or double quotes where they must. */
export function parseNameText(text: string, pos: Pos): ObjectName {
  const parts: Name[] = [];
  let part = '';
  let closing = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (closing !== '') {
      if (c !== closing) part += c;
      else if (text[i + 1] === closing) part += text[++i];
      else closing = '';
    } else if (c === '[') closing = ']';
    else if (c === '"') closing = '"';
    else if (c === '.') {
      parts.push({ text: part.trim(), quoted: true, pos });
      part = '';
    } else part += c;
  }
  parts.push({ text: part.trim(), quoted: true, pos });
  return { kind: 'object-name', pos, parts };
}
