/** A stream of numbers, uniform in [0, 1), in steps of 2⁻³². */
export type Uniform = () => number;

/**
 * The stream of a seed: a Weyl sequence through MurmurHash3's finaliser. Integer arithmetic, so the same everywhere; good
 * enough to start an embedding with, not for cryptography.
 */
export function createUniform(seed: number): Uniform {
  let state = mixed(seed | 0) ^ mixed(Math.floor(seed / 4294967296) + 0x51ed270b);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return (mixed(state) >>> 0) / 4294967296;
  };
}

/** 0 … count − 1 in random order (Fisher and Yates). */
export function shuffled(count: number, uniform: Uniform): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

function mixed(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
