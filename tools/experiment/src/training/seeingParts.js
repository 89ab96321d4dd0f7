import { withLooks } from '@rnp/vae';
import { withBorder } from './withBorder.js';

/**
 * The last stage of an example whose model looks at images alone: the same weights, frames that end softly, and an encoder that looks at
 * parts as well, of which it says nothing before it is trained. A spec's `create`.
 *
 * @param {number} seed of the weights that are new
 * @param {import('@rnp/vae').Rnp} whole stays the caller's, as it is
 * @returns {import('@rnp/vae').Rnp} the caller owns it
 */
export function seeingParts(seed, whole) {
  const soft = withBorder(whole, 'soft');
  const looking = withLooks(soft, { looks: 'parts', seed });
  soft.dispose();
  return looking;
}
