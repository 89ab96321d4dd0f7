import { figureAndGround } from '@rnp/recursive-decoder';
import { imageGrid, partColour } from '@rnp/viz';
import { eachScene, floats } from './explained.js';
import { coverOf, ownersOf } from './pixels.js';

const shown = 10;

/**
 * A column a scene, the first ones. Rows: the scene; its two garments; for each model what it draws, and its two parts; and of the last one what its parts
 * hide, and the ground behind them.
 *
 * @param {Record<string, object>} models
 * @param {import('@rnp/datasets').Dataset} data scenes
 * @param {{ steps: number }} options of `infer`
 */
export async function scenesSheet(models, data, { steps }) {
  const items = Array.from({ length: Math.min(shown, data.length) }, (_, item) => item);
  const [height, width] = data.imageShape;
  const grey = (values) => ({
    width,
    height,
    channels: 1,
    data: values.map((value) => Math.min(1, Math.max(0, value))),
  });
  const coloured = (owners) => ({
    width,
    height,
    channels: 3,
    data: Float32Array.from({ length: 3 * height * width }, (_, at) => {
      const owner = owners[Math.floor(at / 3)];
      return owner === 0 ? 0 : partColour(owner - 1)[at % 3];
    }),
  });
  const truths = items.map((item) => data.truth(item));
  const rows = [truths.map(({ image }) => grey(floats(image))), truths.map(({ owners }) => coloured(owners))];
  let last = [];
  for (const model of Object.values(models)) {
    const found = [];
    await eachScene(model, data, { steps, items }, (scene) => {
      found.push(scene);
    });
    rows.push(found.map(({ drawing }) => grey(drawing)));
    rows.push(found.map(({ tree }) => coloured(ownersOf(tree))));
    last = found;
  }
  rows.push(last.map(({ tree }) => grey(coverOf(tree))));
  rows.push(last.map(({ tree }) => grey(figureAndGround(tree, { width, height }).ground.data)));
  return imageGrid({ rows, scale: 2, gap: 4 });
}
