import { describe, expect, test } from '@jest/globals';
import { isRnpError, RnpError } from '@rnp/errors';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import { z } from 'zod';
import * as queue from '../src/index.js';
import { checkBatch } from '../src/tasks/task.js';

const { openQueue, startWorker, TaskError, taskKind } = queue;
const square = taskKind({ schema: z.number(), handle: async (number) => number * number });
const url = 'redis://localhost:1';
const task = { key: 'a', kind: 'square', name: 'a', payload: { number: 2 } };
const batch = { id: 'squares', name: 'squares', kind: 'square', tasks: [task] };

function thrownBy(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

/** Calls with right arguments. */
const rightCalls: Readonly<Record<string, readonly unknown[]>> = {
  LockLost: [],
  Stopping: [],
  TaskCancelled: [],
  TaskError: ['NO_IMAGE', 'is gone', { retry: 'elsewhere', path: 'a.png', cause: new Error('x') }],
  taskKind: [{ schema: z.number(), handle: async () => 1 }],
};

/** Right calls of these need a server; wrong ones are below. */
const elsewhere = ['openQueue', 'startWorker'];

test('every exported function and class is called below', () => {
  expect([...Object.keys(rightCalls), ...elsewhere].sort()).toEqual(exportedFunctions(queue));
});

test.each(Object.keys(rightCalls))('%s throws its own errors', async (name) => {
  // Anything can be thrown, null, too.
  await expectOwnErrors((queue as unknown as Record<string, Call>)[name]!, rightCalls[name]!, ['cause']);
});

describe('what cannot be taken is refused by name, before a server is asked', () => {
  test.each([
    [{ ulr: url }, 'options', /ulr.*url/],
    [{ url: 5 }, 'options.url', /string/],
    [{ url, onTrouble: 'loudly' }, 'options.onTrouble', /function/],
    [null, 'options', /object/],
  ])('openQueue(%j)', async (options, path, words) => {
    await expect(openQueue(options as never)).rejects.toMatchObject({
      name: 'RnpError',
      code: 'RNP_CONFIG',
      path: expect.stringContaining(path),
      message: expect.stringMatching(words),
    });
  });

  test.each([
    [{ url }, /kinds/],
    [{ url, kinds: { square }, drian: true }, /drian.*drain/],
    [{ url, kinds: { square }, drain: 'yes' }, /options\.drain/],
    [{ url, kinds: { square: { schema: z.number() } } }, /handle/],
    [{ url, kinds: { square }, concurrency: 0 }, /concurrency/],
    [{ url, kinds: {} }, /options\.kinds.*at least/],
    [undefined, /options/],
  ])('startWorker %#', async (options, words) => {
    const failure = startWorker(options as unknown as queue.WorkerOptions);
    await expect(failure).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      message: expect.stringMatching(words),
    });
    await expect(failure).rejects.toBeInstanceOf(RnpError);
  });

  test('a kind without a schema that reads, or without a handler', () => {
    for (const kind of [
      undefined,
      {},
      { schema: {}, handle: async () => 1 },
      { schema: z.number(), handle: 1 },
    ]) {
      const error = thrownBy(() => taskKind(kind as never));
      expect(isRnpError(error) && error.code).toBe('RNP_CONFIG');
    }
  });

  test.each<[unknown[], string, RegExp]>([
    [
      ['the image is gone', { retry: false }],
      'code',
      /code for programs.*"the image is gone".*new TaskError\(code, message/,
    ],
    [['the image is gone', 'gone', { retry: false }], 'code', /NO_IMAGE/],
    [[undefined, 'gone', { retry: false }], 'code', /undefined/],
    [['NO_IMAGE', undefined, { retry: false }], 'message', /string/],
    [['NO_IMAGE', [1], { retry: false }], 'message', /string, or what worded makes/],
    [['NO_IMAGE', 'gone'], 'options', /retry/],
    [['NO_IMAGE', 'gone', {}], 'options.retry', /given/],
    [['NO_IMAGE', 'gone', { retry: 'never' }], 'options.retry', /true, false, elsewhere/],
    [['NO_IMAGE', 'gone', { rety: true }], 'options.rety', /retry/],
  ])('new TaskError(...%j)', (given, path, words) => {
    const error = thrownBy(() => Reflect.construct(TaskError, given));
    expect(error).toMatchObject({ code: 'RNP_CONFIG', path, message: expect.stringMatching(words) });
    expect(isRnpError(error)).toBe(true);
    expect(new TaskError('NO_IMAGE', 'gone', { retry: 'elsewhere' })).toMatchObject({
      code: 'NO_IMAGE',
      message: 'gone',
    });
  });

  test('a batch with a field that there is not, or anything else that JSON would change', () => {
    expect(() => checkBatch(batch)).not.toThrow();
    for (const [wrong, words] of [
      [{ ...batch, taks: 1 }, /taks/],
      [{ ...batch, tasks: [{ ...task, paylaod: 1 }] }, /paylaod/],
      [{ ...batch, tasks: [{ ...task, payload: { rates: [1, Number.NaN] } }] }, /NaN/],
      [{ ...batch, tasks: [{ ...task, payload: Number.POSITIVE_INFINITY }] }, /Infinity/],
      [
        { ...batch, tasks: [{ ...task, payload: { since: new Date() } }] },
        /at \.since is an object \(Date\)/,
      ],
      [{ ...batch, tasks: [{ ...task, payload: undefined }] }, /is undefined/],
      [{ ...batch, about: { sizes: new Set([1]) } }, /about at \.sizes is an object \(Set\)/],
    ] as const) {
      expect(thrownBy(() => checkBatch(wrong as never))).toMatchObject({
        code: 'RNP_QUEUE_TASK',
        message: expect.stringMatching(words),
      });
    }
  });
});
