// Digits drawn with nothing but one line, or a line and a curve, against a convolutional VAE that has to draw with the same
// images as filters of its last layer and has about as many decoder parameters (Fig. 4A).

import { convVaeLike, createConvVae, createRnp, parameterCount, rnpConfig } from '@rnp/vae';
import { createRaster, curveSvg, meanCurve, sheet } from '@rnp/viz';
import { experiment, kinds, partsSheet, picturesOf, programsOf, spread, sseOf } from '@rnp-tools/experiment';

// A straight line and a quarter of a circle on 12×12 pixels, about three pixels thick.
const side = 12;
const stroke = (distance) =>
  Array.from({ length: side }, (_, y) =>
    Array.from({ length: side }, (_, x) => Number(Math.max(0, 1 - distance(x, y) / 2.2).toFixed(3))),
  );
const line = stroke((x, y) => Math.abs(x - y) / Math.SQRT2);
const curve = stroke((x, y) => Math.abs(Math.hypot(x, side - 1 - y) - 0.75 * (side - 1)));
const sets = { one: [line], two: [line, curve] };

const seeds = [1, 2, 3];
const epochs = 8;
const training = { batchSize: 32, learningRate: 6e-4, warmup: 1200 };

const rnpOf = (images) => ({
  latent: 16,
  encoder: 'light',
  steps: [5, 4],
  scaleOffset: 1.6,
  rendering: 'composed',
  leaf: { kind: 'primitives', images },
});

// The VAE's hidden layer is as wide as it takes to have the RNP's number of decoder parameters.
const create = {
  rnp: (primitives) => (seed) => createRnp(rnpOf(primitives), { seed }),
  vae: (primitives) => (seed) => createConvVae(convVaeLike(rnpConfig(rnpOf(primitives))), { seed }),
};

await experiment(import.meta.url, {
  data: async ({ load }) => ({ train: await load('mnist', 'train'), test: await load('mnist', 'test') }),

  // one.rnp-1 … two.vae-3, measured on the whole test split after each epoch.
  models: ({ train, test }) => {
    const steps = Math.floor(train.length / training.batchSize);
    const each = { steps, measure: (model) => sseOf(model, test) };
    return Object.fromEntries(
      Object.entries(sets).flatMap(([set, primitives]) =>
        Object.entries(create).flatMap(([kind, make]) =>
          seeds.map((seed) => [
            `${set}.${kind}-${seed}`,
            {
              create: make(primitives),
              data: train,
              training: { ...training, steps: epochs * steps },
              seed,
              each,
              keep: seed === seeds[0],
            },
          ]),
        ),
      ),
    );
  },

  // Test SSE at the end, a list over seeds, and what was made equal.
  measure: async (models, { test }) => {
    const figures = {};
    for (const set of Object.keys(sets)) {
      for (const kind of Object.keys(create)) {
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
    const steps = Math.floor(train.length / training.batchSize);
    const perEpoch = Object.fromEntries(
      Object.entries(trained).map(([name, { measured }]) => [
        name,
        measured.map(([at, sse]) => [at / steps, sse]),
      ]),
    );
    await record('curves', perEpoch);
    for (const [set, primitives] of Object.entries(sets)) {
      const curves = [...kinds(perEpoch)].filter(([kind]) => kind.startsWith(set));
      const series = curves.map(([kind, runs]) => meanCurve(kind.split('.')[1].toUpperCase(), runs));
      await drawing(
        `${set}-curves`,
        curveSvg({
          title: `Test error with ${set === 'one' ? 'a line' : 'a line and a curve'}, ${seeds.length} seeds`,
          xLabel: 'training time (epochs)',
          yLabel: 'SSE per test image (squared intensity, summed over pixels)',
          yScale: 'log',
          series,
        }),
      );
      const items = spread(test, 8);
      const [rnp, vae] = ['rnp', 'vae'].map((kind) => models[`${set}.${kind}-${seeds[0]}`]);
      await picture(`${set}-parts`, await partsSheet(rnp, test, items));
      await picture(`${set}-vae`, await besides(vae, test, items));
      await picture(`${set}-primitives`, sheet({ rows: [primitives.map(rasterOf)], scale: 8 }));
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
  return sheet({ rows: [inputs, drawn], scale: 3 });
}

function rasterOf(image) {
  return { width: side, height: side, channels: 1, data: Float32Array.from(image.flat()) };
}
