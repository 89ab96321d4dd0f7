import { place } from '@rnp/spatial-transformer';
import { startBackend } from './backend.js';
import { milliseconds } from './clock.js';
import { gradients } from './gradients.js';
import { inputs } from './inputs.js';

/** `place`, 28×28 patches on canvases of 28×28 at scaleOffset 1.6, actions all over [-1, 1]. */
export async function measure({ patches, repeats, backend }) {
  await startBackend(backend);
  const draw = inputs(3);
  const image = draw.images([patches, 28, 28, 1]);
  const actions = draw.actions([patches, 6]);
  const dy = draw.normal([patches, 28, 28, 1]);
  const forward = () => place(image, actions, { scaleOffset: 1.6, outputShape: [28, 28] });
  return {
    forwardMs: milliseconds(forward, { repeats }),
    forwardBackwardMs: milliseconds(() => gradients(() => [forward()], [image, actions], [dy]), { repeats }),
  };
}
