import { describe, expect, test } from '@jest/globals';
import { inWords, option, options, RnpError, type Wording, worded } from '@rnp/errors';
import { readReason, reasonOf, reasonText } from '../../src/tasks/reason.js';

const advice = worded`it asks for ${3} steps; start one with ${options({ maxSteps: 3, set: ['latent=3'] })}, or ${option('adapt', { model: 'runs/a' })}`;
const asFlags = { write: ({ option: name }: { option: string }) => `--${name}`, between: ' ' };

describe('a reason', () => {
  test('comes back with its options, to be written as whoever asks writes them', () => {
    const read = readReason(reasonText(advice));
    expect(inWords(read)).toBe(inWords(advice));
    expect(inWords(read, asFlags)).toBe('it asks for 3 steps; start one with --maxSteps --set, or --adapt');
  });

  test('that names no option is its text, for older versions and for whoever looks at the server', () => {
    expect(reasonText(worded`${2} of ${'the images'} are gone`)).toBe('2 of the images are gone');
    expect(readReason('2 of the images are gone')).toEqual(['2 of the images are gone']);
  });

  test('whose text looks like one with options stays text', () => {
    const text = '{"wording":["--overwrite"]}';
    expect(readReason(reasonText([text]))).toEqual([text]);
  });

  const named = (value: unknown): string => JSON.stringify({ wording: [{ option: 'out', value }] });
  test.each([
    ['no JSON', '{"wording":['],
    ['no list', '{"wording":1}'],
    ['a list of other things', '{"wording":[1]}'],
    ['more than its wording', '{"wording":["a"],"code":"X"}'],
    ['an option that no flag is made of', '{"wording":[{"option":"out; rm -rf ~"}]}'],
    ['a value that is nested', named([[1]])],
    ['a value that is nested very deep', `{"wording":[{"option":"out","value":${'['.repeat(9000)}`],
  ])('that somebody wrote by hand, and that is %s, is shown as it stands', (_, text) => {
    expect(inWords(readReason(text))).toBe(text.slice(0, 4000));
  });

  test.each([
    ['text', 'x'.repeat(100_000)],
    ['a wording', JSON.stringify({ wording: ['x'.repeat(50_000), { option: 'out' }] })],
    ['a wording of many parts', JSON.stringify({ wording: Array(5000).fill('xxxx') })],
    ['a wording that is longer than any', JSON.stringify({ wording: ['x'.repeat(70_000)] })],
  ])('is cut where it is too long: %s', (_, text) => {
    expect(inWords(readReason(text))).toHaveLength(4000);
  });

  test('is cut where it is written, too, and no option is cut in two', () => {
    expect(reasonText(['x'.repeat(5000)])).toHaveLength(4000);
    expect(inWords(readReason(reasonText(advice, 45)))).toBe('it asks for 3 steps; start one with ');
    expect(inWords(readReason(reasonText(advice, 10)))).toBe('it asks fo');
  });

  test('of an error is its wording; where that cannot cross, its message', () => {
    const error = new RnpError('RNP_TASK_LIMIT', advice, { path: 'task' });
    expect(inWords(reasonOf(error), asFlags)).toMatch(/^task: it asks .* --maxSteps --set/);
    expect(reasonOf(new Error('gone'))).toEqual(['gone']);
    const deep: Wording = [option('out', { a: { b: 1 } })];
    expect(reasonOf(new RnpError('RNP_FILE', deep))).toEqual(['out: {"a":{"b":1}}']);
    const endless: Record<string, unknown> = {};
    endless.self = endless;
    const odd = Object.assign(new RnpError('RNP_FILE', 'odd'), { wording: [option('out', endless)] });
    expect(reasonOf(odd)).toEqual(['odd']);
    expect(reasonOf(Object.assign(new RnpError('RNP_FILE', 'old'), { wording: undefined }))).toEqual(['old']);
  });
});
