/** A tree without its positions, for comparing trees: `pos`, `end` and the absent properties are left out. */
export function stripPositions(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(stripPositions);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key, value]) => !(isPosition(key, value) || value === undefined));
  return Object.fromEntries(entries.map(([key, value]) => [key, stripPositions(value)]));
}

/** A PERIOD has an `end` that is a name. */
const isPosition = (key: string, value: unknown): boolean =>
  key === 'pos' || (key === 'end' && typeof value === 'number');
