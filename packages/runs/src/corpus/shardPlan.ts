import { type CorpusWork, keyOf } from './corpusWork.js';
import type { ListedImage } from './listing.js';

/** A part of a corpus that is made and kept as a whole. */
export interface PlannedShard {
  /** Such as 'shard-000000.jsonl'. */
  readonly name: string;
  /** Hash of its images and of the work on them. */
  readonly key: string;
  readonly images: readonly ListedImage[];
}

/** The images in their order, so many a shard; the last may hold fewer. */
export function planShards(
  images: readonly ListedImage[],
  work: CorpusWork,
  shardSize: number,
): readonly PlannedShard[] {
  return Array.from({ length: Math.ceil(images.length / shardSize) }, (_, i) => {
    const own = images.slice(i * shardSize, (i + 1) * shardSize);
    return { name: shardName(i), key: keyOf(own, work), images: own };
  });
}

function shardName(index: number): string {
  return `shard-${String(index).padStart(6, '0')}.jsonl`;
}
