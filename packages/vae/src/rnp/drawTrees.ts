import { type Rendering, render, renderComposed, type Unrolled } from '@rnp/recursive-decoder';
import type { RnpConfig } from './rnpConfig.js';

/**
 * Draws trees as `config.rendering` says. Where no part needs a canvas of its own, composed drawing sums all leaves at once.
 *
 * @returns tensors the caller owns; `levels` is empty where all leaves were summed at once
 */
export function drawTrees(
  unrolled: Unrolled,
  config: RnpConfig,
  { parts }: { readonly parts: boolean },
): Rendering {
  return config.rendering === 'composed' && !parts
    ? renderComposed(unrolled, config, { parts })
    : render(unrolled, config);
}
