import type { Task } from '@rnp/queue';
import { z } from 'zod';
import type { CorpusWork } from '../corpus/corpusWork.js';
import type { PlannedShard } from '../corpus/shardPlan.js';
import { version } from '../version.js';

/** Shards are only made by workers of the same version: another may give other numbers. */
export const shardKind: string = `shard-${version.replace(/[^a-z0-9]+/gi, '-')}`;

/** What a worker is given; which images they are lies in the store. */
export interface QueuedShard {
  /** `storeId` of the store that the shard goes to. */
  readonly store: string;
  readonly key: string;
  readonly name: string;
  /** Path of the images' folder, the same on all machines. */
  readonly folder: string;
  readonly work: CorpusWork;
}

const side = z.number().int().min(1).max(16384);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const queuedShard: z.ZodType<QueuedShard> = z.strictObject({
  store: z.string().regex(/^[0-9a-f]{16}$/),
  key: hash,
  name: z.string().regex(/^shard-\d{6}\.jsonl$/),
  folder: z.string().min(1).max(4096),
  work: z.strictObject({
    rnp: z.string().max(100),
    model: z.strictObject({
      name: z.string().max(4096),
      sha256: z.strictObject({ 'config.json': hash, 'model.safetensors': hash }),
    }),
    backend: z.string().max(40),
    options: z.strictObject({
      preprocessing: z.strictObject({
        size: z.tuple([side, side]),
        channels: z.union([z.literal(1), z.literal(3)]),
        fit: z.enum(['contain', 'cover', 'stretch']),
        background: z.enum(['auto', 'white', 'black']),
        invert: z.union([z.literal('auto'), z.boolean()]),
        ink: z.boolean(),
      }),
      infer: z.number().int().min(0).max(100_000),
    }),
  }),
}) as z.ZodType<QueuedShard>;

/** The key of a shard as a task: the same shard into another store is other work. */
export function shardTaskKey({ key }: Pick<QueuedShard, 'key'>, store: string): string {
  return `${key}-${store}`;
}

/** A shard as a task of the queue. */
export function shardTask(
  { key, name }: PlannedShard,
  { store, folder, work }: Pick<QueuedShard, 'store' | 'folder' | 'work'>,
): Task {
  const { rnp, model, backend, options } = work;
  const payload: QueuedShard = { store, key, name, folder, work: { rnp, model, backend, options } };
  return { key: shardTaskKey({ key }, store), kind: shardKind, name, payload };
}
