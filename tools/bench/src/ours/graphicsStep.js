import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, openPage } from '@rnp-tools/browser-testing';
import { MissingError } from '../freshProcess.js';
import { recipeOf } from '../recipes.js';

const page = fileURLToPath(new URL('../graphics/page.js', import.meta.url));

/**
 * A training step in headless Chromium on a graphics card in software: its time and how many programs it starts there.
 *
 * @param {{ graphics: 'webgl' | 'webgpu', recipe: string, batch: number, warmUp: number, steps: number, checkout?: string | null }} options
 *   checkout: another checkout of this repository, with built packages, whose step it is
 * @throws MissingError where there is no Chromium, or none with that backend
 */
export async function measure({ graphics, recipe, batch, warmUp, steps, checkout }) {
  const chromium = findChromium();
  if (chromium === undefined) {
    throw new MissingError('there is no Chromium here; install one or set CHROMIUM_PATH');
  }
  const packagesOf = checkout ? { packagesOf: resolve(checkout) } : {};
  const opened = await openPage(page, chromium, { graphics, ...packagesOf });
  try {
    const options = { backend: graphics, ...recipeOf(recipe), batch, warmUp, steps };
    const { refused, times, dispatches, kernels } = await opened.call('trainedSteps', options);
    if (refused !== undefined) throw new MissingError(refused);
    return { fastestMsPerStep: Math.min(...times), dispatches, kernels, times };
  } finally {
    await opened.close();
  }
}
