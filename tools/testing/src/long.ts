/** Whether tests may take as long as they like, as those of `npm run test:long` may: more of the same than what shows that it holds. */
const long = process.env.RNP_TEST_LONG === '1';

/** How much is tested: of `npm test` what a change waits for, of `npm run test:long` all. */
export function amount<T>(usual: T, all: T): T {
  return long ? all : usual;
}

/**
 * Jest's `test` or `describe` for what a change need not wait for: variants of what other tests catch. `npm test` skips and counts them.
 */
export function inLong<Skipping>(whole: Skipping & { readonly skip: Skipping }): Skipping {
  return long ? whole : whole.skip;
}

/**
 * The backends on which a test of what is composed of ops runs. Each op's own package compares its forms on both; JavaScript takes up to
 * twenty times as long.
 */
export const composedOn: readonly ('cpu' | 'wasm')[] = amount(['wasm'], ['cpu', 'wasm']);
