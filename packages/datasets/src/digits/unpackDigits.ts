import { RnpError } from '@rnp/errors';

const classes = 10;

/** Images sorted by class, as the packer found them. */
export interface UnpackedDigits {
  /** n·pixels bytes */
  readonly images: Uint8Array<ArrayBuffer>;
  /** n bytes, ascending */
  readonly labels: Uint8Array<ArrayBuffer>;
}

/**
 * Reads what the packer wrote (its file describes the layout): class counts, a list of run lengths, and the
 * inked pixels.
 *
 * @param packed the bytes after base64, before inflating
 * @param pixels per image
 * @throws RnpError `RNP_DATA_FORMAT` when the bytes were damaged on their way here
 */
export async function unpackDigits(packed: Uint8Array<ArrayBuffer>, pixels: number): Promise<UnpackedDigits> {
  const plain = await inflate(packed);
  if (plain.length < classes * 2 + 4) throw damaged();
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  const counts = Array.from({ length: classes }, (_, digit) => view.getUint16(digit * 2, true));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const firstRun = classes * 2 + 4;
  const firstInk = firstRun + view.getUint32(classes * 2, true);

  if (firstInk > plain.length) throw damaged();
  const images = new Uint8Array(total * pixels);
  let at = 0;
  let ink = firstInk;
  for (let run = firstRun; run + 1 < firstInk; run += 2) {
    at += plain[run]!;
    const inked = plain[run + 1]!;
    if (at + inked > images.length || ink + inked > plain.length) throw damaged();
    // Runs are of a few pixels: a view of each would take longer than all else.
    for (let i = 0; i < inked; i++) images[at++] = plain[ink++]!;
  }
  if (at !== images.length || ink !== plain.length) throw damaged();

  const labels = new Uint8Array(total);
  let item = 0;
  counts.forEach((count, digit) => {
    labels.fill(digit, item, item + count);
    item += count;
  });
  return { images, labels };
}

/** zlib through the platform's own inflater, as Node and browsers both have it. Checks an Adler-32 sum. */
async function inflate(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw damaged(cause);
  }
}

function damaged(cause?: unknown): RnpError {
  return new RnpError('RNP_DATA_FORMAT', 'the embedded digits are damaged; install @rnp/datasets again', {
    ...(cause === undefined ? {} : { cause }),
  });
}
