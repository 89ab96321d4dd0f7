import { RnpError } from '@rnp/errors';
import type { Picture } from '@rnp/images';

/** The part of a border that must be light. */
const minLightBorder = 0.9;

/**
 * Whether a picture stands on paper: nearly all of its border is light and without colour. A bright sky above a dark ground
 * is none. (For grey drawings the mean of the border decides, picture by picture; see `fitImage`.)
 *
 * @param lightBorder as `lightBorder` of @rnp/images says it
 */
export function isOnPaper(lightBorder: number): boolean {
  return lightBorder >= minLightBorder;
}

/** The part of a picture's pixels that are light: those above the middle. */
export function lightShare({ channels, data }: Picture): number {
  let light = 0;
  for (let at = 0; at < data.length; at += channels) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += data[at + channel]!;
    if (sum > 127.5 * channels) light++;
  }
  return (light * channels) / data.length;
}

/** Values of one colour differ by no more, also where JPEG has rounded them. */
const blankRange = 2;

/** Whether a picture is of one colour all over, so that there is nothing to see on it. */
export function isBlank({ channels, data }: Picture): boolean {
  return data.every((value, at) => Math.abs(value - data[at % channels]!) <= blankRange);
}

/** Whether most pictures of a set stand on paper, so that all of them are inverted. */
export function majorityOnPaper(onPaper: number, of: number): boolean {
  return onPaper > 0.8 * of;
}

/** So many positions spread evenly over a list, the same for each call. */
export function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, at) => items[Math.floor((at * items.length) / count)]!);
}

/** What is wrong with a picture is no reason to give up a folder; anything else is. */
export function onlyImageError(error: unknown): RnpError {
  if (error instanceof RnpError) return error;
  throw error;
}
