import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { type Scene, sceneSource } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { loadModel } from '@rnp/models';
import type { Rnp } from '@rnp/vae';
import { leakedTensors } from '@rnp-tools/testing';
import { type MeasuredScene, measureScenes, type SceneMeasures } from '../../src/explain/index.js';

const digits = await embeddedDigits({ split: 'test' });
const source = sceneSource([digits], { count: [0, 2], canvas: 50, length: 8, seed: 3 });

let model: Rnp;
beforeAll(async () => {
  await useBackend('wasm');
  ({ model } = await loadModel('mnist'));
});
afterAll(() => model.dispose());

/** A scene of no object whose truth is changed; its image is black. */
function blank(change: Partial<Scene>): { length: number; scene: () => Scene } {
  const scene = sceneSource([digits], { count: 0, canvas: 30, length: 1 }).scene(0);
  return { length: 1, scene: () => ({ ...scene, ...change }) };
}

describe('measureScenes', () => {
  test('has of black scenes what is there: nothing', async () => {
    expect(await measureScenes(model, blank({}))).toEqual({
      scenes: 1,
      counts: { accuracy: 1, meanError: 0, perCount: [{ count: 0, scenes: 1, accuracy: 1, bias: 0 }] },
      foregroundAri: null,
      objectIou: null,
      figureSse: 0,
      groundSse: 0,
      groundDrawn: null,
      purity: null,
      effectiveChildren: null,
    });
  });

  test('tells figure from ground: what nobody draws is missed where it lies', async () => {
    // Faint ink saves too little to be an object: a pixel of an object, and three of the ground.
    const image = new Uint8Array(900);
    const owners = new Uint8Array(900);
    image.set([51, 51, 102, 102], 300);
    owners[300] = 1;
    const [object] = source.scene(0).objects;
    const measured = await measureScenes(model, blank({ image, ground: image, owners, objects: [object!] }));
    expect(measured.figureSse).toBeCloseTo(0.2 ** 2, 6);
    expect(measured.groundSse).toBeCloseTo(0.2 ** 2 + 2 * 0.4 ** 2, 6);
    expect(measured).toMatchObject({ objectIou: 0, groundDrawn: 0, foregroundAri: null });
    expect(measured.counts).toMatchObject({ accuracy: 0, perCount: [{ count: 1, bias: -1 }] });
  });

  test('a faint edge of an object is no ground, and what is drawn over the ground beside it is told', async () => {
    const digit = sceneSource([digits], { count: 1, canvas: 50, length: 1, seed: 3 }).scene(0);
    const of = (change: Partial<Scene>): Promise<SceneMeasures> =>
      measureScenes(model, { length: 1, scene: () => ({ ...digit, ...change }) });
    expect(await of({})).toMatchObject({ counts: { accuracy: 1 }, groundDrawn: null });
    // The very ink of the digit, were it ground: what is found draws so much of it.
    const told: MeasuredScene[] = [];
    const all = { owners: new Uint8Array(2500), ground: digit.image, objects: [] };
    const onScene = (scene: MeasuredScene): void => void told.push(scene);
    const measured = await measureScenes(
      model,
      { length: 1, scene: () => ({ ...digit, ...all }) },
      { onScene },
    );
    const ink = Array.from(digit.image, (byte) => byte / 255);
    const drawn = ink.map((value, at) => Math.min(value, told[0]!.found.drawing[at]!));
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    expect(measured.groundDrawn).toBeCloseTo(sum(drawn) / sum(ink), 6);
    expect(measured.groundDrawn).toBeGreaterThan(0.7);
    const far = new Uint8Array(2500).fill(255, 0, 1);
    expect((await of({ ground: far })).groundDrawn).toBeCloseTo(0, 6);
  });

  test('sums up what it tells of each scene, in order, and leaves no tensor', async () => {
    let scenes: MeasuredScene[] = [];
    let told: (readonly [number, number])[] = [];
    let all!: Awaited<ReturnType<typeof measureScenes>>;
    expect(
      await leakedTensors(async () => {
        [scenes, told] = [[], []];
        all = await measureScenes(model, source, {
          limit: 6,
          onScene: (scene) => void scenes.push(scene),
          onProgress: (done, total) => void told.push([done, total]),
        });
      }),
    ).toBe(0);
    const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
    expect(scenes.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(told.at(-1)).toEqual([6, 6]);
    expect(all.figureSse).toBeCloseTo(mean(scenes.map(({ figureSse }) => figureSse)), 6);
    const sse = mean(scenes.map(({ found }) => found.squaredError));
    expect(all.figureSse + all.groundSse).toBeCloseTo(sse, 3);
    const right = scenes.filter(({ found, truth }) => found.objects.length === truth.objects.length);
    expect(all.counts.accuracy).toBeCloseTo(right.length / 6, 9);
    expect(all.objectIou).toBeGreaterThan(0.4);
    expect(all.objectIou).toBeLessThan(1);
    expect(all.foregroundAri).toBeGreaterThan(0.9);
    expect(all.purity).toHaveLength(2);
    expect(all.effectiveChildren!.every((value) => value >= 1 && value <= 4)).toBe(true);
  });

  test('a signal ends it with its reason, and no tensor is left', async () => {
    const reason = new Error('enough');
    const stopping = new AbortController();
    const onProgress = (): void => stopping.abort(reason);
    expect(
      await leakedTensors(async () => {
        const stopped = measureScenes(model, source, { signal: stopping.signal, onProgress });
        await expect(stopped).rejects.toBe(reason);
      }),
    ).toBe(0);
  });

  test.each([
    [{ limit: 0 }, /^options\.limit:/],
    [{ maxObjects: 0 }, /^options\.maxObjects:/],
    [{ object: 1 }, /^options(\.object)?:/],
  ])('%j is refused', async (options, message) => {
    await expect(measureScenes(model, source, options as object)).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      message: expect.stringMatching(message),
    });
  });
});
