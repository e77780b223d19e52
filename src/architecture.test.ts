import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { test } from 'node:test';

/** Which rooms a room may import, besides `base` and itself. The table of ARCHITECTURE.md, in code. */
const ROOMS: Readonly<Record<string, readonly string[] | 'all'>> = {
  base: [],
  tds: [],
  tsql: [],
  ha: [],
  pg: [],
  predict: [],
  engine: ['tsql', 'pg', 'predict'],
  stream: ['engine', 'pg', 'predict'],
  server: ['tds', 'engine'],
  agent: ['ha', 'pg'],
  operator: ['ha'],
  cli: 'all',
};

/** Rooms that decide and never act: no I/O, no clock, no chance. Everything they need to know is handed in. */
const PURE_ROOMS = new Set(['tds', 'tsql', 'ha']);

const IMPURE: readonly (readonly [string, RegExp])[] = [
  ['Date', /(?<![.\w$'"])(?:new\s+Date\b|Date\s*[.(])/],
  ['Math.random', /(?<![.\w$])Math\.random\b/],
  ['a timer', /(?<![.\w$])(?:setTimeout|setInterval|setImmediate|clearTimeout|clearInterval)\s*\(/],
  ['process', /(?<![.\w$])process\s*\.\s*[a-z]/],
  ['performance', /(?<![.\w$])performance\s*\.\s*[a-z]/],
  ['console', /(?<![.\w$])console\s*\.\s*[a-z]/],
  ['fetch', /(?<![.\w$])fetch\s*\(/],
  ['crypto', /(?<![.\w$])crypto\s*\.\s*[a-z]/],
];

const FORBIDDEN_NAMES = /^(?:utils?|helpers?|common|misc|shared)(?:\.|$)/;

const MAX_LINES = 400;

/** Files that may be longer, each with its reason. A table of data is no harder to read for being long; code is. */
const LONG_FILES: Readonly<Record<string, string>> = {
  'engine/runtime/conversion-agreement.test.ts': 'one table of conversions, run in JavaScript and in PostgreSQL',
  'engine/session/client-session.ts': 'the state of a session; its language and database rules are to move out',
  'tsql/bind/compile-function.ts': 'T-SQL bodies to PL/pgSQL, statement by statement',
  'tsql/bind/bind-source.ts': 'every form that FROM takes, one switch',
};

const SOURCE = import.meta.dirname;

interface SourceFile {
  /** Relative to src/, with forward slashes. */
  readonly path: string;
  readonly room: string;
  readonly isTest: boolean;
  readonly text: string;
  /** Without comments and without the contents of strings. */
  readonly code: string;
  readonly imports: readonly string[];
}

function listFiles(): SourceFile[] {
  return readdirSync(SOURCE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
    .map((entry) => {
      const absolute = join(entry.parentPath, entry.name);
      const path = relative(SOURCE, absolute).split(sep).join('/');
      const text = readFileSync(absolute, 'utf8');
      return {
        path,
        room: path.includes('/') ? path.slice(0, path.indexOf('/')) : '',
        isTest: /\.(?:test|fuzz|sim|bench)\.ts$/.test(path) || path.includes('/testing/'),
        text,
        code: withoutCommentsAndStrings(text),
        imports: importsOf(text),
      };
    })
    .filter((file) => file.room !== '');
}

function withoutCommentsAndStrings(text: string): string {
  return text.replace(
    /\/\*[\s\S]*?\*\/|(?<![:\\])\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g,
    (found) => (found.startsWith('/') ? ' ' : "''"),
  );
}

function importsOf(text: string): string[] {
  const patterns = [
    /^\s*(?:import|export)\b[^'"`;()]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /^\s*import\s*['"]([^'"]+)['"]/gm,
    /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]!));
}

/** The room and the path inside src/ that a relative import leads to. */
function targetOf(file: SourceFile, specifier: string): { room: string; path: string } {
  const path = relative(SOURCE, resolve(SOURCE, dirname(file.path), specifier))
    .split(sep)
    .join('/');
  return { room: path.startsWith('..') ? '..' : path.slice(0, path.indexOf('/')), path };
}

function complaintsAboutImport(file: SourceFile, specifier: string): string[] {
  const where = `${file.path} imports ${specifier}`;
  if (!specifier.startsWith('.')) {
    return PURE_ROOMS.has(file.room) && !file.isTest ? [`${where}: ${file.room} is pure and imports only base`] : [];
  }
  if (!/\.(?:ts|mts|json)$/.test(specifier)) return [`${where}: write the file's ending`];
  const target = targetOf(file, specifier);
  if (target.room === file.room) return [];
  if (target.room === '..') {
    return file.isTest || specifier.endsWith('package.json') ? [] : [`${where}: that is outside src/`];
  }
  const allowed = ROOMS[file.room];
  const complaints: string[] = [];
  if (allowed !== 'all' && target.room !== 'base' && !allowed?.includes(target.room)) {
    complaints.push(`${where}: ${file.room} may not import ${target.room}`);
  }
  if (file.room === 'base') complaints.push(`${where}: base imports nothing`);
  // A test may look inside the rooms that its own room may use.
  if (target.path !== `${target.room}/index.ts` && !file.isTest) {
    complaints.push(`${where}: enter ${target.room} through its index.ts`);
  }
  return complaints;
}

function refuse(complaints: readonly string[]): void {
  assert.equal(complaints.length, 0, `\n${complaints.join('\n')}`);
}

const files = listFiles();

test('the test reads the sources', () => {
  assert.ok(files.length > 20, `only ${files.length} files found`);
  assert.deepEqual(importsOf("import type { A } from './a.ts';\nimport './b.ts';\nconst c = await import('./c.ts');"), [
    './a.ts',
    './b.ts',
    './c.ts',
  ]);
});

test('every folder under src/ is a known room', () => {
  refuse(files.filter((file) => ROOMS[file.room] === undefined).map((file) => `${file.path}: no room ${file.room}`));
});

test('imports follow the table of rooms, and enter a room through its index.ts', () => {
  refuse(files.flatMap((file) => file.imports.flatMap((specifier) => complaintsAboutImport(file, specifier))));
});

test('pure rooms use no clock, no chance, no timers and no process', () => {
  refuse(
    files
      .filter((file) => PURE_ROOMS.has(file.room) && !file.isTest)
      .flatMap((file) =>
        IMPURE.filter(([, pattern]) => pattern.test(file.code)).map(([what]) => `${file.path} uses ${what}`),
      ),
  );
});

test('file names are kebab-case nouns, and none is a drawer for everything', () => {
  refuse(
    files.flatMap((file) => {
      const parts = file.path.split('/');
      const bad = parts.filter((part) => FORBIDDEN_NAMES.test(part));
      const shape = parts.every((part) => /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)*$/.test(part));
      return [
        ...bad.map((part) => `${file.path}: "${part}" says nothing`),
        ...(shape ? [] : [`${file.path}: not kebab-case`]),
      ];
    }),
  );
});

test('no default exports', () => {
  refuse(
    files.filter((file) => /^\s*export\s+default\b/m.test(file.code)).map((file) => `${file.path}: default export`),
  );
});

test(`no file is longer than ${MAX_LINES} lines without a reason`, () => {
  const lines = (file: SourceFile): number => file.text.split('\n').length - 1;
  const long = files.filter((file) => lines(file) > MAX_LINES);
  refuse([
    ...long.filter((file) => LONG_FILES[file.path] === undefined).map((file) => `${file.path}: ${lines(file)} lines`),
    ...Object.keys(LONG_FILES)
      .filter((path) => !long.some((file) => file.path === path))
      .map((path) => `${path}: is on the list of long files, but is not long`),
  ]);
});
