import { sha256 } from '@rnp/files/node';
import { requireDataset } from '../../checks.js';
import type { Dataset, Labels } from '../../dataset.js';

/**
 * The digest of a data set in memory: sha256, 64 hexadecimal digits, of its images, their shape, and their
 * labels and groups. It changes with every byte of them, wherever the data set comes from.
 *
 * It takes some 0.04 s for 60,000 images of 28×28. `dataContent` has another digest, which needs no images in
 * memory.
 *
 * @throws RnpError `RNP_CONFIG` if it is not a data set
 */
export function datasetDigest(dataset: Dataset): string {
  requireDataset(dataset);
  const { imageShape, length, images, labels, groups } = dataset;
  const sums = [sha256(images), ...[labels, groups].map(sumOf)];
  return sha256(JSON.stringify(['rnp-images-in-memory-1', imageShape, length, sums]));
}

/** As numbers of 16 bits: how wide they are kept says nothing. */
function sumOf(values: Labels | undefined): string | null {
  if (values === undefined) return null;
  const wide = Uint16Array.from(values);
  return sha256(new Uint8Array(wide.buffer));
}
