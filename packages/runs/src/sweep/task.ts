import type { Augmentation } from '@rnp/datasets';
import { z } from 'zod';
import { augmentationSchema } from '../settings/augmentation.js';
import type { EvaluateEvery } from '../settings/bookkeeping.js';
import { type NetworkKind, networkKinds } from '../settings/networkKind.js';

const plain = z.record(z.string(), z.unknown());

/** A run as a task for another process, on this machine or another: plain JSON. */
export interface RunTask {
  /** For people: setting/seed-N. */
  readonly name: string;
  /** The run's key (`runKey`). */
  readonly key: string;
  /** Digest of the images (`dataContent`). */
  readonly digest: string;
  /** The run's `Settings`. */
  readonly settings: {
    readonly data: string;
    readonly network: NetworkKind;
    readonly model: Readonly<Record<string, unknown>>;
    readonly training: Readonly<Record<string, unknown>>;
    readonly epochs: number | null;
    readonly workers: number | null;
    readonly augment?: Augmentation;
  };
  readonly backend: string;
  /** Steps between measurements on held-out images; null for none before the end. */
  readonly evaluateEvery: EvaluateEvery | null;
  /** Steps between checkpoints; null for about half a minute. */
  readonly checkpointEvery: number | null;
  /** Whether the run's report is drawn. */
  readonly report: boolean;
  /** The command or program that began the sweep; it is stored with the run. */
  readonly command: string;
}

/** What a `RunTask` from elsewhere must be; what model and training may hold is checked when the run starts. */
export const runTask: z.ZodType<RunTask> = z.strictObject({
  name: z.string().min(1).max(300),
  key: z.string().regex(/^[0-9a-f]{32}$/),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  settings: z.strictObject({
    data: z.string().min(1).max(8192),
    network: z.enum(networkKinds as readonly ['rnp', 'conv-vae']),
    model: plain,
    training: plain,
    epochs: z.number().positive().nullable(),
    workers: z.number().int().min(1).max(1024).nullable(),
    augment: augmentationSchema.optional(),
  }),
  backend: z.string().min(1).max(40),
  evaluateEvery: z.union([z.number().int().min(1), z.literal('epoch')]).nullable(),
  checkpointEvery: z.number().int().min(1).nullable(),
  report: z.boolean(),
  command: z.string().max(10_000),
});
