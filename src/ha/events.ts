import type { LeaseView, VolumeView } from './volume-view.ts';

export type ChildrenStatus = 'down' | 'starting' | 'up';

/** What the operator, or the agent's own end, asks for. */
export type LeaseRequest = 'lead' | 'fence' | 'release';

export type LeaseEvent =
  /** Time has passed. Comes at `wakeAt` at the latest, later only when the agent itself did not run. */
  | { readonly kind: 'tick' }
  /** The operation on the volume is durable; `view` was read after it. */
  | { readonly kind: 'volume done'; readonly op: number; readonly view: VolumeView }
  /** It may have happened or not, and may still happen. */
  | { readonly kind: 'volume failed'; readonly op: number; readonly reason: string }
  /** `view`: the Lease as it is after the operation; undefined where there is none. */
  | { readonly kind: 'lease done'; readonly op: number; readonly view: LeaseView | undefined }
  /** Somebody else changed the Lease first. */
  | { readonly kind: 'lease refused'; readonly op: number }
  | { readonly kind: 'lease unreachable'; readonly op: number }
  | { readonly kind: 'endpoint done'; readonly op: number }
  | { readonly kind: 'endpoint failed'; readonly op: number }
  | { readonly kind: 'children'; readonly status: ChildrenStatus }
  /** `read only`: the disk is full. Reads go on, so that this is no failure. */
  | { readonly kind: 'probe'; readonly result: 'ok' | 'read only' | 'failed' }
  | { readonly kind: 'request'; readonly what: LeaseRequest };

/** Operations on the volume run one after another; each ends with a read. */
export type VolumeOperation =
  | { readonly kind: 'read' }
  /** Creates the epoch, unless it exists. */
  | { readonly kind: 'take'; readonly epoch: number }
  | { readonly kind: 'beat'; readonly epoch: number; readonly beat: number }
  | { readonly kind: 'claim'; readonly epoch: number }
  | { readonly kind: 'release'; readonly epoch: number };

/** Operations on the Kubernetes Lease. `version`: refused unless the Lease still has it; undefined: unless there is none. */
export type LeaseOperation =
  | { readonly kind: 'read' }
  | { readonly kind: 'take'; readonly version: string | undefined }
  | { readonly kind: 'renew'; readonly version: string }
  | { readonly kind: 'release'; readonly version: string };

export type LeaseAction =
  | { readonly kind: 'volume'; readonly op: number; readonly operation: VolumeOperation }
  | { readonly kind: 'lease'; readonly op: number; readonly operation: LeaseOperation }
  /** Make the Service lead here and nowhere else, unless an entry with a higher epoch is there. */
  | { readonly kind: 'point endpoint'; readonly op: number; readonly epoch: number }
  /** Start PostgreSQL and the server, and keep them running. */
  | { readonly kind: 'start'; readonly epoch: number }
  /** The server may acknowledge until then, and not one moment longer. */
  | { readonly kind: 'permit'; readonly until: number }
  /** Close every client's connection now. Nobody is asked, nothing is drained. */
  | { readonly kind: 'cut sessions' }
  | { readonly kind: 'stop'; readonly how: 'at once' | 'cleanly' }
  /** PostgreSQL hangs: kill it. Its supervisor starts it again, under the same epoch. */
  | { readonly kind: 'restart' };
