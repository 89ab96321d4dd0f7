import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Random numbers that depend on nothing but seed and stream, both integers ≥ 0; the same on every machine. */
export function generatorOf(seed: number, stream: number): ReturnType<typeof xoroshiro128plusFromState> {
  return xoroshiro128plusFromState(stateOf(seed, stream));
}

/** Four well mixed words: xoroshiro started on neighbouring seeds as they are gives related first numbers. */
function stateOf(seed: number, stream: number): readonly number[] {
  const words = [seed >>> 0, Math.floor(seed / 2 ** 32), stream >>> 0, Math.floor(stream / 2 ** 32)];
  const state = [1, 2, 3, 4].map((start) => words.reduce(mix, Math.imul(start, 0x9e3779b1)));
  // The one state the generator never leaves is all zeros.
  return state.some((word) => word !== 0) ? state : [1, 0, 0, 0];
}

/** MurmurHash3's finaliser (Appleby), over a running word. */
function mix(hash: number, word: number): number {
  let h = (hash ^ word) + 0x9e3779b9;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
