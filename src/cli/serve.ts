import { flushCompileCache } from 'node:module';
import { extname, join } from 'node:path';
import { createAgent, type Failure, type Instance, localCoordinator, openInstance } from '../agent/index.ts';
import { HoldfastError, type Log } from '../base/index.ts';
import { banner } from './banner.ts';
import { loadConfig } from './config/load-config.ts';
import type { ResolvedConfig } from './config/resolve-config.ts';
import { prepareDataDirectory, readMarker, writeMarker } from './data-directory.ts';
import { createLogger } from './logger.ts';
import { planMemory } from './memory-plan.ts';
import { becomeInit } from './pid-one.ts';
import { checkPort } from './port-check.ts';
import { choosePassword } from './sa-password.ts';
import { serverSettings } from './server-settings.ts';

const DATABASE = 'holdfast';
const MAIN = join(import.meta.dirname, `main${extname(import.meta.filename)}`);

/** Runs an instance until it is stopped; throws what kept it from running. */
export async function runServe(options: { readonly json: boolean }): Promise<void> {
  const resolved = loadConfig();
  const { log, flush } = createLogger({
    level: resolved.config.logLevel,
    format: resolved.config.logFormat,
    process: 'agent',
  });
  try {
    becomeInit(log);
    await serve(resolved, log, options.json);
  } finally {
    flush();
  }
}

async function serve(resolved: ResolvedConfig, log: Log, json: boolean): Promise<void> {
  const { config, notices } = resolved;
  prepareDataDirectory(config.dataDirectory);
  const instance = await openInstance(config.dataDirectory, log);
  try {
    for (const notice of notices) log.warn({}, notice);
    const failure = await superviseInstance(resolved, instance, log, json);
    if (failure !== undefined)
      throw new HoldfastError(failure.code, failure.message, failure.hint === undefined ? {} : { hint: failure.hint });
  } finally {
    instance.release();
  }
}

async function superviseInstance(
  resolved: ResolvedConfig,
  instance: Instance,
  log: Log,
  json: boolean,
): Promise<Failure | undefined> {
  const { config } = resolved;
  const marker = readMarker(config.dataDirectory);
  // An instance that exists keeps its password: what the environment says then is not looked at.
  const password = marker.initialized ? undefined : choosePassword(config.dataDirectory, config.saPassword);
  const tcpPort = await checkPort(config.ipAddress, config.tcpPort);
  if (!marker.initialized) writeMarker(config.dataDirectory, marker);
  // Paths that a client of the control socket would find too long are short from here.
  process.chdir(config.dataDirectory);
  const memory = planMemory(config.memoryLimitMb);

  let settings = serverSettings(config, tcpPort, password?.value);
  let announced = false;
  const agent = await createAgent({
    instance,
    coordinator: localCoordinator({ dataDirectory: config.dataDirectory, alone: true, log }),
    postgres: { database: DATABASE, settings: { memoryLimitBytes: memory.postgresBytes } },
    serverCommand: serverCommand(config.dataDirectory, memory.serverHeapMb),
    serverSettings: () => settings,
    http:
      config.httpPort === undefined
        ? undefined
        : { host: config.httpAddress, port: config.httpPort, required: config.httpPortRequested },
    log,
    onServing: (address, port) => {
      log.info({ address, port }, 'clients can connect');
      if (announced) return;
      announced = true;
      writeMarker(config.dataDirectory, { ...marker, initialized: true });
      settings = { ...settings, saPassword: undefined };
      process.stdout.write(banner({ address, port, dataDirectory: config.dataDirectory, password, json }));
      flushCompileCache();
    },
  });
  const reload = (): void => {
    // The address stays: changing it needs a new start.
    settings = { ...serverSettings(loadConfig().config, tcpPort, undefined) };
    agent.reload().catch((error: unknown) => log.error({ error }, 'the configuration was not reloaded'));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => agent.stop());
  process.on('SIGHUP', reload);
  return agent.run();
}

/** The server gets its secrets through the channel between the processes, not through its environment. */
function serverCommand(
  dataDirectory: string,
  heapMb: number,
): { file: string; args: string[]; env: NodeJS.ProcessEnv } {
  const { MSSQL_SA_PASSWORD: _newer, SA_PASSWORD: _older, ...env } = process.env;
  return {
    file: process.execPath,
    args: [`--max-old-space-size=${heapMb}`, '--disable-warning=ExperimentalWarning', MAIN, 'server'],
    env: { ...env, NODE_COMPILE_CACHE: env['NODE_COMPILE_CACHE'] ?? join(dataDirectory, 'cache', 'compile') },
  };
}
