import type { SettingRow } from '@rnp/errors';

/** What a corpus can be told beside its model and how its pictures are prepared. */
type Rows = { readonly [K in 'infer' | 'shardSize']: SettingRow<number> };

/**
 * The settings of a corpus, with their defaults and ranges. The checks of `parseCorpus`, the command's
 * options and the page of settings follow from them.
 */
export const corpusSettings: Rows = Object.freeze<Rows>({
  infer: {
    default: 0,
    values: { type: 'wholeNumber', min: 0 },
    meaning: 'steps of inference by prediction errors, which improve what the encoder says; slower',
    example: 50,
  },
  // Bounds the memory that a shard takes while it is made, 20 to 70 kB an image.
  shardSize: {
    default: 500,
    values: { type: 'wholeNumber', min: 1, max: 10_000 },
    meaning: 'images in each shard',
    example: 1000,
  },
});
