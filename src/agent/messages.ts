import type { Failure } from './decide.ts';

/** Where the server finds PostgreSQL. */
export interface PostgresTarget {
  readonly socketDirectory: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** What the agent tells the server process, over the channel that Node opens between parent and child. */
export type AgentMessage =
  | { readonly kind: 'start'; readonly settings: unknown }
  | { readonly kind: 'postgres'; readonly target: PostgresTarget | undefined }
  /** The right to serve lasts until then, on `leaseClock()`. Not sent where nothing is coordinated. */
  | { readonly kind: 'permit'; readonly until: number; readonly postmaster: number | undefined }
  | { readonly kind: 'drain' }
  | { readonly kind: 'ping' }
  | { readonly kind: 'request'; readonly id: number; readonly verb: ServerVerb; readonly payload: unknown };

export type ServerVerb = 'metrics' | 'reload' | 'reset password';

/** What the server process tells the agent. */
export type ServerMessage =
  | { readonly kind: 'listening'; readonly address: string; readonly port: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly final: boolean }
  | { readonly kind: 'pong' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly failure: Failure };
