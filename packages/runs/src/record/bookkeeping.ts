import { z } from 'zod';
import type { EvaluateEvery } from './evaluations.js';

/** What is written and measured beside the training itself. A run keeps it, so that one in pieces leaves what one that never stopped leaves. */
export interface Bookkeeping {
  /** Steps between rows of metrics.jsonl. */
  readonly logEvery: number;
  /** Steps between checkpoints, or null for one about every half minute. */
  readonly checkpointEvery: number | null;
  /** Steps between measurements on held-out images; null for none before the end. */
  readonly evaluateEvery: EvaluateEvery | null;
  /** Held-out images to measure at the end; null: see `evaluateLimitOf`. */
  readonly evaluateLimit: number | 'all' | null;
  /** Whether the report is drawn at the end. */
  readonly report: boolean;
}

/** Of a run that was told nothing, and of one from before it was recorded. */
const defaultBookkeeping: Bookkeeping = Object.freeze({
  logEvery: 5,
  checkpointEvery: null,
  evaluateEvery: null,
  evaluateLimit: null,
  report: true,
});

/**
 * @param stored what the run was begun with
 * @param asked what it is told now, which wins
 */
export function bookkeepingOf(
  stored: Partial<Bookkeeping> | undefined,
  asked: Partial<Bookkeeping> = {},
): Bookkeeping {
  return { ...defaultBookkeeping, ...stored, ...asked };
}

const count = z.number().int().min(1);

export const bookkeepingSchema: z.ZodType<Bookkeeping> = z.strictObject({
  logEvery: count,
  checkpointEvery: count.nullable(),
  evaluateEvery: z.union([count, z.literal('epoch')], 'a whole number of 1 or more, or "epoch"').nullable(),
  evaluateLimit: z.union([count, z.literal('all')], 'a whole number of 1 or more, or "all"').nullable(),
  report: z.boolean(),
});
