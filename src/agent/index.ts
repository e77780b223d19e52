import type { Agent, AgentOptions } from './agent.ts';

export type { Agent, AgentOptions } from './agent.ts';
export { type Coordinator, type CoordinatorEvents, type CoordinatorStatus, noCoordinator } from './coordinator.ts';
export { kubernetesCoordinator, type KubernetesCoordinatorOptions } from './coordinator-kubernetes.ts';
export { localCoordinator, type LocalCoordinatorOptions } from './coordinator-local.ts';
export type { Failure } from './decide.ts';
export { DataDirectoryInUse, LockUnavailable } from './errors.ts';
export { controlSocketOf, type Instance, openInstance } from './instance.ts';
export { accessFromPod, type KubernetesAccess } from './kubernetes-api.ts';
export type { PostgresTarget } from './messages.ts';
export type { Permit } from './permit.ts';
export type { ServerCommand } from './server-process.ts';
export { type LinkedServer, serveUnderAgent } from './server-link.ts';
export type { AgentStatus } from './status.ts';

/** Loaded only where it runs: the server process and the other verbs need nothing of it. */
export async function createAgent(options: AgentOptions): Promise<Agent> {
  const loaded = await import('./agent.ts');
  return new loaded.Agent(options);
}
