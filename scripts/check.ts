// Runs every check, even after one failed, and says at the end which did. Two at a time: type checking and linting are the long ones.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const PARALLEL = 2;

interface Check {
  readonly name: string;
  readonly command: readonly string[];
}

const CHECKS: readonly Check[] = [
  { name: 'types', command: ['tsc'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings', 'src', 'e2e', 'bench', 'scripts'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'dead code', command: ['knip', '--no-progress'] },
  { name: 'lock file', command: ['node', 'scripts/complete-lock.ts', '--check'] },
  { name: 'architecture', command: ['node', '--test', '--test-reporter=dot', 'src/architecture.test.ts'] },
];

interface Outcome {
  readonly check: Check;
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: number;
}

function run(check: Check): Promise<Outcome> {
  const started = performance.now();
  const path = `${join(ROOT, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`;
  return new Promise((resolve) => {
    const child = spawn(check.command[0]!, check.command.slice(1), {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: path },
    });
    let output = '';
    const finish = (passed: boolean): void =>
      resolve({ check, passed, output, seconds: (performance.now() - started) / 1000 });
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.on('error', (error) => {
      output += error.message;
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
}

const wanted = process.argv.slice(2);
const queue = CHECKS.filter((check) => wanted.length === 0 || wanted.includes(check.name));
const failed: string[] = [];

async function work(): Promise<void> {
  for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
    const outcome = await run(check);
    console.log(`${outcome.passed ? 'passed' : 'FAILED'}  ${check.name} (${outcome.seconds.toFixed(1)} s)`);
    if (outcome.passed) continue;
    failed.push(check.name);
    console.log(outcome.output.trimEnd());
  }
}

await Promise.all(Array.from({ length: PARALLEL }, work));
if (failed.length > 0) {
  console.log(`\nfailed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
