import { affineMatrix, inverseAffine } from '@rnp/spatial-transformer';
import { number, record, tensor } from '../form.js';
import { tensorOf } from '../tensors.js';

/** @type {import('../sections.js').Section} */
export const affine = {
  form: record({ params: tensor(2), scaleOffset: number, matrix: tensor(3), inverse: tensor(3) }),
  check: async (entry, path, row) => {
    const matrix = affineMatrix(tensorOf(entry.params), entry.scaleOffset);
    await row('affine').values(matrix, entry.matrix, `${path}.matrix`);
    await row('affine').values(inverseAffine(matrix), entry.inverse, `${path}.inverse`);
  },
};
