import { expect, test } from '@jest/globals';
import { requireKnown } from '../../src/data/openData.js';

// Nothing is downloaded to say so: mnist need not be on this machine.
test.each([
  ['mnist', 'test', 10_000],
  ['mnist', 'train', 60_000],
  ['eth-80', 'test', 656],
  ['digits', 'test', 1_000],
] as const)('%s, split %s, has %i images, and refuses the next index unread', async (name, split, length) => {
  await requireKnown(name, split, { indices: [0, length - 1] });
  await expect(requireKnown(name, split, { indices: [3, length] })).rejects.toMatchObject({
    code: 'RNP_CONFIG',
    message: `index: no image ${length} in ${name} (${split}); choose from 0 to ${length - 1}`,
  });
});

test('images of another shape than a model takes are refused unread', async () => {
  await requireKnown('omniglot', 'test', { indices: [], imageShape: [28, 28, 1] });
  await expect(requireKnown('eth-80', 'test', { indices: [], imageShape: [28, 28, 1] })).rejects.toThrow(
    /^images of eth-80 \(test\) are \d+×\d+×3, but 28×28×1 are needed; choose other data$/,
  );
});

test('scenes are counted and measured by their settings, unmade', async () => {
  const spec = 'scenes?of=mnist&canvas=60x52&train=70&test=30';
  await requireKnown(spec, 'test', { indices: [29], imageShape: [60, 52, 1] });
  await expect(requireKnown(spec, 'test', { indices: [30] })).rejects.toThrow(/choose from 0 to 29$/);
  await expect(requireKnown(spec, 'test', { indices: [], imageShape: [28, 28, 1] })).rejects.toThrow(
    /are 60×52×1, but 28×28×1 are needed; choose scenes with canvas=28x28, in which objects find room at a scale such as 0\.5, or other data$/,
  );
});
