/**
 * One rule broken on purpose, from outside of the code under test: a simulation that does not notice it proves nothing. Never used
 * but by the tests of the simulation.
 */
export type Sabotage =
  /** The holder goes on although its proof has run out. */
  | 'deadline beyond the TTL'
  /** A newcomer takes the volume after the first short silence. */
  | 'impatient newcomer'
  /** The proof is counted from the end of the beat, though the beat may have been on the disk for long. */
  | 'proof from the end of the beat'
  /** Two may create the same epoch. */
  | 'epochs without exclusion'
  /** The server sends acknowledgements without looking at its permit. */
  | 'permit ignored'
  /** A process counts as dead when the signal was sent. */
  | 'death not awaited'
  /** A restarted agent believes that all before it are dead. */
  | 'alone by mere belief'
  /** The clock of a machine stands still while the machine does. */
  | 'clock that sleeps'
  /** Clocks run far more apart than the options say. */
  | 'clocks that drift';

export const SABOTAGES: readonly Sabotage[] = [
  'deadline beyond the TTL',
  'impatient newcomer',
  'proof from the end of the beat',
  'epochs without exclusion',
  'permit ignored',
  'death not awaited',
  'alone by mere belief',
  'clock that sleeps',
  'clocks that drift',
];
