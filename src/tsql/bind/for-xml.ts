import { quoteText } from '../lower/quote.ts';
import { XML } from '../types/sql-type.ts';
import type { ForXml } from '../syntax/ast/index.ts';
import { bindError, unsupported } from './bind-error.ts';
import type { BoundAggregate, BoundExpr } from './bound.ts';
import type { BoundOutput, BoundQuery, BoundSelect } from './bound-query.ts';
import type { BindContext } from './context.ts';
import { DOCUMENT, documentText, piece } from './document-text.ts';
import { documentQuery } from './for-json.ts';
import { outputColumn } from './query-shape.ts';
import { aliasesOf } from './walk.ts';

/** The column name that clients see. */
export const XML_COLUMN = 'XML_F52E2B61-18A1-11d1-B105-00805F49916B';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** FOR XML RAW, AUTO (over one table) and PATH (sql-docs, relational-databases/xml/for-xml-sql-server). */
export function bindForXml(query: BoundQuery, ast: ForXml, ctx: BindContext): BoundSelect {
  if (ast.mode === 'explicit') throw unsupported(ast.pos, 'FOR XML EXPLICIT');
  if (ast.xmlSchema !== undefined || ast.xmlData === true)
    throw unsupported(ast.pos, 'XMLSCHEMA and XMLDATA of FOR XML');
  const alias = ctx.state.aliases.take('x');
  const row = rowText(query, ast, alias);
  const rows: BoundAggregate = {
    kind: 'aggregate',
    op: 'string_agg',
    type: DOCUMENT,
    nullable: true,
    args: [row],
    template: `string_agg(({0})::text, '')`,
    distinct: false,
  };
  const root = ast.root === undefined ? undefined : ast.root === '' ? 'root' : ast.root;
  const text =
    root === undefined
      ? piece('({0})::sys.string', [rows], true)
      : piece(
          `(${quoteText(`<${xmlName(root)}>`)} || {0} || ${quoteText(`</${xmlName(root)}>`)})::sys.string`,
          [rows],
          true,
        );
  return documentQuery(query, alias, ast.type ? { ...text, type: XML } : text, XML_COLUMN, ctx);
}

function rowText(query: BoundQuery, ast: ForXml, alias: string): BoundExpr {
  const xsi = ast.elements === 'xsinil' ? ` xmlns:xsi="${XSI}"` : '';
  if (ast.mode === 'path') return pathRow(query, ast, alias, xsi);
  const name = ast.element ?? (ast.mode === 'raw' ? 'row' : tableName(query, ast));
  if (ast.elements === undefined) {
    const attributes = query.outputs.map((output, i) => attribute(named(output, ast), value(query, i, alias)));
    return piece(
      `(${quoteText(`<${xmlName(name)}`)} || ${attributes.map((_, i) => `COALESCE({${i}}, '')`).join(' || ')} || '/>')`,
      attributes,
      false,
    );
  }
  const elements = query.outputs.map((output, i) => element(named(output, ast), content(query, i, alias), ast));
  return piece(
    `(${quoteText(`<${xmlName(name)}${xsi}>`)} || ${join(elements)} || ${quoteText(`</${xmlName(name)}>`)})`,
    elements,
    false,
  );
}

const join = (parts: readonly BoundExpr[]): string => parts.map((_, i) => `COALESCE({${i}}, '')`).join(' || ');

function named(output: BoundOutput, ast: ForXml): string {
  if (output.name !== '') return output.name;
  const message =
    'Unnamed tables cannot be used as XML identifiers as well as unnamed columns cannot be used for attribute names. Name unnamed columns/tables using AS in the SELECT statement.';
  throw bindError(ast.pos, 6809, 1, message);
}

function tableName(query: BoundQuery, ast: ForXml): string {
  const aliases = query.kind === 'select' ? query.from.flatMap((source) => [...aliasesOf(source)]) : [];
  if (aliases.length > 1) throw unsupported(ast.pos, 'FOR XML AUTO over a join');
  return aliases[0] ?? 'row';
}

/** Elements and attributes that a column name asks for: `@a` an attribute, `a/b` nested, `text()`, `*` and no name plain content. */
interface PathNode {
  readonly name: string;
  readonly attributes: BoundExpr[];
  readonly children: (PathNode | BoundExpr)[];
}

function pathRow(query: BoundQuery, ast: ForXml, alias: string, xsi: string): BoundExpr {
  const root: PathNode = { name: ast.element ?? 'row', attributes: [], children: [] };
  query.outputs.forEach((output, i) => place(root, output, query, i, alias, ast));
  const inside = root.children.map(nodeText);
  if (root.name === '') {
    if (root.attributes.length > 0) {
      throw bindError(
        ast.pos,
        6864,
        1,
        'Row tag omission (empty row tag name) cannot be used with attribute-centric FOR XML serialization.',
      );
    }
    return inside.length === 0 ? piece(`''`, [], false) : piece(`(${join(inside)})`, inside, false);
  }
  return wrap(root.name, root.attributes, inside, xsi);
}

function place(
  root: PathNode,
  output: BoundOutput,
  query: BoundQuery,
  index: number,
  alias: string,
  ast: ForXml,
): void {
  const steps = output.name === '' ? [] : output.name.split('/');
  const last = steps.at(-1) ?? '';
  const isContent =
    last === '' || last === '*' || last === 'text()' || last === 'node()' || last === 'data()' || last === 'comment()';
  let node = root;
  for (const step of steps.slice(0, -1)) {
    const open = node.children.at(-1);
    if (open && 'children' in open && open.name === step) node = open;
    else {
      const inner: PathNode = { name: step, attributes: [], children: [] };
      node.children.push(inner);
      node = inner;
    }
  }
  if (last.startsWith('@')) {
    if (node.children.length > 0) {
      const message = `Attribute-centric column '${output.name}' must not come after a non-attribute-centric sibling in XML hierarchy in FOR XML PATH.`;
      throw bindError(ast.pos, 6852, 1, message);
    }
    node.attributes.push(attribute(last.slice(1), value(query, index, alias)));
  } else if (isContent) {
    const text = content(query, index, alias);
    node.children.push(
      last === 'comment()' ? piece(`('<!--' || {0} || '-->')`, [value(query, index, alias)], true) : text,
    );
  } else node.children.push(element(last, content(query, index, alias), ast));
}

function nodeText(child: PathNode | BoundExpr): BoundExpr {
  if (!('children' in child)) return child;
  const inside = child.children.map(nodeText);
  const parts = [...child.attributes, ...inside];
  const empty = parts.map((_, i) => `{${i}}`).join(', ');
  const text = wrap(child.name, child.attributes, inside, '');
  // An element that would have nothing in it is left out.
  return piece(`(CASE WHEN COALESCE(${empty}) IS NOT NULL THEN {${parts.length}} END)`, [...parts, text], true);
}

function wrap(name: string, attributes: readonly BoundExpr[], inside: readonly BoundExpr[], extra: string): BoundExpr {
  const tag = xmlName(name);
  const parts = [...attributes, ...inside];
  const opening = attributes.map((_, i) => ` || COALESCE({${i}}, '')`).join('');
  if (inside.length === 0) return piece(`(${quoteText(`<${tag}${extra}`)}${opening} || '/>')`, parts, false);
  const body = inside.map((_, i) => ` || COALESCE({${i + attributes.length}}, '')`).join('');
  return piece(`(${quoteText(`<${tag}${extra}`)}${opening} || '>'${body} || ${quoteText(`</${tag}>`)})`, parts, false);
}

function attribute(name: string, text: BoundExpr): BoundExpr {
  return piece(`(${quoteText(` ${xmlName(name)}="`)} || sys.xml_attribute({0}) || '"')`, [text], true);
}

function element(name: string, text: BoundExpr, ast: ForXml): BoundExpr {
  const tag = xmlName(name);
  const filled = `(${quoteText(`<${tag}>`)} || {0} || ${quoteText(`</${tag}>`)})`;
  return ast.elements === 'xsinil'
    ? piece(`COALESCE(${filled}, ${quoteText(`<${tag} xsi:nil="true"/>`)})`, [text], false)
    : piece(filled, [text], true);
}

const value = (query: BoundQuery, index: number, alias: string): BoundExpr => {
  const output = query.outputs[index];
  if (!output) throw new RangeError('no such output');
  return documentText(outputColumn(output, alias));
};

/** Text of an element: escaped, unless it is xml itself. */
function content(query: BoundQuery, index: number, alias: string): BoundExpr {
  const text = value(query, index, alias);
  return query.outputs[index]?.type.name === 'xml'
    ? piece('({0})::text', [text], true)
    : piece('sys.xml_text({0})', [text], true);
}

/** Characters that no XML name may have are written as _xHHHH_ (sql-docs, relational-databases/xml/for-xml-sql-server). */
function xmlName(name: string): string {
  let result = '';
  let first = true;
  for (const c of name) {
    const allowed = first ? /[\p{L}_:]/u.test(c) : /[\p{L}\p{N}_:.-]/u.test(c);
    result += allowed ? c : `_x${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}_`;
    first = false;
  }
  return result;
}
