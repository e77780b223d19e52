import { isInstalled, mustRun, runCommand } from './command.ts';
import type { MissingToolchain } from './client.ts';

/** Installs what is missing when we may; says what to install when we may not. */
export async function installDebianPackages(packages: readonly string[]): Promise<MissingToolchain | undefined> {
  if (!(await isInstalled('dpkg-query'))) return { missing: `the Debian packages ${packages.join(' ')}` };
  const absent: string[] = [];
  for (const name of packages) if (!(await isPresent(name))) absent.push(name);
  if (absent.length === 0) return undefined;
  if (process.getuid?.() !== 0) return { missing: `apt-get install ${absent.join(' ')} (not root)` };
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  await mustRun('apt-get', ['update', '-q'], { environment });
  await mustRun('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...absent], { environment });
  return undefined;
}

async function isPresent(name: string): Promise<boolean> {
  const { code, output } = await runCommand('dpkg-query', ['-W', '-f', '${Status}', name]);
  return code === 0 && output.includes('install ok installed');
}

export async function findDebianFile(name: string, pattern: RegExp): Promise<string> {
  const files = (await mustRun('dpkg', ['-L', name])).split('\n');
  const found = files.find((file) => pattern.test(file));
  if (found === undefined) throw new Error(`the package ${name} has no file ${String(pattern)}`);
  return found;
}
