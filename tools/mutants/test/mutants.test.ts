import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { judge } from '../src/judge.js';
import { mutants } from '../src/mutants.js';
import { plant } from '../src/plant.js';
import { runTest } from '../src/runTest.js';

const packages = fileURLToPath(new URL('../../../packages/', import.meta.url));
const read = (folder: string, file: string) => readFileSync(`${packages}${folder}/${file}`, 'utf8');

describe('the list of defects', () => {
  test('has thirty and more, each with a name of its own', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(30);
    expect(new Set(mutants.map(({ package: folder, name }) => `${folder}: ${name}`)).size).toBe(
      mutants.length,
    );
  });

  test.each(mutants)(
    '$package: $name: its line is there once, and so is the test that catches it',
    (mutant) => {
      expect(read(mutant.package, mutant.file).split(mutant.from)).toHaveLength(2);
      expect(mutant.to).not.toBe(mutant.from);
      expect(mutant.caughtBy).not.toBe('');
      expect(existsSync(`${packages}${mutant.package}/${mutant.test}`)).toBe(true);
    },
  );
});

test('a defect is planted in what a test reads, and in no file', async () => {
  const mutant = mutants.find(({ name }) => name === 'halves that round half-way up')!;
  const before = read('files', mutant.file);
  const planted = await plant(mutant);
  const sound = await runTest('files', mutant.test, undefined);
  expect(sound).toMatchObject({ failed: [], broken: '' });
  expect(sound.passed).toBeGreaterThan(0);
  expect(judge(mutant, await runTest('files', mutant.test, planted))).toEqual({ caught: true, why: '' });
  expect(read('files', mutant.file)).toBe(before);
});

test('a line that is not there is told', async () => {
  await expect(plant({ ...mutants[0]!, from: 'no such line' })).rejects.toThrow(/0 times/);
});

describe('a defect', () => {
  const mutant = { ...mutants[0]!, caughtBy: 'adds up' };

  test('is caught by the test that is named, and by no other', () => {
    expect(judge(mutant, { failed: ['sums: adds up'], passed: 1, broken: '' }).caught).toBe(true);
    expect(judge(mutant, { failed: ['sums: is fast'], passed: 1, broken: '' })).toEqual({
      caught: false,
      why: '"adds up" passed; what failed: sums: is fast',
    });
    expect(judge(mutant, { failed: [], passed: 2, broken: '' })).toEqual({
      caught: false,
      why: 'no test failed',
    });
  });

  test('that keeps the tests from running is not caught', () => {
    expect(judge(mutant, { failed: [], passed: 0, broken: 'a syntax error\nat …' })).toEqual({
      caught: false,
      why: 'the tests did not run: a syntax error',
    });
  });
});
