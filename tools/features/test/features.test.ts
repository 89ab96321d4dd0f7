import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { absent, tables } from '../src/features.js';
import { featuresPage } from '../src/page.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const features = tables.flatMap(({ places, features: rows }) => rows.map((row) => ({ ...row, places })));
const read = (path: string) => readFileSync(`${repository}/${path}`, 'utf8');

describe('docs/features.md', () => {
  test('is what the data file makes', () => {
    expect(read('docs/features.md')).toBe(featuresPage({ tables, absent }));
  });

  test('has a grade for every place', () => {
    for (const { name, grades, places } of features) {
      expect({ name, count: grades.length }).toEqual({ name, count: places.length });
    }
  });

  test('names proofs that are there', () => {
    for (const { name, proof } of features) {
      expect({ name, proof, there: existsSync(`${repository}/${proof}`) }).toEqual({
        name,
        proof,
        there: true,
      });
    }
  });

  test('calls tested only what a test proves that CI runs', () => {
    for (const { name, grades, proof } of features.filter((row) => row.grades.includes('tested'))) {
      expect({ name, grades, proof: /\.test\.ts$/.test(proof) }).toEqual({ name, grades, proof: true });
      expect({ name, tests: /^\s*(test|inChromium|it)[.(]/m.test(read(proof)) }).toEqual({
        name,
        tests: true,
      });
    }
  });

  test('says of measured backends what docs/backends.md says', () => {
    const measured = tables[0]!.places.filter((_, i) =>
      tables[0]!.features.some(({ grades }) => grades[i] === 'measured'),
    );
    const rows = read('docs/backends.md').split('\n');
    for (const place of measured) {
      const passed = rows
        .filter((row) => row.startsWith('| ') && row.includes(place))
        .map((row) => row.split('|')[2]!.trim());
      expect({
        place,
        passed: passed.length > 0 && passed.every((cell) => /^(\d+) of \1$/.test(cell)),
      }).toEqual({
        place,
        passed: true,
      });
    }
  });
});
