import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { type BrowserPage, findChromium, openPage } from '@rnp-tools/browser-testing';
import { inLong } from '@rnp-tools/testing/long';
import { gradientRule, largestError, valueRule } from '@rnp-tools/testing/rule';
import { compute, type PlainScene, type Results } from './browser/forms.js';
import { matrices, numbers, type Scene } from './randomScene.js';

const entry = fileURLToPath(new URL('./browser/page.ts', import.meta.url));
const chromium = findChromium();

// In software each costs seconds, as both backends compile its programs anew: what does not disturb each other is in one.
const scenes: Readonly<Record<string, Omit<Scene, 'seed'> & Partial<Pick<PlainScene, 'border'>>>> = {
  'a patch on each canvas': {
    parents: 3,
    children: 1,
    patch: [9, 7, 1],
    canvas: [12, 10],
    frames: 0,
    kind: 'smooth',
  },
  'several children in a frame': {
    parents: 2,
    children: 4,
    patch: [8, 8, 1],
    canvas: [28, 28],
    frames: 1,
    kind: 'smooth',
  },
  'colours in two frames': {
    parents: 2,
    children: 3,
    patch: [6, 5, 3],
    canvas: [11, 13],
    frames: 2,
    kind: 'smooth',
  },
  'colours in two soft frames': {
    parents: 2,
    children: 3,
    patch: [6, 5, 3],
    canvas: [11, 13],
    frames: 2,
    kind: 'smooth',
    border: 'soft',
  },
  'a patch of one row on a canvas of one column': {
    parents: 2,
    children: 2,
    patch: [1, 6, 2],
    canvas: [9, 1],
    frames: 1,
    kind: 'smooth',
  },
  'a patch of one pixel': {
    parents: 2,
    children: 1,
    patch: [1, 1, 1],
    canvas: [5, 5],
    frames: 0,
    kind: 'smooth',
  },
  'five channels, matrices of any size, and singular ones': {
    parents: 3,
    children: 3,
    patch: [5, 6, 5],
    canvas: [10, 9],
    frames: 0,
    kind: 'wild',
  },
};

/** Both borders, no frame and several, matrices of any size, and the smallest patch. */
const usual = [
  'several children in a frame',
  'colours in two soft frames',
  'a patch of one pixel',
  'five channels, matrices of any size, and singular ones',
];
const others = Object.keys(scenes).filter((name) => !usual.includes(name));
/** The dense form is TensorFlow.js's own operations, and a graphics backend in software compiles each anew for all sizes: one scene has all of them. */
const all = 'colours in two soft frames';

function plainScene({
  parents,
  children,
  patch: [h, w, c],
  canvas,
  frames,
  kind,
  border = 'hard',
}: (typeof scenes)[string]): PlainScene {
  const n = parents * children;
  const list = (name: string, size: number): number[] => [...numbers(3, name, size)];
  return {
    imageShape: [n, h, w, c],
    canvas,
    children,
    border,
    frameCount: frames,
    image: list('image', n * h * w * c),
    matrix: kind === 'wild' ? mixed(n) : [...matrices(3, 'matrix', n, kind)],
    // Frames in which about half of the canvas lies.
    frames: [...matrices(3, 'frames', n * frames, 'smooth')].map((value) => value * 0.6),
    upstream: list('upstream', parents * canvas[0] * canvas[1] * c),
    energyUpstream: list('energy', parents),
  };
}

/** Ordinary matrices, any finite ones, and those that shrink a part to a line, in turn. */
function mixed(n: number): number[] {
  const [smooth, wild] = [matrices(3, 'matrix', n, 'smooth'), matrices(3, 'matrix', n, 'wild')];
  return Array.from(smooth, (value, i) => {
    const kind = Math.floor(i / 6) % 3;
    if (kind === 1) return wild[i]!;
    return kind === 2 && i % 6 > 2 ? 0.5 * smooth[i - 3]! : value;
  });
}

/** The scene with an entry of item 1's matrix, and one of item 2's frames where there are any, not finite. */
function poison(scene: PlainScene): PlainScene {
  const matrix = scene.matrix.map((value, i) => (i === 6 + 4 ? Number.NaN : value));
  const frames = scene.frames.map((value, i) => (i === 2 * 6 * scene.frameCount ? Infinity : value));
  return { ...scene, matrix, frames };
}

function expectSame(actual: Results, expected: Results): void {
  for (const [name, want] of Object.entries(expected)) {
    const rule = name.includes('rad')
      ? gradientRule(want.filter(Number.isFinite), 1e-5)
      : valueRule(1e-5, 1e-5);
    expect(actual[name]!.map(Number.isNaN)).toEqual(want.map(Number.isNaN));
    const finite = (values: number[]): number[] => values.filter((_, i) => !Number.isNaN(want[i]));
    const { ratio, index } = largestError(finite(actual[name]!), finite(want), rule);
    if (ratio > 1)
      throw new Error(`${name}: ${finite(actual[name]!)[index]} where ${finite(want)[index]} is expected`);
  }
}

describe.each(['webgl', 'webgpu'] as const)('kernels on %s', (backend) => {
  if (chromium === undefined) {
    test.skip('skipped: there is no Chromium here; install one or set CHROMIUM_PATH', () => {});
    return;
  }
  let page: BrowserPage;

  beforeAll(async () => {
    await useBackend('cpu');
    page = await openPage(entry, chromium, { graphics: backend });
    expect(await page.call('start', backend)).toBe(backend);
  });

  afterAll(async () => {
    await page?.close();
  });

  const asDense = async (name: string): Promise<void> => {
    const scene = plainScene(scenes[name]!);
    const fused = await page.call<Results>('run', scene, 'fused');
    expect(fused.canvas!.some((value) => value !== 0)).toBe(true);
    expectSame(fused, await compute(scene, 'dense'));
  };
  test.each(usual)('%s: as the dense form on cpu', asDense);
  inLong(test).each(others)('%s: as the dense form on cpu', asDense);

  const denseThere = async (name: string): Promise<void> => {
    const scene = plainScene(scenes[name]!);
    expectSame(await page.call<Results>('run', scene, 'dense'), await compute(scene, 'dense'));
  };
  // WebGPU takes longest, and what is compared are TensorFlow.js's operations.
  const onceThere = backend === 'webgl' ? test : inLong(test);
  onceThere(`${all}: the dense form there, too, as that on cpu`, () => denseThere(all));
  inLong(test).each(Object.keys(scenes).filter((name) => name !== all))(
    '%s: the dense form there, too, as that on cpu',
    denseThere,
  );

  const poisoned = async (name: string): Promise<void> => {
    const scene = poison(plainScene(scenes[name]!));
    expectSame(await page.call<Results>('run', scene, 'fused'), await compute(scene, 'dense'));
  };
  const title = '%s, some not finite: these are NaN all over, the others untouched';
  test.each(['several children in a frame', 'colours in two soft frames'])(title, poisoned);
  inLong(test).each(['colours in two frames', 'a patch on each canvas'])(title, poisoned);

  test('runs the fused kernels and leaves nothing behind', async () => {
    const scene = plainScene(scenes['several children in a frame']!);
    expect(await page.call('inspect', scene)).toEqual({
      kernels: ['RnpPlaceSum', 'RnpPlaceSumGradient', 'RnpSample', 'RnpSampleGradient'],
      tensors: 0,
      data: 0,
    });
  });
});
