import type { CoordinatorStatus } from './coordinator.ts';
import type { ChildStatus, Phase } from './decide.ts';

/** What `holdfast status --json` prints: a contract, so fields are only ever added. */
export interface AgentStatus {
  readonly phase: Phase;
  readonly coordinator: string;
  readonly coordination?: CoordinatorStatus;
  readonly dataDirectory: string;
  readonly agent: { readonly pid: number; readonly uptimeSeconds: number };
  readonly server: ChildReport & { readonly address?: string; readonly port?: number };
  readonly postgres: ChildReport;
  readonly http?: { readonly address: string; readonly port: number };
}

export interface ChildReport {
  readonly status: ChildStatus;
  readonly pid?: number;
  readonly restarts: number;
}
