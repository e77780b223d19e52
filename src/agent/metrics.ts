import type { AgentStatus } from './status.ts';

export const METRICS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** The agent's own numbers. The library is loaded at the first scrape: an instance that nobody scrapes does not pay for it. */
export async function agentMetrics(status: AgentStatus): Promise<string> {
  const { Counter, Gauge, Registry } = await import('prom-client');
  const registers = [new Registry()];
  const up = new Gauge({
    name: 'holdfast_child_up',
    help: '1 while the child process serves',
    labelNames: ['child'],
    registers,
  });
  const restarts = new Counter({
    name: 'holdfast_child_restarts_total',
    help: 'Restarts of the child process since the agent started',
    labelNames: ['child'],
    registers,
  });
  for (const child of ['postgres', 'server'] as const) {
    up.set({ child }, status[child].status === 'up' ? 1 : 0);
    restarts.inc({ child }, status[child].restarts);
  }
  new Gauge({ name: 'holdfast_agent_resident_bytes', help: 'Resident memory of the agent', registers }).set(
    process.memoryUsage.rss(),
  );
  new Gauge({ name: 'holdfast_agent_uptime_seconds', help: 'Time since the agent started', registers }).set(
    status.agent.uptimeSeconds,
  );
  return registers[0]!.metrics();
}
