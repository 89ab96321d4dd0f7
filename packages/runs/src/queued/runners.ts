import { openStore } from '@rnp/files/node';
import { openQueue } from '@rnp/queue';
import { check, checkOptions, isWord } from '../checks.js';
import type { MakeShards } from '../corpus/makeCorpus.js';
import type { ShardsSource } from '../corpus/parseCorpus.js';
import type { SweepRunner, SweepRunnerOptions } from '../sweep/runner.js';
import { shardsOnQueue } from './queuedShards.js';
import { runQueued } from './queuedSweep.js';

/** Where work goes that others shall do. */
export interface QueueAddress {
  /** For `openQueue` and `startWorker`; without an address it stands in the environment. */
  readonly server: { readonly url?: string };
  /** What all machines can reach, for checkpoints and results: a folder, or its `file:` address. */
  readonly store: string;
  /** What starts a worker, told when none has taken anything for a while. */
  readonly workers: string;
}

function checkAddress(address: QueueAddress): void {
  const looks = { server: check.object, store: isWord, workers: isWord };
  checkOptions('address', address, looks, Object.keys(looks));
}

/** Has workers do the runs of a sweep. */
export function queuedRunner(address: QueueAddress): SweepRunner<SweepRunnerOptions> {
  checkAddress(address);
  const { server, store, workers } = address;
  return async (plan, folder, statuses, options) => {
    const queue = await openQueue({ ...server, onTrouble: options.onNote });
    try {
      return await runQueued(plan, folder, statuses, {
        ...options,
        queue,
        store: await openStore(store),
        workers,
      });
    } finally {
      await queue.close();
    }
  };
}

/** Has workers make the shards of a corpus. */
export function queuedShards(address: QueueAddress): ShardsSource {
  checkAddress(address);
  const { server, store, workers } = address;
  return ({ name, folder, opened, work, signal, onNote }): MakeShards =>
    async function* (shards, report) {
      const queue = await openQueue({ ...server, onTrouble: onNote });
      try {
        const make = shardsOnQueue({
          queue,
          store: await openStore(store),
          name,
          folder,
          model: opened.files,
          work,
          signal,
          onNote,
          workers,
        });
        yield* make(shards, report);
      } finally {
        await queue.close();
      }
    };
}
