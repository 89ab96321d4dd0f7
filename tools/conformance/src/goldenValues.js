import { readFileSync } from 'node:fs';

/** The reference values that the packages' own tests carry. */
export function goldenValues() {
  return Object.assign(
    {},
    ...['spatial-transformer', 'hypernet', 'recursive-decoder'].map((name) =>
      JSON.parse(
        readFileSync(new URL(`../../../packages/${name}/test/data/golden.json`, import.meta.url), 'utf8'),
      ),
    ),
  );
}

/** What the cpu backend gave for the model's parse and for training; null before `--write-reference`. */
export function reference() {
  return JSON.parse(readFileSync(new URL('../data/reference.json', import.meta.url), 'utf8'));
}
