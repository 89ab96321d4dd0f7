import { expect, test } from '@jest/globals';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import { decodeContext } from '../../src/decodeOptions.js';
import { readJpegFrame } from '../../src/jpeg/jpegFrame.js';
import { startJpegKernel } from '../../src/jpeg/jpegKernel.js';
import { jpegMemory } from '../../src/jpeg/jpegMemory.js';
import { jpegPlan } from '../../src/jpeg/jpegPlan.js';

const [width, height] = [1600, 1200];

/** Bytes that the kernel holds for a picture, beside its file. */
async function memoryFor(options: Readonly<Record<string, unknown>>): Promise<number> {
  const colourOf = (pixel: number): [number, number, number] => [pixel & 255, (pixel >> 8) & 255, 90];
  const bytes = await jpegOf(width, height, colourOf, { auto_subsample: false, ...options });
  const context = decodeContext({});
  const plan = jpegPlan(readJpegFrame(bytes, context), context);
  const kernel = await startJpegKernel();
  jpegMemory(kernel, plan);
  return kernel.memory.buffer.byteLength - Math.max(...plan.scans.map(({ data }) => data.length));
}

test('a picture of one scan takes some rows of memory, a progressive one two bytes a coefficient', async () => {
  const pixels = width * height;
  expect(await memoryFor({ progressive: false, chroma_subsample: 2 })).toBeLessThan(0.2 * pixels);
  expect(await memoryFor({ progressive: true, chroma_subsample: 2 })).toBeLessThan(3.2 * pixels);
  expect(await memoryFor({ progressive: true, chroma_subsample: 1 })).toBeLessThan(6.2 * pixels);
});
