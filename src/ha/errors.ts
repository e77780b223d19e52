import { HoldfastError } from '../base/index.ts';

export class InvalidLeaseOptions extends HoldfastError {
  constructor(message: string, hint: string) {
    super('INVALID_LEASE_OPTIONS', message, { hint });
  }
}

/** A safety rule did not hold. Nothing may go on after it: the instance stops at once. */
export class RuleBroken extends HoldfastError {
  constructor(rule: string, detail: string) {
    super('RULE_BROKEN', `${rule}: ${detail}`);
  }
}
