import { expect, test } from '@jest/globals';
import { MissingError } from '../src/freshProcess.js';
import { Measured, runRounds, schedule } from '../src/rounds.js';

const run = async (): Promise<{ ms: number }> => ({ ms: 1 });
const progress = { update: () => {}, log: () => {} };
const context = { pin: (_: number, command: string[]) => command, progress };

test('rounds alternate; what takes long runs once, what is missing never', () => {
  const catalogue = {
    ours: { title: 'ours', seconds: 1, run },
    peer: { title: 'peer', seconds: 1, run },
    long: { title: 'long', seconds: 1, run, once: true },
    gone: { title: 'gone', seconds: 1, run, missing: 'not here' },
  };
  const order = schedule(['ours', 'peer', 'long', 'gone'], catalogue, 3);
  expect(order).toEqual(['ours', 'peer', 'long', 'ours', 'peer', 'ours', 'peer']);
});

test('medians over the rounds; a failure is kept and not repeated', async () => {
  const times = [3, 1, 2];
  let tries = 0;
  const catalogue = {
    ours: { title: 'ours', seconds: 1, run: async () => ({ ms: times.shift()! }) },
    bad: {
      title: 'bad',
      seconds: 1,
      run: async () => {
        tries += 1;
        throw new Error('no luck');
      },
    },
    absent: {
      title: 'absent',
      seconds: 1,
      run: async () => {
        throw new MissingError('install it');
      },
    },
  };
  const measured = new Measured();
  const order = schedule(['ours', 'bad', 'absent'], catalogue, 3);
  await runRounds(order, catalogue, measured, { ...context, signal: new AbortController().signal });
  expect(measured.figures('ours')).toEqual({ ms: 2 });
  expect(measured.figures('bad')).toBeNull();
  expect(tries).toBe(1);
  expect(measured.problem('bad')).toEqual({ kind: 'failed', reason: 'no luck' });
  expect(measured.problem('absent')).toEqual({ kind: 'missing', reason: 'install it' });
  expect(measured.failed).toBe(true);
});

test('an abort ends the rounds and keeps what was measured', async () => {
  const controller = new AbortController();
  const catalogue = {
    first: { title: 'first', seconds: 1, run },
    second: {
      title: 'second',
      seconds: 1,
      run: async () => {
        controller.abort();
        throw controller.signal.reason;
      },
    },
    third: { title: 'third', seconds: 1, run },
  };
  const measured = new Measured();
  const order = ['first', 'second', 'third'];
  await runRounds(order, catalogue, measured, { ...context, signal: controller.signal });
  expect(measured.figures('first')).toEqual({ ms: 1 });
  expect(measured.figures('third')).toBeNull();
  expect(measured.failed).toBe(false);
});
