import { place as placeParts, zoom as zoomIn } from '@rnp/spatial-transformer';
import { count, list, number, record, tensor } from '../form.js';
import { differentiate, tensorOf } from '../tensors.js';

const drawing = {
  image: tensor(4),
  params: tensor(2),
  scaleOffset: number,
  outputShape: list(count, 2),
  output: tensor(4),
};

/** An entry holds more than options, and unknown ones are refused. */
const optionsOf = ({ scaleOffset, outputShape }) => ({ scaleOffset, outputShape });

/** @type {import('../sections.js').Section} */
export const place = {
  form: record({ ...drawing, upstream: tensor(4), gradImage: tensor(4), gradParams: tensor(2) }),
  check: async (entry, path, row) => {
    const inputs = { image: tensorOf(entry.image), params: tensorOf(entry.params) };
    const draw = ({ image, params }) => placeParts(image, params, optionsOf(entry));
    const { value, grads } = differentiate(draw, inputs, tensorOf(entry.upstream));
    await row('place: drawings').values(value, entry.output, `${path}.output`);
    await row('place: gradients').gradient(grads.image, entry.gradImage, `${path}.gradImage`);
    await row('place: gradients').gradient(grads.params, entry.gradParams, `${path}.gradParams`);
  },
};

/** @type {import('../sections.js').Section} */
export const zoom = {
  form: record(drawing),
  check: async (entry, path, row) => {
    const seen = zoomIn(tensorOf(entry.image), tensorOf(entry.params), optionsOf(entry));
    await row('zoom').values(seen, entry.output, `${path}.output`);
  },
};
