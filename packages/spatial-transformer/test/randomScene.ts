// Legend: n items, m frames an item, h w c patch, H W canvas.
import { createHash } from 'node:crypto';
import fc from 'fast-check';

/** Sizes and numbers of one random call of the sampler. */
export interface Scene {
  readonly parents: number;
  readonly children: number;
  readonly patch: readonly [number, number, number];
  readonly canvas: readonly [number, number];
  readonly frames: number;
  readonly kind: 'smooth' | 'grid' | 'flat' | 'wild';
  readonly seed: number;
}

/**
 * smooth: ordinary matrices. grid: points fall exactly on pixels and frame borders. flat: coordinates hardly
 * change along the canvas and lie at a border up to rounding. wild: any finite size.
 */
export const scene: fc.Arbitrary<Scene> = fc.record({
  parents: fc.integer({ min: 1, max: 2 }),
  children: fc.integer({ min: 1, max: 3 }),
  patch: fc.tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 6 }),
  ),
  canvas: fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })),
  frames: fc.integer({ min: 0, max: 2 }),
  kind: fc.constantFrom('smooth', 'grid', 'flat', 'wild'),
  seed: fc.nat(),
});

/** `count` numbers in [-1, 1), the same for the same scene and name on every machine. */
export function numbers(seed: number, name: string, count: number): Float32Array {
  const out = new Float32Array(count);
  for (let i = 0; i < count; i += 8) {
    const block = createHash('sha256').update(`${seed} ${name} ${i}`).digest();
    for (let k = 0; k < 8 && i + k < count; k++) out[i + k] = block.readUInt32LE(4 * k) / 2 ** 31 - 1;
  }
  return out;
}

/** `count` matrices [count, 2, 3] of a kind. */
export function matrices(seed: number, name: string, count: number, kind: Scene['kind']): Float32Array {
  const raw = numbers(seed, name, 6 * count);
  const power = numbers(seed, `${name} power`, 6 * count);
  return raw.map((value, i) => {
    if (kind === 'smooth') return 2.5 * value;
    if (kind === 'grid') return Math.round(4 * value) / 2;
    if (kind === 'flat')
      return value * 10 ** (3.5 * power[i]! - 4.5) + (i % 3 === 2 ? Math.sign(power[i]!) : 0);
    return power[i]! < -0.4 ? 0 : value * 10 ** (25 * power[i]!);
  });
}
