import { readJsonLines } from '@rnp/files/node';
import { rnpConfig, trainingConfig } from '@rnp/vae';
import { z } from 'zod';
import { UsageError } from '../errors.js';
import { readJson } from '../files/jsonFile.js';
import { augmentationSchema } from '../settings/augmentation.js';
import { bookkeepingSchema } from '../settings/bookkeeping.js';
import { networkKinds } from '../settings/networkKind.js';
import { schemaComplaint } from '../words/schemaComplaint.js';
import type { EvaluationRow } from './evaluations.js';
import { isRunFolder } from './isRunFolder.js';
import type { MetricsRow, PartialMetrics, RunMetrics } from './metrics.js';
import { recordSchemaName, recordVersion, requireKnownFormat } from './recordFormat.js';
import type { RunFolder } from './runFolder.js';
import type { RunRecord, RunState } from './runRecord.js';

// What is read of a run's folder goes through here: it may have come from a store or from anybody, or be damaged.

/** NaN and infinite numbers are written as null. */
const figure = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const figures = z.array(figure);
const count = z.number().int().min(0);
const side = z.number().int().min(1);

/** How many figures a step has, and had before there was evenness, and before encoders looked at parts. */
const [stepFigures, ...fewerFigures] = [10, 9, 7] as const;

/** A step's figures: terms of the loss, and last the gradient's norm. Terms that a run is older than are 0 and stand before it. */
const report = z
  .array(z.number())
  .transform((row) =>
    fewerFigures.some((length) => row.length === length)
      ? [...row.slice(0, -1), ...Array<number>(stepFigures - row.length).fill(0), row.at(-1)!]
      : row,
  );
const reports = z.array(report);
const logged = z.object({ rows: count, evaluations: count });

/** What reports show of a leaf. */
const leafSchema = z.union(
  [
    z.looseObject({ kind: z.literal('dense'), patch: z.tuple([side, side]) }),
    z.looseObject({ kind: z.literal('primitives'), images: z.array(z.unknown()).min(1) }),
    z.looseObject({ kind: z.string().regex(/^(?!(dense|primitives)$)/) }),
  ],
  'a leaf: its kind, and what this has, the sides of a patch or images',
);

/** What a run's record and a checkpoint's state have to be; what model and training may hold is for their own readers. */
const recordSchema: z.ZodType<RunRecord> = z.looseObject({
  schema: z.literal(recordSchemaName),
  version: z.literal(recordVersion),
  command: z.string().max(100_000),
  network: z.enum(networkKinds as readonly ['rnp', 'conv-vae']),
  model: z.looseObject({
    childrenPerLevel: z.array(side).min(1).max(16),
    imageShape: z.tuple([side, side, side]),
    leaf: leafSchema,
    canvas: z.tuple([side, side]).optional(),
  }),
  training: z.looseObject({ steps: side, seed: count, batchSize: side }),
  data: z.strictObject({
    name: z.string().min(1).max(8192),
    folder: z.string().min(1).max(8192).optional(),
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    imageShape: z.tuple([side, side, side]),
    length: side,
  }),
  backend: z.string().max(40),
  workers: side,
  augment: augmentationSchema.optional(),
  minutes: z.number().positive().nullable(),
  adapted: z
    .strictObject({
      from: z.string().max(8192),
      weights: z.string(),
      data: z.string().nullable(),
      kept: z.enum(['hypernetworks', 'encoder and hypernetworks', 'state hypernetwork']),
    })
    .optional(),
  bookkeeping: bookkeepingSchema.optional(),
  key: z.string().optional(),
  rnp: z.string().max(100),
}) as unknown as z.ZodType<RunRecord>;

const row = z.looseObject({
  step: count,
  loss: figure,
  ssePerImage: figure,
  klPerImage: figure,
  learningRate: figure,
  imagesPerSecond: figure,
  seconds: figure,
  purity: figures.optional(),
  effectiveChildren: figures.optional(),
  withoutInk: z.array(count).optional(),
}) as unknown as z.ZodType<MetricsRow>;

const evaluation = z.looseObject({
  step: count,
  epoch: z.number(),
  ssePerImage: figure,
  klPerImage: figure,
  purity: figures.nullable(),
  effectiveChildren: figures.nullable(),
}) as unknown as z.ZodType<EvaluationRow>;

const common = {
  steps: count,
  seconds: z.number().min(0),
  backend: z.string().max(40),
  seed: count,
  data: z.string().max(8192),
  rnp: z.string().max(100),
};

const inferred = z.looseObject({
  steps: side,
  ssePerImage: figure,
  purity: figures.nullable(),
  effectiveChildren: figures.nullable(),
  withoutInk: z.array(count).nullable(),
  energy: z.looseObject({ total: figure, pixels: figure, top: figure, states: figures, actions: figures }),
});

const byLevel = z.union([z.number(), z.array(z.number())]);
const precisions = z.looseObject({
  images: side,
  pixels: z.number(),
  top: z.number(),
  states: byLevel,
  actions: byLevel,
});

const metrics = z.discriminatedUnion(
  'complete',
  [
    z.looseObject({
      ...common,
      complete: z.literal(true),
      ssePerImage: figure,
      klPerImage: figure,
      purity: figures.nullable(),
      effectiveChildren: figures.nullable(),
      withoutInk: z.array(count).nullable(),
      images: count,
      digest: z.string(),
      split: z.string().max(100),
      precisions: precisions.optional(),
      inferred: inferred.optional(),
    }),
    z.looseObject({ ...common, complete: z.literal(false), of: count, training: row.nullable() }),
  ],
  'true or false, with the figures that belong to it',
) as unknown as z.ZodType<RunMetrics | PartialMetrics>;

/**
 * The record of a run, `run.json`; null if there is none.
 *
 * @throws UsageError naming the file and the field that is damaged, or a file of a newer version
 */
export async function readRecord(folder: RunFolder): Promise<RunRecord | null> {
  isRunFolder('folder', folder);
  const { record } = folder;
  const content = await readJson(record);
  if (content === null) return null;
  requireKnownFormat(content, record);
  return checked(content, recordSchema, record);
}

/**
 * The figures of a run, `metrics.json`; null if there are none.
 *
 * @throws UsageError naming the file and the field that is damaged
 */
export async function readMetrics(folder: RunFolder): Promise<RunMetrics | PartialMetrics | null> {
  isRunFolder('folder', folder);
  const { metrics: path } = folder;
  return checkedFile(path, metrics);
}

/**
 * The rows of a run's log, `metrics.jsonl`; none if it is missing.
 *
 * @throws UsageError naming the file, the row and the field that is damaged
 */
export async function readRows(folder: RunFolder): Promise<readonly MetricsRow[]> {
  isRunFolder('folder', folder);
  const { rows } = folder;
  return checkedRows(rows, row);
}

/**
 * The measurements on held-out images during a run, `evaluations.jsonl`; none if it is missing.
 *
 * @throws UsageError naming the file, the row and the field that is damaged
 */
export async function readEvaluations(folder: RunFolder): Promise<readonly EvaluationRow[]> {
  isRunFolder('folder', folder);
  const { evaluations } = folder;
  return checkedRows(evaluations, evaluation);
}

/** What is in a file of JSON, or null where there is none. @throws UsageError naming the file and the field */
export async function checkedFile<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  const content = await readJson(path);
  return content === null ? null : checked(content, schema, path);
}

async function checkedRows<T>(path: string, schema: z.ZodType<T>): Promise<readonly T[]> {
  return (await readJsonLines(path)).map((content, at) =>
    checked(content, schema, `${path}, row ${at + 1}`, '; delete that row'),
  );
}

/** @param advice what is said behind the fault @throws UsageError */
export function checked<T>(content: unknown, schema: z.ZodType<T>, path: string, advice = ''): T {
  const read = schema.safeParse(content);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue!.path.join('.');
  const complaint = schemaComplaint(issue!, content);
  throw new UsageError(`${path} is damaged: ${field === '' ? '' : `${field}: `}${complaint}${advice}`);
}

/**
 * The state in a checkpoint's JSON. A run from before a setting was added has its default.
 *
 * @throws UsageError when it is no run's, RnpError RNP_CONFIG when its settings are none
 */
export function readRunState(json: unknown, path: string): RunState {
  const state = json as Partial<RunState> | null;
  if (state?.schema !== 'rnp-run-state' || typeof state.seconds !== 'number') {
    throw new UsageError(`${path}: this checkpoint is not of a run of this version of @rnp/runs`);
  }
  requireKnownFormat(state.run, path);
  const run = checked(state.run, recordSchema, path);
  const told = state.reports === undefined ? {} : { reports: checked(state.reports, reports, path) };
  const counts = state.logged === undefined ? {} : { logged: checked(state.logged, logged, path) };
  return { ...state, ...told, ...counts, run: completeRecord(run) } as RunState;
}

/** A record from before a setting was added has its default. @throws RnpError RNP_CONFIG when its settings are none */
export function completeRecord(run: RunRecord): RunRecord {
  return { ...run, model: rnpConfig(run.model), training: trainingConfig(run.training) };
}
