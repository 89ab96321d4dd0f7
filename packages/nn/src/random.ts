import { RnpError, shown } from '@rnp/errors';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of random numbers; every call advances it. */
export interface Random {
  /** Uniform in [0, 1), in steps of 2⁻³². */
  uniform(): number;
  /** Normal, mean 0, variance 1. */
  normal(): number;
}

/**
 * A stream named by a tuple of integers. The same tuple gives the same numbers on every machine: all of
 * it is integer arithmetic and IEEE +, −, ×, ÷, √ (Math.log and Math.cos may differ between engines).
 * Tuples that differ anywhere, or in length, are unrelated streams; so `createRandom(seed, stream, step)` lets a
 * resumed run draw what it would have drawn, without stored generator state.
 *
 * Generator: xoroshiro128+ of pure-rand (low word), its 128-bit state hashed from the tuple (MurmurHash3).
 * Normals: Box–Muller in Marsaglia's polar form.
 *
 * @param seed safe integers, any sign; none is allowed
 * @throws RnpError RNP_CONFIG when one is not a safe integer
 */
export function createRandom(...seed: number[]): Random {
  const generator = xoroshiro128plusFromState(stateOf(seed));
  let spare: number | undefined;
  const uniform = (): number => (generator.next() >>> 0) / 4294967296;
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * naturalLog(s)) / s);
      spare = v * factor;
      return u * factor;
    }
  };
  return { uniform, normal };
}

/** Four well mixed 32-bit words, never all 0. */
function stateOf(seed: readonly number[]): number[] {
  const words: number[] = [];
  for (const [index, value] of seed.entries()) {
    if (!Number.isSafeInteger(value)) {
      throw new RnpError('RNP_CONFIG', `must be a safe integer, not ${shown(value)}`, {
        path: `seed[${index}]`,
      });
    }
    words.push(value | 0, Math.floor(value / 4294967296) | 0);
  }
  const state: number[] = [];
  let hash = 0x9e3779b9;
  for (let i = 0; i < 4; i++) {
    hash = murmur(words, hash + i);
    state.push(hash);
  }
  if (!state.some((word) => word !== 0)) state[0] = 1;
  return state;
}

/** MurmurHash3 (x86, 32 bits) of 32-bit words. */
function murmur(words: readonly number[], start: number): number {
  let hash = start | 0;
  for (const word of words) {
    let k = Math.imul(word, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    hash ^= Math.imul(k, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  hash ^= words.length * 4;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** ln(x) for x in (0, 1), from exactly rounded operations only: x = 2^e·m, ln m = 2·artanh((m − 1)/(m + 1)). */
function naturalLog(x: number): number {
  let m = x;
  let e = 0;
  while (m < Math.SQRT1_2) {
    m *= 2;
    e--;
  }
  const t = (m - 1) / (m + 1);
  const square = t * t;
  let series = 0;
  for (let k = 21; k >= 1; k -= 2) series = series * square + 1 / k;
  return e * Math.LN2 + 2 * t * series;
}
