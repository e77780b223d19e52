import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type AgentAction,
  type AgentEvent,
  type AgentState,
  decide,
  FIRST_STARTS,
  INITIAL_STATE,
  PACE_MS,
  QUICK_FAILURES_ALLOWED,
} from './decide.ts';

const CRASH = { code: 'CRASH', message: 'killed by SIGKILL' };

function run(events: readonly (readonly [number, AgentEvent])[], from = INITIAL_STATE): [AgentState, AgentAction[][]] {
  let state = from;
  const taken: AgentAction[][] = [];
  for (const [now, event] of events) {
    const decision = decide(state, event, now);
    state = decision.state;
    taken.push([...decision.actions]);
  }
  return [state, taken];
}

const up = (child: 'postgres' | 'server'): AgentEvent => ({ kind: 'up', child });
const down = (child: 'postgres' | 'server', final = false): AgentEvent => ({
  kind: 'down',
  child,
  failure: CRASH,
  final,
});

const [RUNNING] = run([
  [0, { kind: 'may serve' }],
  [200, up('postgres')],
  [500, up('server')],
]);

test('both children start at once', () => {
  const [, actions] = run([[0, { kind: 'may serve' }]]);
  assert.deepEqual(actions, [
    [
      { kind: 'start', child: 'postgres' },
      { kind: 'start', child: 'server' },
    ],
  ]);
});

test('a crash restarts the child at once and leaves the other alone, the tenth time as the first', () => {
  let state = RUNNING;
  for (let crash = 1; crash <= 10; crash++) {
    const [next, actions] = run(
      [
        [crash * 3000, down('postgres')],
        [crash * 3000 + 200, up('postgres')],
      ],
      state,
    );
    assert.deepEqual(actions[0], [{ kind: 'start', child: 'postgres' }]);
    assert.equal(next.server.status, 'up');
    state = next;
  }
  assert.equal(state.postgres.restarts, 10);
});

test('a child that dies again and again is slowed to a constant pace, and recovers', () => {
  let state = RUNNING;
  let now = 600;
  for (let crash = 1; crash <= QUICK_FAILURES_ALLOWED; crash++) {
    const [next, actions] = run([[(now += 10), down('server')]], state);
    assert.equal(actions[0]?.[0]?.kind, 'start');
    state = next;
  }
  for (let crash = 1; crash <= 3; crash++) {
    const [next, actions] = run(
      [
        [(now += 10), down('server')],
        [(now += PACE_MS), { kind: 'pause over', child: 'server' }],
      ],
      state,
    );
    assert.deepEqual(actions, [
      [{ kind: 'pause', child: 'server', ms: PACE_MS }],
      [{ kind: 'start', child: 'server' }],
    ]);
    state = next;
  }
  const [, actions] = run(
    [
      [now + 100, up('server')],
      [now + 5000, down('server')],
    ],
    state,
  );
  assert.deepEqual(actions[1], [{ kind: 'start', child: 'server' }]);
});

test('a start that cannot succeed ends the agent with its reason, and stops the other child', () => {
  const [state, actions] = run([
    [0, { kind: 'may serve' }],
    [5, down('postgres', true)],
    [9, down('server')],
  ]);
  assert.deepEqual(actions[1], [{ kind: 'kill server' }]);
  assert.deepEqual(actions[2], [{ kind: 'exit', code: 1 }]);
  assert.equal(state.failure, CRASH);
});

test('a first start is tried a few times, then given up', () => {
  const events: [number, AgentEvent][] = [
    [0, { kind: 'may serve' }],
    [1, up('postgres')],
  ];
  for (let attempt = 0; attempt < FIRST_STARTS; attempt++) events.push([10 + attempt, down('server')]);
  const [state, actions] = run(events);
  assert.deepEqual(actions.at(-1), [{ kind: 'stop postgres', how: 'immediate' }]);
  assert.equal(state.phase, 'killing');
});

test('what cannot succeed on a running instance is tried on: a full disk or a stolen port ends', () => {
  const [state, actions] = run([[9000, down('postgres', true)]], RUNNING);
  assert.deepEqual(actions, [[{ kind: 'start', child: 'postgres' }]]);
  assert.equal(state.phase, 'running');
});

test('a clean stop drains the server, then stops PostgreSQL, then exits', () => {
  const [state, actions] = run(
    [
      [1000, { kind: 'stop', how: 'clean' }],
      [1100, down('server')],
      [1300, down('postgres')],
    ],
    RUNNING,
  );
  assert.deepEqual(actions, [
    [{ kind: 'limit stop', ms: 20_000 }, { kind: 'drain server' }],
    [{ kind: 'stop postgres', how: 'fast' }],
    [{ kind: 'exit', code: 0 }],
  ]);
  assert.equal(state.phase, 'ended');
});

test('a second signal, or time running out, stops at once', () => {
  for (const second of [{ kind: 'stop', how: 'immediate' }, { kind: 'stop overdue' }] as const) {
    const [, actions] = run(
      [
        [1000, { kind: 'stop', how: 'clean' }],
        [1100, second],
        [1200, down('server')],
        [1300, down('postgres')],
      ],
      RUNNING,
    );
    assert.deepEqual(actions[1], [{ kind: 'kill server' }, { kind: 'stop postgres', how: 'immediate' }]);
    assert.deepEqual(actions[3], [{ kind: 'exit', code: 0 }]);
  }
});

test('a crash during a stop is not answered with a restart', () => {
  const [, actions] = run(
    [
      [1000, { kind: 'stop', how: 'clean' }],
      [1050, down('postgres')],
      [1100, down('server')],
    ],
    RUNNING,
  );
  assert.deepEqual(actions.slice(1), [[], [{ kind: 'exit', code: 0 }]]);
});

test('losing the right to serve stops both at once and keeps the agent; getting it back starts them', () => {
  const [, actions] = run(
    [
      [1000, { kind: 'may not serve' }],
      [1010, down('server')],
      [1020, down('postgres')],
      [5000, { kind: 'may serve' }],
    ],
    RUNNING,
  );
  assert.deepEqual(actions, [
    [{ kind: 'kill server' }, { kind: 'stop postgres', how: 'immediate' }],
    [],
    [],
    [
      { kind: 'start', child: 'postgres' },
      { kind: 'start', child: 'server' },
    ],
  ]);
});

test('a silent child is killed; its exit restarts it', () => {
  const [, actions] = run(
    [
      [9000, { kind: 'silent', child: 'server' }],
      [9001, down('server')],
    ],
    RUNNING,
  );
  assert.deepEqual(actions, [[{ kind: 'kill server' }], [{ kind: 'start', child: 'server' }]]);
});

/** The processes as they would be if each action were carried out at once. */
test('whatever happens, a child is never started twice, and after a stop everything ends', async () => {
  const child = fc.constantFrom('postgres' as const, 'server' as const);
  const event = fc.oneof(
    fc.record({ kind: fc.constantFrom('may serve' as const, 'may not serve' as const) }),
    fc.record({ kind: fc.constantFrom('up' as const, 'pause over' as const, 'silent' as const), child }),
    fc.record({ kind: fc.constant('down' as const), child, failure: fc.constant(CRASH), final: fc.boolean() }),
    fc.record({ kind: fc.constant('stop' as const), how: fc.constantFrom('clean' as const, 'immediate' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(3000), event), { maxLength: 60 }), async (steps) => {
      let state = INITIAL_STATE;
      let now = 0;
      const alive = { postgres: false, server: false };
      const apply = (next: AgentEvent): void => {
        // A process that does not run sends no news.
        if ((next.kind === 'up' || next.kind === 'down') && !alive[next.child]) return;
        if (next.kind === 'down') alive[next.child] = false;
        const decision = decide(state, next, now);
        state = decision.state;
        for (const action of decision.actions) {
          if (action.kind !== 'start') continue;
          assert.equal(alive[action.child], false, `${action.child} started twice`);
          alive[action.child] = true;
        }
        if (decision.actions.some((action) => action.kind === 'exit'))
          assert.deepEqual(alive, { postgres: false, server: false });
      };
      for (const [pause, next] of steps) {
        now += pause;
        apply(next);
      }
      apply({ kind: 'stop', how: 'clean' });
      apply({ kind: 'stop', how: 'immediate' });
      apply(down('server'));
      apply(down('postgres'));
      assert.equal(state.phase, 'ended');
    }),
  );
});
