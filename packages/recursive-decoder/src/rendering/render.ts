import type { DecoderConfig } from '../decoderConfig.js';
import { requireUnrolled } from '../inputChecks.js';
import type { Unrolled } from '../program/unrolled.js';
import { renderComposed } from './renderComposed.js';
import type { Rendering } from './rendering.js';
import { renderNested } from './renderNested.js';

/** Draws the trees as `config.rendering` says. The caller owns the tensors. */
export function render(unrolled: Unrolled, config: DecoderConfig): Rendering {
  requireUnrolled(unrolled, config);
  return config.rendering === 'nested' ? renderNested(unrolled, config) : renderComposed(unrolled, config);
}
