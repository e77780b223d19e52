import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from '../../harness/cache.ts';
import { type Client, STORIES } from '../../harness/client.ts';
import { isInstalled, mustRun } from '../../harness/command.ts';

const LIBRARIES = join(CACHE, 'jdbc');
const CLASSES = join(CACHE, 'jdbc-classes');
const SOURCES = join(import.meta.dirname, 'src');

export const mssqlJdbc: Client = {
  name: 'mssql-jdbc',
  stories: Object.values(STORIES),
  prepare: async () => {
    if (!(await isInstalled('javac', '-version')))
      return { missing: 'a JDK, 17 or newer (apt-get install default-jdk-headless)' };
    if (!(await isInstalled('mvn', '-version'))) return { missing: 'Maven (apt-get install maven)' };
    rmSync(LIBRARIES, { recursive: true, force: true });
    rmSync(CLASSES, { recursive: true, force: true });
    await mustRun('mvn', [
      '-q',
      '-B',
      '-f',
      join(import.meta.dirname, 'pom.xml'),
      'dependency:copy-dependencies',
      `-DoutputDirectory=${LIBRARIES}`,
    ]);
    const sources = readdirSync(SOURCES).map((name) => join(SOURCES, name));
    await mustRun('javac', ['-encoding', 'UTF-8', '-d', CLASSES, '-cp', `${LIBRARIES}/*`, ...sources]);
    return { file: 'java', arguments: ['-Duser.timezone=UTC', '-cp', `${CLASSES}:${LIBRARIES}/*`, 'Main'] };
  },
};
