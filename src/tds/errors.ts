import { HoldfastError } from '../base/index.ts';

/**
 * The peer broke MS-TDS. Every decoder of this room throws this class and no other, whatever bytes it is given; the server answers
 * with error 4002 (or 8009 and its like for an RPC) and ends the connection.
 */
export class TdsProtocolError extends HoldfastError {
  readonly section: string;

  /** `section` is the section of MS-TDS that says what was expected. */
  constructor(section: string, message: string) {
    super('TDS_PROTOCOL', message);
    this.section = section;
  }
}
