import { mulberry } from './mulberry.js';

/** Of paper in full light, of the far corner's light, of a pen, and of a printed line; each a share of what lies below it. */
const [white, farLight, pen, line] = [0.94, 0.5, 0.22, 0.8];
/** Pixels from one printed line to the next, and of a line. */
const [lineStep, lineWidth] = [38, 2];
/** The deviation of the camera's noise. */
const noise = 0.02;

/** A picture from bytes, grey. */
export interface Paper {
  readonly width: number;
  readonly height: number;
  readonly channels: 1;
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * Dark ink on ruled paper that is lit from one corner, as a camera sees it.
 *
 * @param ink [h·w], 0 to 255
 */
export function onRuledPaper(
  ink: Uint8Array,
  { width, height, seed }: { readonly width: number; readonly height: number; readonly seed: number },
): Paper {
  const random = mulberry(seed);
  const [cornerX, cornerY] = [random() < 0.5 ? 0 : width - 1, random() < 0.5 ? 0 : height - 1];
  const [offset, slope] = [random() * lineStep, 0.02 * (random() - 0.5)];
  const data = Uint8Array.from(ink, (value, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const far = Math.hypot(x - cornerX, y - cornerY) / Math.hypot(width, height);
    const light = white * (1 - (1 - farLight) * far);
    const ruled = (y + slope * x + offset) % lineStep < lineWidth ? line : 1;
    const written = 1 - (1 - pen) * (value / 255);
    return Math.max(0, Math.min(255, Math.round(255 * (light * ruled * written + noise * normal(random)))));
  });
  return { width, height, channels: 1, data };
}

/** Box and Muller (1958). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
