import type { PgPoolStatistics } from '../pg/index.ts';

/** The server process' part of the metrics, in Prometheus' text format. Loads the library at the first scrape. */
export async function serverMetrics(connections: number, pool: PgPoolStatistics): Promise<string> {
  const { Counter, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, value: number): void => new Gauge({ name, help, registers }).set(value);
  const counter = (name: string, help: string, value: number): void =>
    new Counter({ name, help, registers }).inc(value);
  gauge('holdfast_client_connections', 'Open TDS connections', connections);
  gauge('holdfast_server_resident_bytes', 'Resident memory of the server process', process.memoryUsage.rss());
  gauge('holdfast_pool_idle', 'Connections to PostgreSQL that wait for work', pool.idle);
  gauge('holdfast_pool_in_use', 'Connections to PostgreSQL at work', pool.inUse);
  gauge('holdfast_pool_waiting', 'Sessions that wait for a connection to PostgreSQL', pool.waiting);
  counter('holdfast_pool_lost_total', 'Connections to PostgreSQL that were lost', pool.lost);
  counter('holdfast_pool_timeouts_total', 'Sessions that waited in vain for a connection to PostgreSQL', pool.timeouts);
  return registry.metrics();
}
