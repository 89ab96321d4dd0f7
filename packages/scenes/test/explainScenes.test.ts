import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { sceneSource } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { loadModel } from '@rnp/models';
import { renderTree } from '@rnp/recursive-decoder';
import type { Rnp } from '@rnp/vae';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { drawn } from '../src/frames.js';
import {
  explainScenes,
  objectImages,
  partMasks,
  type SceneExplanation,
  type SceneOptions,
} from '../src/index.js';

const digits = await embeddedDigits({ split: 'test' });
const source = sceneSource([digits], { count: [0, 2], canvas: 50, length: 40, seed: 3 });
const scenesOf = (from: typeof source, indices: readonly number[]): tf.Tensor4D => {
  const [h, w, c] = from.imageShape;
  const values = Float32Array.from(from.images(indices), (byte) => byte / 255);
  return tf.tensor4d(values, [indices.length, h, w, c]);
};
const all = Array.from({ length: source.length }, (_, index) => index);

let model: Rnp;
beforeAll(async () => {
  await useBackend('wasm');
  ({ model } = await loadModel('mnist'));
});
afterAll(() => model.dispose());

/** Explains scenes whose tensor it frees. */
async function explained(canvases: tf.Tensor4D, options?: SceneOptions): Promise<SceneExplanation[]> {
  try {
    return await explainScenes(model, canvases, options);
  } finally {
    canvases.dispose();
  }
}

const count = (mask: Uint8Array): number => mask.reduce((sum, is) => sum + is, 0);
const both = (one: Uint8Array, other: Uint8Array): number => count(one.map((is, at) => is & other[at]!));
const either = (one: Uint8Array, other: Uint8Array): number => count(one.map((is, at) => is | other[at]!));

describe('scenes of none to two digits', () => {
  let found: readonly SceneExplanation[];
  beforeAll(async () => {
    found = await explained(scenesOf(source, all));
  });

  test('are counted, with the error of two scenes in forty at most', () => {
    const counts = source.counts();
    expect(new Set(counts).size).toBe(3);
    const wrong = all.filter((index) => found[index]!.objects.length !== counts[index]);
    expect(wrong.length).toBeLessThanOrEqual(2);
  });

  test('are taken apart: frames lie on the objects, owners are theirs, and trees have the parts of a digit', () => {
    for (const index of all) {
      const { objects, owners } = found[index]!;
      const truth = source.scene(index);
      if (objects.length !== truth.objects.length) continue;
      objects.forEach(({ frame, tree, saved }, position) => {
        const near = truth.objects.filter(({ centre: [x, y] }) => Math.hypot(frame.x - x, frame.y - y) < 6);
        expect(near.length).toBeGreaterThan(0);
        expect(saved).toBeGreaterThan(0);
        expect(tree.root.children).toHaveLength(4);
        const own = owners.filter((owner) => owner === position + 1).length;
        expect(own).toBeGreaterThan(20);
      });
    }
  });

  test('have masks: four fifths of an object’s mask and of the truth are both on average, and every level takes apart the one above', () => {
    const ious: number[] = [];
    for (const index of all) {
      const scene = found[index]!;
      const truth = source.scene(index);
      const masks = scene.objects.map((_, object) => partMasks(scene, object));
      for (const [i, { mask }] of masks.map(([whole]) => whole!).entries()) {
        // Two objects have no pixel in common.
        for (const [other] of masks.slice(i + 1)) expect(both(mask, other!.mask)).toBe(0);
        expect(both(mask, scene.figure)).toBe(count(mask));
      }
      for (const nodes of masks) {
        expect(nodes.map(({ path }) => path.length)).toContain(2);
        for (const { path, mask } of nodes) {
          const children = nodes.filter(
            (one) => String(one.path.slice(0, -1)) === String(path) && one.path.length > 0,
          );
          if (children.length === 0) continue;
          const together = mask.map((_, at) => children.reduce((sum, child) => sum + child.mask[at]!, 0));
          expect(together).toEqual(mask);
        }
      }
      if (masks.length !== truth.objects.length) continue;
      truth.objects.forEach((_, position) => {
        const own = truth.owners.map((owner) => (owner === position + 1 ? 1 : 0));
        ious.push(Math.max(...masks.map(([whole]) => both(whole!.mask, own) / either(whole!.mask, own))));
      });
    }
    expect(ious.reduce((sum, iou) => sum + iou, 0) / ious.length).toBeGreaterThan(0.8);
  });

  test('are drawn: where all objects are found, they leave about a third of the squared ink unexplained at the most', () => {
    const values = source.images(all);
    const size = values.length / all.length;
    for (const index of all.filter((one) => found[one]!.objects.length > 0)) {
      const { drawing, squaredError } = found[index]!;
      let [ink, missed] = [0, 0];
      for (let at = 0; at < size; at++) {
        const value = values[index * size + at]! / 255;
        ink += value ** 2;
        missed += (value - drawing[at]!) ** 2;
      }
      expect(missed / squaredError).toBeCloseTo(1, 3);
      if (found[index]!.objects.length === source.counts()[index]) expect(missed).toBeLessThan(0.35 * ink);
    }
  });
});

test('an empty canvas has no object, and a scene does not depend on the others of its batch', async () => {
  const [two] = all.filter((index) => source.counts()[index] === 2);
  const canvas = scenesOf(source, [two!]);
  const empty = tf.zerosLike(canvas);
  const together = await explained(tf.tidy(() => tf.concat([empty, canvas, empty])));
  const [alone] = await explained(canvas);
  empty.dispose();
  expect(together.map(({ objects }) => objects.length)).toEqual([0, alone!.objects.length, 0]);
  expect(together[0]!.drawing.every((value) => value === 0)).toBe(true);
  expect(together[0]!.owners.every((owner) => owner === 0)).toBe(true);
  expect(together[1]!.squaredError).toBeCloseTo(alone!.squaredError, 3);
});

test('the tree of an object draws what is drawn in its frame, whichever look it is of', async () => {
  const [h, w] = source.imageShape;
  const one = all.filter((index) => source.counts()[index] === 1);
  const found = await explained(scenesOf(source, one), { maxObjects: 1 });
  const away = found.flatMap(({ objects, drawing }) =>
    objects.map(({ frame: { x, y, side }, tree }) =>
      tf.tidy(() => {
        const [height, width] = tree.imageShape;
        const { data } = renderTree(tree, { width, height });
        const patch = tf.clipByValue(tf.tensor4d(data, [1, height, width, 1]), 0, 1) as tf.Tensor4D;
        const places = { x: tf.tensor2d([[x]]), y: tf.tensor2d([[y]]) };
        const again = drawn(patch, places, { side, patch: [height, width] }, [h, w]);
        return tf.max(tf.abs(tf.sub(tf.reshape(again, [-1]), tf.tensor1d(drawing)))).dataSync()[0]!;
      }),
    ),
  );
  expect(away.length).toBeGreaterThan(5);
  expect(Math.max(...away)).toBeLessThan(1e-3);
});

test('inference draws scenes better than one look does, and moves nothing elsewhere', async () => {
  const indices = all.filter((index) => source.counts()[index] === 2).slice(0, 4);
  const error = (of: readonly SceneExplanation[]): number =>
    of.reduce((sum, { squaredError }) => sum + squaredError, 0);
  const look = await explained(scenesOf(source, indices));
  const inferred = await explained(scenesOf(source, indices), { steps: 10 });
  expect(error(inferred)).toBeLessThan(0.8 * error(look));
  expect(inferred.map(({ objects }) => objects.length)).toEqual(look.map(({ objects }) => objects.length));
});

test('an object that costs more than it saves is not there', async () => {
  const [one] = await explained(
    scenesOf(source, all.filter((index) => source.counts()[index] === 1).slice(0, 1)),
  );
  const canvas = (): tf.Tensor4D =>
    scenesOf(source, all.filter((index) => source.counts()[index] === 1).slice(0, 1));
  const { saved } = one!.objects[0]!;
  const counted = async (cost: number): Promise<number> =>
    (await explained(canvas(), { cost, maxObjects: 1 }))[0]!.objects.length;
  expect(await counted(saved * 1.2)).toBe(0);
  expect(await counted(saved * 0.5)).toBe(1);
});

test('from several beginnings no scene is explained worse, and one that is explained well stays as it is', async () => {
  const crowded = sceneSource([digits], { count: 2, canvas: 40, overlap: true, length: 6, seed: 2 });
  const indices = Array.from({ length: crowded.length }, (_, index) => index);
  const cost = 7;
  const energies = (of: readonly SceneExplanation[]): number[] =>
    of.map(({ squaredError, objects }) => squaredError / 2 + cost * objects.length);
  const once = await explained(scenesOf(crowded, indices), { cost });
  const often = await explained(scenesOf(crowded, indices), { cost, beginnings: 5 });
  const gains = energies(once).map((energy, i) => energy - energies(often)[i]!);
  expect(Math.min(...gains)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...gains)).toBeGreaterThan(1);
  expect(gains).toContain(0);
});

test('canvases need be no squares, and the whole scene may lie in one frame', async () => {
  const wide = sceneSource([digits], { count: 2, canvas: [32, 70], length: 1, seed: 1 });
  const [scene] = await explained(scenesOf(wide, [0]));
  expect(scene!.imageShape).toEqual([32, 70, 1]);
  expect(scene!.objects).toHaveLength(2);
  expect(scene!.owners).toHaveLength(32 * 70);
});

test.each<[string, (canvas: tf.Tensor4D) => tf.Tensor4D, string]>([
  ['grey levels', (canvas) => tf.mul(canvas, 255), 'from 0 to 255'],
  ['negative values', (canvas) => tf.sub(canvas, 0.5), 'from -0.5 to 0.5'],
  ['what is no number', (canvas) => tf.div(tf.zerosLike(canvas), 0), 'no numbers'],
  ['none at all', (canvas) => tf.slice(canvas, 0, 0), 'a canvas at least'],
])('%s are refused alike, and no tensor is left', async (_, changed, complaint) => {
  const canvas = scenesOf(source, [0]);
  const given = changed(canvas);
  const refused = { code: 'RNP_IMAGES', path: 'canvases', complaint: expect.stringContaining(complaint) };
  expect(
    await leakedTensors(async () => {
      await expect(explainScenes(model, given)).rejects.toMatchObject(refused);
      await expect(objectImages(given, { size: [28, 28] })).rejects.toMatchObject(refused);
    }),
  ).toBe(0);
  tf.dispose([canvas, given]);
});

test('what holds a model is told from one', async () => {
  const canvas = scenesOf(source, [0]);
  const loaded = { model } as unknown as Rnp;
  await expect(explainScenes(loaded, canvas)).rejects.toThrow('give its .model');
  canvas.dispose();
});

test('leaves no tensor', async () => {
  const canvas = scenesOf(source, [0, 1]);
  expect(await leakedTensors(() => explainScenes(model, canvas))).toBe(0);
  canvas.dispose();
});

describe('of a call that takes long', () => {
  test('progress is told: it never falls back, and ends with all that was needed', async () => {
    const told: [done: number, total: number][] = [];
    const onProgress = (done: number, total: number): void => void told.push([done, total]);
    const two = all.filter((index) => source.counts()[index] === 2).slice(0, 1);
    await explained(scenesOf(source, two), { onProgress, beginnings: 3 });
    expect(told[0]).toEqual([1, 24]);
    // Two are found, and too little is left for a third one; each is looked at again, and the scene is explained well.
    expect(told.at(-1)).toEqual([4, 4]);
    const shares = told.map(([done, total]) => done / total);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  test('what is left all over a canvas, and little in any one frame, is not looked at', async () => {
    const two = all.filter((index) => source.counts()[index] === 2).slice(0, 1);
    const canvas = tf.tidy(() => {
      const around = [50, 50] as [number, number];
      return tf.maximum(tf.pad(scenesOf(source, two), [[0, 0], around, around, [0, 0]]), 0.04) as tf.Tensor4D;
    });
    const told: number[] = [];
    const [scene] = await explained(canvas, { onProgress: (done) => void told.push(done) });
    expect(scene!.objects).toHaveLength(2);
    // Half of 150² pixels' 0.04² is 18, more than an object costs; a frame shows 1 of it.
    expect(scene!.squaredError / 2).toBeGreaterThan(14);
    expect(told.at(-1)).toBe(4);
  });

  test('objects are told of as they are found, one more each time, and telling changes nothing', async () => {
    const told: SceneExplanation[] = [];
    const two = all.filter((index) => source.counts()[index] === 2).slice(0, 1);
    const canvas = scenesOf(source, two);
    const onFound = ([scene]: readonly SceneExplanation[]): void => void told.push(scene!);
    let listened: SceneExplanation[] = [];
    expect(
      await leakedTensors(async () => {
        told.length = 0;
        listened = await explainScenes(model, canvas, { onFound });
      }),
    ).toBe(0);
    expect(told.map(({ objects }) => objects.length)).toEqual([1, 2]);
    expect(told[1]!.squaredError).toBeLessThan(told[0]!.squaredError);
    for (const { tree } of told[1]!.objects) expect(tree.root.children).toHaveLength(4);
    // What is found first stays the first, where it is.
    expect(told[1]!.objects[0]!.frame).toEqual(told[0]!.objects[0]!.frame);
    expect(await explained(canvas)).toEqual(listened);
  });

  test('a listener that throws ends it, and no tensor is left', async () => {
    const canvas = scenesOf(source, all.filter((index) => source.counts()[index] === 2).slice(0, 1));
    const reason = new Error('enough');
    const onFound = (): void => {
      throw reason;
    };
    expect(
      await leakedTensors(async () => {
        await expect(explainScenes(model, canvas, { onFound })).rejects.toBe(reason);
      }),
    ).toBe(0);
    canvas.dispose();
  });

  test.each([1, 4, 7])('a signal ends it after look %i, and no tensor is left', async (last) => {
    const canvas = scenesOf(source, [0, 1]);
    const stopping = new AbortController();
    const reason = new Error('enough');
    let looks = 0;
    const onProgress = (done: number): void => {
      looks = done;
      if (done !== last) return;
      // As a timer that is due or Ctrl-C does, between two looks.
      setTimeout(() => stopping.abort(reason), 0);
      const due = performance.now() + 3;
      while (performance.now() < due);
    };
    const options = { signal: stopping.signal, onProgress, rounds: 4 };
    expect(
      await leakedTensors(async () => {
        await expect(explainScenes(model, canvas, options)).rejects.toBe(reason);
      }),
    ).toBe(0);
    expect(looks).toBe(last);
    await expect(explainScenes(model, canvas, { signal: stopping.signal })).rejects.toBe(reason);
    canvas.dispose();
  });
});
