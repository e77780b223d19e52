/** One connection that carries one request at a time: prepared bytes out, the ends of replies counted. */
export interface Lane {
  send(bytes: Buffer): void;
  set onReply(listener: () => void);
  close(): void;
}

/** Makes the bytes of a lane's next request; they are sent before it is called again for the same lane. */
export type NextRequest = (lane: number) => Buffer;

/** Keeps every lane busy for so long; answers replies a second. */
export function replyRate(lanes: readonly Lane[], next: NextRequest, seconds: number): Promise<number> {
  return new Promise((resolve) => {
    const began = performance.now();
    const end = began + seconds * 1000;
    let replies = 0;
    let running = lanes.length;
    lanes.forEach((lane, index) => {
      lane.onReply = () => {
        replies += 1;
        const now = performance.now();
        if (now < end) lane.send(next(index));
        else if (--running === 0) resolve(replies / ((now - began) / 1000));
      };
      lane.send(next(index));
    });
  });
}

/** Milliseconds from sending to the end of the reply. */
export function timeOne(lane: Lane, ...parts: readonly Buffer[]): Promise<number> {
  return new Promise((resolve) => {
    const began = performance.now();
    lane.onReply = () => resolve(performance.now() - began);
    for (const part of parts) lane.send(part);
  });
}
