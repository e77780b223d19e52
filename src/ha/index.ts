export { decide as decideLease, type LeaseDecision } from './decide.ts';
export { InvalidLeaseOptions, RuleBroken } from './errors.ts';
export type {
  ChildrenStatus,
  LeaseAction,
  LeaseEvent,
  LeaseOperation,
  LeaseRequest,
  VolumeOperation,
} from './events.ts';
export { checkDecision } from './invariants.ts';
export { DEFAULT_LEASE_OPTIONS, type LeaseOptions, leaseOptions } from './options.ts';
export { initialLeaseState, isAtRest, type LeasePhase, type LeaseState, type Member } from './state.ts';
export type { LeaseView, VolumeClaim, VolumeRecord, VolumeView } from './volume-view.ts';
