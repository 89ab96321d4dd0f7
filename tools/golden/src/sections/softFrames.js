import { sampleAffine } from '@rnp/spatial-transformer';
import { count, list, record, tensor } from '../form.js';
import { differentiate, tensorOf, tensorsOf } from '../tensors.js';

/** @type {import('../sections.js').Section} */
export const softFrames = {
  form: record({
    image: tensor(4),
    matrix: tensor(3),
    frames: tensor(4),
    outputShape: list(count, 2),
    output: tensor(4),
    upstream: tensor(4),
    gradImage: tensor(4),
    gradMatrix: tensor(3),
    gradFrames: tensor(4),
  }),
  check: async ({ outputShape, upstream, ...entry }, path, row) => {
    const { image, matrix, frames } = entry;
    const draw = (inputs) =>
      sampleAffine(inputs.image, inputs.matrix, { outputShape, frames: inputs.frames, border: 'soft' });
    const { value, grads } = differentiate(draw, tensorsOf({ image, matrix, frames }), tensorOf(upstream));
    await row('soft frames: drawings').values(value, entry.output, `${path}.output`);
    for (const [name, gradient] of Object.entries(grads)) {
      const key = `grad${name[0].toUpperCase()}${name.slice(1)}`;
      await row('soft frames: gradients').gradient(gradient, entry[key], `${path}.${key}`);
    }
  },
};
