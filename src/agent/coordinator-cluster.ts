import type { LeaseOperation, LeaseView } from '../ha/index.ts';

/** The two things that a lone instance asks of Kubernetes. Each call ends within its own time-out. */
export interface ClusterStore {
  /** Refused: somebody else changed the Lease first. Throws when the API server cannot be reached. */
  lease(operation: LeaseOperation): Promise<'refused' | { readonly view: LeaseView | undefined }>;
  /** Makes the Service lead here. Throws when it cannot. */
  pointEndpoint(epoch: number): Promise<void>;
}
