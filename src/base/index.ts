export { HoldfastError, unreachable } from './errors.ts';
export { type Clock, systemClock } from './clock.ts';
export { type Log, silentLog } from './log.ts';
export { type Random, seededRandom } from './random.ts';
