import { RnpError } from '@rnp/errors';
import { type ObjectStore, sha256 } from '@rnp/files/node';
import type { ModelFiles } from '@rnp/vae';
import { z } from 'zod';
import type { CorpusWork } from '../corpus/corpusWork.js';
import type { ListedImage } from '../corpus/listing.js';
import type { ParsedShard } from '../corpus/parseShard.js';
import type { PlannedShard } from '../corpus/shardPlan.js';
import { json } from '../files/jsonFile.js';
import { parsedJson } from './parsedJson.js';

/**
 * What workers need for a corpus, and what they make:
 *
 * ```
 * models/SHA256/config.json, models/SHA256/model.safetensors
 * corpora/KEY/images.json      the images of a shard
 * corpora/KEY/WRITER.jsonl     its records
 * corpora/KEY/shard.json       which records count; the first ones do
 * corpora/KEY/reading/…        what attempts that died were reading, see `openShardJournal`
 * ```
 */
export interface ShardStore {
  saveModel(files: ModelFiles, work: CorpusWork): Promise<void>;
  loadModel(work: CorpusWork): Promise<ModelFiles>;
  saveImages(shard: PlannedShard): Promise<void>;
  loadImages(key: string): Promise<readonly ListedImage[]>;
  /** @param writer a name that nobody else has */
  saveShard(key: string, parsed: ParsedShard, writer: string): Promise<void>;
  /** @returns null where there is none */
  loadShard(key: string): Promise<ParsedShard | null>;
  hasShard(key: string): Promise<boolean>;
}

interface StoredShard {
  readonly at: string;
  readonly records: number;
  readonly errors: number;
  readonly sha256: string;
}

const storedShard: z.ZodType<StoredShard> = z.strictObject({
  at: z.string().regex(/^[A-Za-z0-9_-]+\.jsonl$/),
  records: z.number().int().min(0),
  errors: z.number().int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const path = z.string().min(1).max(4096);
const listedImages: z.ZodType<readonly ListedImage[]> = z.array(
  z.union([
    z.strictObject({ path, bytes: z.number().int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    z.strictObject({ path, error: z.strictObject({ code: z.string(), message: z.string() }) }),
  ]),
);

const modelFileNames = Object.freeze(['config.json', 'model.safetensors'] as const);

export function shardStore(store: ObjectStore): ShardStore {
  const place = (key: string): string => `corpora/${key}`;
  const modelPlace = ({ model }: CorpusWork): string => {
    const { 'config.json': config, 'model.safetensors': weights } = model.sha256;
    return `models/${sha256(`${config}${weights}`)}`;
  };
  const need = async (key: string): Promise<Uint8Array> => {
    const bytes = await store.get(key);
    if (bytes === null)
      throw new RnpError('RNP_STORE', `${key} in the store is missing; begin the same corpus again`);
    return bytes;
  };
  const entryOf = async (key: string): Promise<StoredShard | null> => {
    const bytes = await store.get(`${place(key)}/shard.json`);
    if (bytes === null) return null;
    const entry = storedShard.safeParse(parsedJson(bytes));
    if (!entry.success)
      throw new RnpError('RNP_STORE', `${place(key)}/shard.json in the store is damaged; delete it`);
    return entry.data;
  };
  return {
    saveModel: async (files, work) => {
      for (const name of modelFileNames) await store.put(`${modelPlace(work)}/${name}`, files[name]);
    },
    loadModel: async (work) => {
      const files: Record<string, Uint8Array> = {};
      for (const name of modelFileNames) {
        const bytes = await need(`${modelPlace(work)}/${name}`);
        if (sha256(bytes) !== work.model.sha256[name]) {
          throw new RnpError(
            'RNP_STORE',
            `${modelPlace(work)}/${name} in the store is damaged; begin the same corpus again`,
          );
        }
        files[name] = bytes;
      }
      return files as unknown as ModelFiles;
    },
    saveImages: ({ key, images }) => store.put(`${place(key)}/images.json`, json(images)),
    loadImages: async (key) => {
      const images = listedImages.safeParse(parsedJson(await need(`${place(key)}/images.json`)));
      if (!images.success) {
        throw new RnpError(
          'RNP_STORE',
          `${place(key)}/images.json in the store is damaged; begin the same corpus again`,
        );
      }
      return images.data;
    },
    saveShard: async (key, { bytes, records, errors }, writer) => {
      const at = `${writer}.jsonl`;
      await store.put(`${place(key)}/${at}`, bytes);
      const entry: StoredShard = { at, records, errors, sha256: sha256(bytes) };
      const first = await store.putIfAbsent(`${place(key)}/shard.json`, json(entry));
      if (!first) await store.delete(`${place(key)}/${at}`);
    },
    loadShard: async (key) => {
      const entry = await entryOf(key);
      if (entry === null) return null;
      const { at, records, errors } = entry;
      const bytes = await need(`${place(key)}/${at}`);
      if (sha256(bytes) !== entry.sha256) {
        throw new RnpError('RNP_STORE', `${place(key)}/${at} in the store is damaged; delete ${place(key)}`);
      }
      return { bytes, records, errors };
    },
    hasShard: async (key) => (await entryOf(key)) !== null,
  };
}
