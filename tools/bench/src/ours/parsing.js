import { createRnp } from '@rnp/vae';
import { recipeOf } from '../recipes.js';
import { startBackend } from './backend.js';
import { millisecondsOf } from './clock.js';
import { inputs } from './inputs.js';

/** `model.parse`: from an image to its tree as plain data. */
export async function measure({ recipe, images, repeats, backend }) {
  await startBackend(backend);
  const model = createRnp(recipeOf(recipe).model, { seed: 1 });
  const batch = inputs(5).images([images, ...model.config.imageShape]);
  // Engines go on compiling for some hundred calls; what the first ones take is the row `firstCall`.
  const options = { repeats, warmUp: 2 * repeats };
  return { msPerCall: await millisecondsOf(() => model.parse(batch), options) };
}
