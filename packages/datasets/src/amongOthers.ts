// b batch, h height, w width, c channels
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { check, requireArray, requireShape } from './checks.js';
import { generatorOf } from './generator.js';
import { requireCount } from './order.js';

/** What lies about an image, made of the other images of its batch; each number is a share from 0 to 1, drawn image by image. */
export interface AmongOthers {
  /** Of images beside which another one lies, and as often a second one. */
  readonly others?: number;
  /** How often each of four places has a piece of another image: a square of a fifth to two fifths of the image's side. */
  readonly pieces?: number;
  /** Of images that are taken away, so that nothing is to be drawn of what lies about. */
  readonly none?: number;
}

/** A batch, and the same images among others. */
export interface BatchAmongOthers {
  /** b·h·w·c: what is to be drawn, black where the image was taken away. */
  readonly drawn: Float32Array<ArrayBuffer>;
  /** b·h·w·c: what is seen, the brighter of the image and of what lies about it. */
  readonly seen: Float32Array<ArrayBuffer>;
}

/** Seeds lie above those of orders and warps, so that they never share numbers. */
const seedsAbove = 2 ** 41;
/** How far the middles of two images are apart, in shares of the larger side. */
const [nearest, farthest] = [0.15, 0.8];
/** Places for other images, and for pieces of them. */
const [otherPlaces, piecePlaces] = [2, 4];
/** The side of a piece, in shares of the smaller side. */
const [smallestPiece, largestPiece] = [0.2, 0.4];

type Random = ReturnType<typeof generatorOf>;
type Shape = readonly [number, number, number];

/** A rectangle of an image, and by how many pixels it is moved, to the right and down. */
interface Cut {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly moved: readonly [number, number];
}

/**
 * Images as they look among others, with nothing known of what scenes show: whole images of the same batch lie beside them, and pieces. A model
 * that is to draw each image alone learns what belongs together (Vincent et al. 2008: denoising).
 *
 * @param values b·h·w·c numbers in [0, 1] (NHWC), which stay as they are
 * @param imageShape [h, w, c]
 * @param at only its `seed` and `step` decide what lies about each image
 * @throws RnpError `RNP_CONFIG` for shares that are no numbers from 0 to 1
 */
export function amongOthers(
  values: Float32Array,
  imageShape: Shape,
  among: AmongOthers,
  at: { readonly seed: number; readonly step: number },
): BatchAmongOthers {
  requireArray('values', values);
  requireShape('imageShape', imageShape);
  requireAmongOthers(among);
  check.object('at', at);
  requireCount('at.seed', at.seed, 0);
  requireCount('at.step', at.step, 0);
  const { others = 0, pieces = 0, none = 0 } = among;
  const random = generatorOf(at.seed + seedsAbove, at.step);
  const happens = (share: number): boolean => uniformFloat64(random) < share;
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  const image = (of: Float32Array, index: number): Float32Array =>
    of.subarray(index * size, (index + 1) * size);
  const count = values.length / size;
  const drawn = Float32Array.from(values);
  for (let i = 0; i < count; i++) if (happens(none)) image(drawn, i).fill(0);
  const seen = Float32Array.from(drawn);
  for (let i = 0; i < count && count > 1; i++) {
    const lay = (cut: Cut): void => {
      const other = (i + uniformInt(random, 1, count - 1)) % count;
      layOver(image(values, other), image(seen, i), imageShape, cut);
    };
    for (let place = 0; place < otherPlaces; place++) if (happens(others)) lay(beside(random, imageShape));
    for (let place = 0; place < piecePlaces; place++) if (happens(pieces)) lay(piece(random, imageShape));
  }
  return { drawn, seen };
}

/** @throws RnpError `RNP_CONFIG` for a share that is no number from 0 to 1 */
export function requireAmongOthers(among: AmongOthers): void {
  const names = ['others', 'pieces', 'none'] as const;
  check.options('among', among, [], names);
  for (const name of names) if (among[name] !== undefined) check.number(`among.${name}`, among[name], 0, 1);
}

/** A whole image, moved in any direction. */
function beside(random: Random, [h, w]: Shape): Cut {
  const angle = 2 * Math.PI * uniformFloat64(random);
  const distance = Math.max(h, w) * (nearest + (farthest - nearest) * uniformFloat64(random));
  const moved = [Math.round(distance * Math.cos(angle)), Math.round(distance * Math.sin(angle))] as const;
  return { left: 0, top: 0, width: w, height: h, moved };
}

/** A square of an image, moved to anywhere within it. */
function piece(random: Random, [h, w]: Shape): Cut {
  const share = smallestPiece + (largestPiece - smallestPiece) * uniformFloat64(random);
  const side = Math.max(1, Math.round(share * Math.min(h, w)));
  const [left, top] = [uniformInt(random, 0, w - side), uniformInt(random, 0, h - side)];
  const moved = [uniformInt(random, 0, w - side) - left, uniformInt(random, 0, h - side) - top] as const;
  return { left, top, width: side, height: side, moved };
}

/** Lays a rectangle of one image over another: the brighter value stays, as of ink on ink. */
function layOver(from: Float32Array, onto: Float32Array, [h, w, c]: Shape, cut: Cut): void {
  const [right, down] = cut.moved;
  const [firstX, lastX] = [Math.max(cut.left, -right), Math.min(cut.left + cut.width, w - right)];
  const [firstY, lastY] = [Math.max(cut.top, -down), Math.min(cut.top + cut.height, h - down)];
  for (let y = firstY; y < lastY; y++) {
    for (let at = (y * w + firstX) * c; at < (y * w + lastX) * c; at++) {
      const to = at + (down * w + right) * c;
      if (from[at]! > onto[to]!) onto[to] = from[at]!;
    }
  }
}
