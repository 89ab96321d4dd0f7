import { partColour } from '@rnp/viz';

/** The colour of each pixel's object, white where there is none; RGBA, [h·w·4]. @param owners [h·w], 1 + the position of the object, 0 for none */
export function tintOf(owners: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(4 * owners.length).fill(255);
  owners.forEach((owner, pixel) => {
    if (owner === 0) return;
    partColour(owner - 1).forEach((value, channel) => {
      rgba[4 * pixel + channel] = 255 * value;
    });
  });
  return rgba;
}
