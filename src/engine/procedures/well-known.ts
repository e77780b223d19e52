/** Procedures that a client calls by number (MS-TDS 2.2.6.6, ProcID). */
const WELL_KNOWN: readonly string[] = [
  '',
  'sp_cursor',
  'sp_cursoropen',
  'sp_cursorprepare',
  'sp_cursorexecute',
  'sp_cursorprepexec',
  'sp_cursorunprepare',
  'sp_cursorfetch',
  'sp_cursoroption',
  'sp_cursorclose',
  'sp_executesql',
  'sp_prepare',
  'sp_execute',
  'sp_prepexec',
  'sp_prepexecrpc',
  'sp_unprepare',
];

export function procedureName(procedure: string | number): string {
  return typeof procedure === 'string' ? procedure : (WELL_KNOWN[procedure] ?? `procedure ${procedure}`);
}
