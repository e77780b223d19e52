import { setTimeout as sleep } from 'node:timers/promises';
import type { Work } from '../bench.ts';
import { limited } from '../compare.ts';
import { memoryOf, processTree } from '../processes.ts';
import { Holdfast } from '../servers/holdfast.ts';

const MIB = 1024 * 1024;
const ROUNDS = 5;
const SETTLE_MS = 5000;
const EMPTY_START_MS = 4000;
const RESTART_MS = 2000;
const MOST_MIB = 250;

/** Time to the first login, and what an idle instance takes, agent and PostgreSQL included. */
export const footprint: Work = {
  name: 'footprint',
  run: async () => {
    const empty: number[] = [];
    const restarts: number[] = [];
    const rss: number[] = [];
    const rssOnce: number[] = [];
    const pss: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const holdfast = await Holdfast.create();
      empty.push(await holdfast.start());
      await holdfast.stop();
      restarts.push(await holdfast.start());
      await sleep(SETTLE_MS);
      const memory = memoryOf(processTree(holdfast.agentPid));
      rss.push(memory.rssBytes / MIB);
      rssOnce.push(memory.rssSharedOnceBytes / MIB);
      pss.push(memory.pssBytes / MIB);
      await holdfast.stop();
      holdfast.remove();
    }
    const limit = { text: `at most ${MOST_MIB} MiB`, most: MOST_MIB };
    return [
      limited('Empty directory to the first login', 'ms', empty, {
        text: `at most ${EMPTY_START_MS} ms`,
        most: EMPTY_START_MS,
      }),
      limited('Restart to the first login', 'ms', restarts, { text: `at most ${RESTART_MS} ms`, most: RESTART_MS }),
      limited(
        'Resident memory of the idle process tree, each page counted once',
        'MiB',
        pss,
        limit,
        `Sum of proportional set sizes of agent, server and PostgreSQL, ${SETTLE_MS / 1000} s after a restart and one login.`,
      ),
      limited('Sum of resident sets, PostgreSQL’s shared memory counted once', 'MiB', rssOnce),
      limited('Sum of resident sets as ps shows them', 'MiB', rss),
    ];
  },
};
