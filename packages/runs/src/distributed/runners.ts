import { openStore } from '@rnp/files/node';
import { openQueue } from '@rnp/queue';
import { check, checkOptions, isWord } from '../checks.js';
import type { MakeShards } from '../corpus/makeCorpus.js';
import type { ShardsSource } from '../corpus/parseCorpus.js';
import type { SweepRunner, SweepRunnerOptions } from '../sweep/runner.js';
import { shardsOnQueue } from './queuedShards.js';
import { runQueued } from './queuedSweep.js';

/** The queue and the store that the workers share. */
export interface QueueAddress {
  /** Address of the queue, for `openQueue` of @rnp/queue. Without `url` it comes from the environment. */
  readonly server: { readonly url?: string };
  /**
   * Address of the store for checkpoints and results, for `openStore` of @rnp/files/node: a folder that all
   * machines share, or `s3://bucket/prefix`.
   */
  readonly store: string;
  /** The command that starts a worker. A note names it if no worker has taken anything for a while. */
  readonly workers: string;
}

function checkAddress(address: QueueAddress): void {
  const looks = { server: check.object, store: isWord, workers: isWord };
  checkOptions('address', address, looks, Object.keys(looks));
}

/**
 * A runner for `runSweep` that lets workers do the runs.
 *
 * @throws RnpError RNP_CONFIG for an invalid address
 */
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

/**
 * A source of shards for `parseCorpus` that lets workers make them.
 *
 * @throws RnpError RNP_CONFIG for an invalid address
 */
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
