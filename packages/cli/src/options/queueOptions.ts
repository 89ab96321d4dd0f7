import { UsageError } from '@rnp/runs';
import { Option } from 'commander';
import { ownCommand } from '../terminal/ownCommand.js';

/** Where the queue is; the same words wherever one is needed. */
export interface QueueFlags {
  readonly queue?: string;
  readonly store?: string;
}

/** Of commands that can leave their work to others. */
export function queueOptions(): readonly Option[] {
  return [queueOption(), storeOption()];
}

export function queueOption(): Option {
  return new Option(
    '--queue <address>',
    'Redis or Valkey server: redis://host:6379, or rediss:// for TLS; set user and password in RNP_QUEUE_USERNAME and RNP_QUEUE_PASSWORD',
  );
}

function storeOption(): Option {
  return new Option(
    '--store <address>',
    'place for checkpoints and results that all machines can reach: a folder, file:///shared/folder, or s3://bucket/prefix (see @rnp/files)',
  );
}

/** Where work goes that others shall do. */
export interface QueueAddress {
  /** For `openQueue` and `startWorker`; without an address it stands in the environment. */
  readonly server: { readonly url?: string };
  readonly store: string;
}

/** What starts a worker for a queue, to be pasted. */
export function workerCommandLine({ server: { url }, store }: QueueAddress): string {
  return ownCommand(['worker', ...(url === undefined ? [] : ['--queue', url]), '--store', store]);
}

/**
 * @returns null where no queue is asked for
 * @throws UsageError when there is a queue and no store, or the other way round
 */
export function queueAddress({ queue, store }: QueueFlags): QueueAddress | null {
  if (queue === undefined && store === undefined) return null;
  if ((queue ?? process.env.RNP_QUEUE) === undefined || store === undefined) {
    throw new UsageError(
      'a queue needs both: --queue says where it is, --store where checkpoints and results go',
    );
  }
  return { server: queue === undefined ? {} : { url: queue }, store };
}
