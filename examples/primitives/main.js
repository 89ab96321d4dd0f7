import { createRaster } from '@rnp/images';
// Digits drawn with nothing but one line, or a line and a curve, against a convolutional VAE that has to draw with the same
// images as filters of its last layer and has about as many decoder parameters (Fig. 4A).

import { parameterCount } from '@rnp/vae';
import { curveSvg, imageGrid, meanCurve } from '@rnp/viz';
import { experiment, kinds, partsSheet, picturesOf, programsOf, spread, sseOf } from '@rnp-tools/experiment';

const sets = { one: 'a line', two: 'a line and a curve' };
const networks = ['rnp', 'vae'];
const seeds = [1, 2, 3];

await experiment(import.meta.url, {
  data: async ({ load }) => ({ train: await load('mnist', 'train'), test: await load('mnist', 'test') }),

  // one.rnp-1 … two.vae-3, measured on the whole test split after each epoch; the first seed's are kept.
  sweep: 'sweep.yaml',

  // Test SSE at the end, a list over seeds, and what was made equal.
  measure: async (models, { test }) => {
    const figures = {};
    for (const set of Object.keys(sets)) {
      for (const kind of networks) {
        const all = [];
        for (const seed of seeds) all.push(await sseOf(models[`${set}.${kind}-${seed}`], test));
        figures[`${set}.${kind}`] = all;
        const { weights } = models[`${set}.${kind}-${seeds[0]}`];
        figures[`${set}.${kind}DecoderParameters`] = parameterCount(weights, 'decoder/');
      }
    }
    return figures;
  },

  draw: async (models, { train, test }, { picture, drawing, record, trained }) => {
    const perEpoch = Object.fromEntries(
      Object.entries(trained).map(([name, { measured, training }]) => {
        const steps = Math.floor(train.length / training.batchSize);
        return [name, measured.map(([at, sse]) => [at / steps, sse])];
      }),
    );
    await record('curves', perEpoch);
    for (const [set, name] of Object.entries(sets)) {
      const curves = [...kinds(perEpoch)].filter(([kind]) => kind.startsWith(set));
      const series = curves.map(([kind, runs]) => meanCurve(kind.split('.')[1].toUpperCase(), runs));
      await drawing(
        `${set}-curves`,
        curveSvg({
          title: `Test error with ${name}, ${curves[0][1].length} seeds`,
          xLabel: 'training time (epochs)',
          yLabel: 'SSE per test image (squared intensity, summed over pixels)',
          yScale: 'log',
          series,
        }),
      );
      const items = spread(test, 8);
      const [rnp, vae] = networks.map((kind) => models[`${set}.${kind}-${seeds[0]}`]);
      await picture(`${set}-parts`, await partsSheet(rnp, test, items));
      await picture(`${set}-vae`, await besides(vae, test, items));
      await picture(
        `${set}-primitives`,
        imageGrid({ rows: [rnp.config.leaf.images.map(rasterOf)], scale: 8 }),
      );
    }
  },
});

/** Images above what a model makes of them. */
async function besides(model, data, items) {
  const programs = programsOf(model, data, items);
  const drawn = await picturesOf(model, programs);
  programs.dispose();
  const [height, width] = data.imageShape;
  const inputs = items.map((item) => {
    const raster = createRaster(width, height, 1);
    raster.data.forEach((_, at) => {
      raster.data[at] = data.images[item * height * width + at] / 255;
    });
    return raster;
  });
  return imageGrid({ rows: [inputs, drawn], scale: 3 });
}

function rasterOf(image) {
  return { width: image[0].length, height: image.length, channels: 1, data: Float32Array.from(image.flat()) };
}
