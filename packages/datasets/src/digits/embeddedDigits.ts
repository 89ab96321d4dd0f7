import { check } from '../checks.js';
import { createDataset } from '../createDataset.js';
import type { Dataset } from '../dataset.js';
import { order } from '../order.js';
import { inkPreprocessing } from '../preprocessing.js';
import { requireSplit } from '../requireSplit.js';
import { packedDigits } from './digits.generated.js';
import { unpackDigits } from './unpackDigits.js';

/** Which digits `embeddedDigits` returns. */
export interface EmbeddedDigitsOptions {
  /** 'train': 9,000 images; 'test': 1,000 held-out images. */
  readonly split: 'train' | 'test';
}

const imageShape = [28, 28, 1] as const;
const pixels = 28 * 28;
/** The held-out digits are one of every run of this many. */
const stride = 10;
/** Fixed for good: another seed would move digits between the splits. */
const splitSeed = 2023;

/**
 * Returns 10,000 handwritten digits of MNIST's training set, in two splits. They come with the package: no
 * network, no files.
 *
 * The source is sorted by class. From every ten neighbours one is held out, chosen by a fixed seed, so both
 * splits have the classes in equal proportion (to within one image). Then each split is shuffled with that
 * seed. The result never changes.
 *
 * @returns images [28, 28, 1], ink = 255; labels 0 … 9
 * @throws RnpError RNP_CONFIG for invalid options
 * @example
 * const digits = await embeddedDigits({ split: 'test' });
 * digits.length;              // 1000
 * digits.labels?.slice(0, 5); // the first five digits
 */
export async function embeddedDigits(options: EmbeddedDigitsOptions): Promise<Dataset> {
  check.options('options', options, ['split']);
  const { split } = options;
  requireSplit('digits', split);
  const sorted = await unpackDigits(bytesOfBase64(packedDigits), pixels);
  const members = membersOf(split, sorted.labels.length);
  const images = new Uint8Array(members.length * pixels);
  const labels = new Uint8Array(members.length);
  order(members.length, splitSeed, 0).forEach((member, item) => {
    const source = members[member]!;
    images.set(sorted.images.subarray(source * pixels, (source + 1) * pixels), item * pixels);
    labels[item] = sorted.labels[source]!;
  });
  return createDataset({
    name: 'digits',
    split,
    imageShape,
    images,
    labels,
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    preprocessing: inkPreprocessing(imageShape),
  });
}

/** Positions of a split in the source, ascending. */
function membersOf(split: 'train' | 'test', length: number): readonly number[] {
  const members: number[] = [];
  for (let from = 0; from < length; from += stride) {
    const heldOut = order(stride, splitSeed, 1 + from / stride)[0]!;
    for (let i = 0; i < stride && from + i < length; i++) {
      if ((i === heldOut) === (split === 'test')) members.push(from + i);
    }
  }
  return members;
}

function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
