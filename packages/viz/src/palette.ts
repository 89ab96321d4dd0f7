import { checkOption } from './checks.js';
/** Red, green, blue, each in [0, 1]. */
export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * The colours of parts, in the order they are drawn.
 *
 * Okabe & Ito's palette ("Color Universal Design", 2008), which people with any of the common colour-vision deficiencies
 * can tell apart. It leaves out black, which would vanish on a black canvas. In its order, neighbours and the first four
 * differ most. Each has a contrast of at least 4 : 1 on black.
 */
export const partColours: readonly Rgb[] = Object.freeze([
  [0x56 / 255, 0xb4 / 255, 0xe9 / 255], // sky blue
  [0xe6 / 255, 0x9f / 255, 0x00 / 255], // orange
  [0x00 / 255, 0x9e / 255, 0x73 / 255], // bluish green
  [0xcc / 255, 0x79 / 255, 0xa7 / 255], // reddish purple
  [0xf0 / 255, 0xe4 / 255, 0x42 / 255], // yellow
  [0xd5 / 255, 0x5e / 255, 0x00 / 255], // vermilion
  [0x00 / 255, 0x72 / 255, 0xb2 / 255], // blue
  [0xc8 / 255, 0xc8 / 255, 0xc8 / 255], // grey, in black's place
] as const);

/** After eight parts the colours come again, lighter, then darker (mixed with white and black by this much). */
const rounds = Object.freeze([
  { towards: 0, by: 0 },
  { towards: 1, by: 0.5 },
  { towards: 0, by: 0.35 },
] as const);

/**
 * The colour of the part number `index` (0 is the first step). Twenty-four different ones, then from the start.
 *
 * @example
 * hex(partColour(0)) // '#56b4e9'
 * hex(partColour(8)) // '#abdaf4'
 */
export function partColour(index: number): Rgb {
  const place = Number.isFinite(index) ? Math.max(0, Math.trunc(index)) : 0;
  const base = partColours[place % partColours.length]!;
  const { towards, by } = rounds[Math.floor(place / partColours.length) % rounds.length]!;
  const mix = (value: number): number => value + (towards - value) * by;
  return [mix(base[0]), mix(base[1]), mix(base[2])];
}

/** `#rrggbb` of a colour in [0, 1]³; clipped. */
export function hex(colour: Rgb): string {
  checkOption.numbers('colour', colour, 3);
  const byte = (value: number): string =>
    Math.round(255 * Math.min(1, Math.max(0, value)))
      .toString(16)
      .padStart(2, '0');
  return `#${byte(colour[0])}${byte(colour[1])}${byte(colour[2])}`;
}
