import { z } from 'zod';
import { type Batch, type Task, type TaskKind, type TaskStatus, taskKind } from '../../src/index.js';
import type { Bench } from '../bench.js';

/** The batch that most tests submit. */
export const batch = (tasks: readonly Task[]): Batch => ({ id: 'batch', name: 'Batch', kind: 'test', tasks });

interface FirstTask {
  /** What the queue tells of it. */
  readonly first: () => Promise<TaskStatus>;
  /** Whether it is in a state, as `until` asks. */
  readonly inState: (state: string) => () => Promise<boolean>;
}

/** The first task of the batch. */
export function firstTask(bench: Bench): FirstTask {
  const first = async (): Promise<TaskStatus> => (await bench.queue.status('batch'))[0]!;
  const inState = (state: string) => (): Promise<boolean> => first().then((status) => status.state === state);
  return { first, inState };
}

/** A handler that runs until it is told to end. */
export function endless(onEnd: (reason: Error) => void): TaskKind {
  return taskKind({
    schema: z.unknown(),
    handle: (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          onEnd(signal.reason);
          reject(signal.reason);
        });
      }),
  });
}
