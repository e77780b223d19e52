/**
 * Speed and footprint against PgBouncer, PostgreSQL and drivers on the same PostgreSQL.
 * Run: npm run bench [-- NAME...] [--quick] [--json] [--write]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Bench, type BenchOptions, type Work } from './bench.ts';
import { describeMachine } from './machine.ts';
import { asMarkdown, asText } from './report.ts';
import type { Result } from './result.ts';
import { bulkLoad } from './work/bulk-load.ts';
import { footprint } from './work/footprint.ts';
import { idleConnections } from './work/idle-connections.ts';
import { insert } from './work/insert.ts';
import { scan } from './work/scan.ts';
import { pointSelect, thousandRows } from './work/select.ts';

const THOROUGH: BenchOptions = {
  rounds: 5,
  seconds: 1.5,
  scanRows: 1_000_000,
  bulkRows: 200_000,
  idleConnections: 5000,
};
const QUICK: BenchOptions = { rounds: 3, seconds: 0.5, scanRows: 200_000, bulkRows: 50_000, idleConnections: 500 };

const WORK: readonly Work[] = [scan, pointSelect, thousandRows, insert, bulkLoad, idleConnections, footprint];

const METHOD = [
  'One run of one program: Holdfast started as `holdfast serve` on an empty directory, PgBouncer in session mode in front of the PostgreSQL that Holdfast supervises, over the same Unix socket.',
  'Load generators send prepared bytes and find the ends of replies by packet or message headers: TDS with packets of 4,096 bytes over TCP loopback, Bind, Execute and Sync of a named statement over TCP loopback to PgBouncer and over the Unix socket to PostgreSQL, everything in binary, no TLS.',
  'Contenders alternate, each round beginning with another one; figures are medians of the runs, ratios are medians of the ratios of the runs of one round.',
  'Everything shares the machine: load generator, Holdfast or PgBouncer, and PostgreSQL. PostgreSQL runs as Holdfast configures it, fsync and synchronous_commit on.',
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const unknown = positionals.filter((name) => !WORK.some((work) => work.name === name));
if (unknown.length > 0) {
  console.error(`bench: no work named ${unknown.join(', ')}; there are: ${WORK.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const chosen = positionals.length === 0 ? WORK : WORK.filter(({ name }) => positionals.includes(name));

const bench = await Bench.start(values.quick ? QUICK : THOROUGH);
const results: Result[] = [];
try {
  for (const work of chosen) {
    for (const result of await work.run(bench)) {
      results.push(result);
      if (!values.json) console.log(asText([result]));
    }
  }
} finally {
  await bench.stop();
}
const machine = [...describeMachine(), bench.bouncerVersion];
if (values.json) console.log(JSON.stringify({ machine, method: METHOD, results }, null, 2));
if (values.write) writeFileSync(join(import.meta.dirname, 'RESULTS.md'), asMarkdown(results, machine, METHOD));
