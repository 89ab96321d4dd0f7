import { option, type Wording, worded } from '@rnp/errors';
import { z } from 'zod';
import { wordOf } from '../models/preprocessingFlags.js';
import type { CorpusWork } from './corpusWork.js';
import type { Listing } from './listing.js';

const corpusSchema = 'rnp-corpus';
const corpusVersion = 1;
/** Of the one file with all shards. */
export const mergedName = 'trees.jsonl';

/** What a corpus is made from. It is written before the first shard, and into the manifest. */
export interface CorpusHead extends CorpusWork {
  readonly schema: typeof corpusSchema;
  readonly version: typeof corpusVersion;
  readonly command: string;
  /** The folder of the images, as the caller named it. */
  readonly folder: string;
  /** Hash of the paths and contents of the images. */
  readonly listing: string;
  /** Number of images. */
  readonly images: number;
  /** Number of links among the images; they are not followed. */
  readonly links: number;
  /** Images per shard. */
  readonly shardSize: number;
}

/** A shard that is there. */
export interface ShardEntry {
  readonly name: string;
  readonly key: string;
  readonly records: number;
  /** Records of images that could not be read. */
  readonly errors: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** All shards in one file. */
export interface MergedShards {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** `manifest.json`. It is written after the last shard, so a corpus that has it is complete. */
export interface CorpusManifest extends CorpusHead {
  /** Number of images that could not be read. */
  readonly errors: number;
  readonly shards: readonly ShardEntry[];
  /** The file with all shards; null if it was not asked for. */
  readonly merged: MergedShards | null;
}

export interface CorpusRequest {
  readonly folder: string;
  readonly shardSize: number;
  readonly command: string;
}

export function corpusHead(
  { folder, shardSize, command }: CorpusRequest,
  work: CorpusWork,
  { images, links, sha256 }: Omit<Listing, 'leftOut'>,
): CorpusHead {
  return {
    schema: corpusSchema,
    version: corpusVersion,
    command,
    ...work,
    folder,
    listing: sha256,
    images: images.length,
    links: links.length,
    shardSize,
  };
}

const count = z.number().int().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What the head of a corpus has to be. */
export const headSchema: z.ZodType<CorpusHead> = z.looseObject({
  schema: z.literal(corpusSchema),
  version: z.literal(corpusVersion),
  command: z.string(),
  rnp: z.string(),
  model: z.object({
    name: z.string(),
    sha256: z.object({ 'config.json': hash, 'model.safetensors': hash }),
  }),
  backend: z.string(),
  options: z.looseObject({ preprocessing: z.looseObject({}) }),
  folder: z.string(),
  listing: hash,
  images: count,
  links: count,
  shardSize: count,
}) as unknown as z.ZodType<CorpusHead>;

export const entrySchema: z.ZodType<ShardEntry> = z.object({
  name: z.string(),
  key: z.string(),
  records: count,
  errors: count,
  bytes: count,
  sha256: hash,
});

export const manifestSchema: z.ZodType<CorpusManifest> = z.intersection(
  headSchema,
  z.looseObject({
    errors: count,
    shards: z.array(entrySchema),
    merged: z.object({ name: z.literal(mergedName), bytes: count, sha256: hash }).nullable(),
  }),
) as unknown as z.ZodType<CorpusManifest>;

/** Whether a file says that it is of a corpus, whatever else it holds. */
export function isOfCorpus(value: unknown): boolean {
  const { schema, version } = (value ?? {}) as Partial<CorpusHead>;
  return schema === corpusSchema && version === corpusVersion;
}

/** What another corpus would have to be made anew for, in words; none when one can be gone on with. */
export function differences(there: CorpusHead, asked: CorpusHead): Wording[] {
  const same = (what: (head: CorpusHead) => unknown): boolean =>
    JSON.stringify(what(there)) === JSON.stringify(what(asked));
  return [
    ...(same(({ model }) => model.sha256)
      ? []
      : [
          there.model.name === asked.model.name
            ? worded`of the model ${there.model.name} as it was before`
            : worded`of the model ${there.model.name}, not ${asked.model.name}`,
        ]),
    ...(same(({ listing }) => listing) ? [] : [[otherImages(there, asked)]]),
    ...Object.entries(flagsOf(asked)).flatMap(([name, value]) => {
      const before = flagsOf(there)[name];
      return before === value ? [] : [worded`with ${option(name, before)}, not ${value}`];
    }),
    ...(there.shardSize === asked.shardSize
      ? []
      : [worded`with ${option('shardSize', there.shardSize)}, not ${asked.shardSize}`]),
    ...(there.backend === asked.backend
      ? []
      : [worded`by the backend ${there.backend}, not ${asked.backend}`]),
    ...(there.rnp === asked.rnp ? [] : [worded`by rnp ${there.rnp}, not ${asked.rnp}`]),
  ];
}

function otherImages(there: CorpusHead, asked: CorpusHead): string {
  if (there.folder !== asked.folder) return `of the folder ${there.folder}, not ${asked.folder}`;
  const counts = there.images === asked.images ? '' : ` (${there.images} images then, ${asked.images} now)`;
  return `of ${there.folder} as it was before: its images have changed${counts}`;
}

/** What the command can be asked for, as it is asked for; size and colours are the model's. */
function flagsOf({ options: { preprocessing, infer } }: CorpusHead): Readonly<Record<string, string>> {
  const { fit, ink, invert, background } = preprocessing;
  return {
    fit: wordOf('fit', fit),
    ink: wordOf('ink', ink),
    invert: wordOf('invert', invert),
    background: wordOf('background', background),
    infer: String(infer),
  };
}
