import { Inflate as Inflator } from 'fflate';

/** Why what is compressed does not come out. */
export class InflateError extends Error {
  /** @param endsEarly whether only its end is missing */
  constructor(
    readonly endsEarly: boolean,
    cause?: unknown,
  ) {
    super(endsEarly ? 'it ends early' : 'it is damaged', { cause });
  }
}

/**
 * Inflates a zlib stream (RFC 1950), and leaves to the caller whether as much comes out as should, its checksum at the end, and what
 * may lie before that.
 *
 * @param pieces taken as they are needed
 * @param onPiece gets what comes out, in turn, valid during the call; what it throws ends the work
 * @throws InflateError; not always where only the end is missing
 */
export type Inflate = (pieces: Iterable<Uint8Array>, onPiece: (piece: Uint8Array) => void) => void;

/** At once, wherever JavaScript runs. */
export const plainInflate: Inflate = (pieces, onPiece) => {
  const inflator = new Inflator(onPiece);
  try {
    for (const piece of headless(pieces)) inflator.push(piece, false);
    inflator.push(new Uint8Array(0), true);
  } catch (error) {
    // fflate's errors have a number as their code, ours a word.
    if (!(error instanceof Error) || typeof (error as { code?: unknown }).code !== 'number') throw error;
    throw new InflateError(/EOF/.test(error.message), error);
  }
};

/** Without the two bytes that a zlib stream begins with (RFC 1950, 2.2). */
export function* headless(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
  const head: number[] = [];
  for (const piece of pieces) {
    const own = piece.subarray(0, 2 - head.length);
    head.push(...own);
    if (head.length < 2) continue;
    const [method, flags] = head as [number, number];
    const isDeflated = (method & 15) === 8 && method >> 4 < 8 && (method * 256 + flags) % 31 === 0;
    // A dictionary would be one that both sides know.
    if (own.length > 0 && (!isDeflated || (flags & 32) !== 0)) throw new InflateError(false);
    yield piece.subarray(own.length);
  }
  if (head.length < 2) throw new InflateError(true);
}
