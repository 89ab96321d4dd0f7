import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { decodePng, type Picture } from '@rnp/images';
import { defaultInferOptions } from '@rnp/vae';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type Ended, rnp, tiny } from './rnp.js';

/** Holds `run`, a trained model, for all tests of this file. */
const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);
const picture = (...path: string[]): Picture => decodePng(readFileSync(join(cwd, ...path)));

beforeAll(async () => {
  const { code, stderr } = await run('train', '--steps', '3', ...tiny, '--out', 'run', '--no-report');
  expect([code, stderr]).toEqual([0, expect.any(String)]);
});

describe('with a model', () => {
  test('eval --json prints exactly the figures', async () => {
    const { code, stdout, stderr } = await run('eval', '--model', 'run', '--limit', '50', '--json');
    expect([code, stderr]).toEqual([0, expect.stringContaining('50/50 images')]);
    expect(JSON.parse(stdout)).toEqual({
      ssePerImage: expect.any(Number),
      purity: [expect.any(Number), expect.any(Number)],
      effectiveChildren: [expect.any(Number), expect.any(Number)],
      klPerImage: expect.any(Number),
      images: 50,
      withoutInk: [expect.any(Number), expect.any(Number)],
      data: 'digits',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      split: 'test',
      backend: 'wasm',
      look: { type: 'encoder', looks: 'top' },
    });
  });

  test('eval gives the figures that training has stored', async () => {
    const { stdout } = await run('eval', '--model', 'run/model', '--json');
    const stored = JSON.parse(readFileSync(join(cwd, 'run', 'metrics.json'), 'utf8'));
    const { look: _, ...figures } = JSON.parse(stdout);
    expect(stored).toMatchObject(figures);
  });

  test.each([
    [[], /^looked at +once +by the encoder$/m],
    [
      ['--infer', '1'],
      /^looked at +1 step +of inference by prediction errors; free: programs and all their/m,
    ],
  ])('eval %j says in its table how the images were looked at', async (flags, said) => {
    const { stdout } = await run('eval', '--model', 'run', '--limit', '5', ...flags);
    expect(stdout).toMatch(said);
    expect(/KL per image.*of the encoder’s own look$/m.test(stdout)).toBe(flags.length > 0);
    expect(/^of states +\d+\.\d\d \/ \d+\.\d\d /m.test(stdout)).toBe(flags.length > 0);
  });

  test('eval --infer measures trees that are inferred, and says that it did', async () => {
    const [plain, inferred] = await Promise.all(
      [[], ['--infer', '5']].map(async (flags) =>
        JSON.parse((await run('eval', '--model', 'run', '--limit', '20', '--json', ...flags)).stdout),
      ),
    );
    const { seed: _, ...used } = defaultInferOptions;
    expect(inferred).toMatchObject({
      images: 20,
      klPerImage: plain.klPerImage,
      look: { ...used, steps: 5, type: 'inferred', looks: 'top' },
    });
    expect(inferred.ssePerImage).toBeLessThan(plain.ssePerImage);
    const { total, pixels, top, states, actions } = inferred.energy;
    expect(pixels).toBeCloseTo(inferred.ssePerImage / 2, 3);
    expect([states.length, actions.length]).toEqual([2, 2]);
    expect(total).toBeCloseTo(
      [pixels, top, ...states, ...actions].reduce((sum, e) => sum + e),
      3,
    );
    expect(plain.energy).toBeUndefined();
    expect(inferred.bound).toBeUndefined();
  });

  test('eval --bound says how probable the model finds the images, level by level', async () => {
    const flags = ['eval', '--model', 'run', '--limit', '5', '--infer', '2', '--bound'];
    const [json, table, look] = await Promise.all([
      run(...flags, '--json'),
      run(...flags),
      run('eval', '--model', 'run', '--limit', '5', '--bound', '--json'),
    ]);
    const { bound, energy } = JSON.parse(json.stdout);
    expect([bound.states.length, bound.actions.length, energy.states.length]).toEqual([2, 2, 2]);
    const terms = [bound.top, ...bound.states, ...bound.actions];
    expect(bound.total).toBeCloseTo(
      terms.reduce((rest, kl) => rest - kl, bound.pixels),
      6,
    );
    const told = (name: string): string =>
      new RegExp(`^${name} +(.*?)  `, 'm').exec(table.stdout)?.[1] ?? 'not told';
    const few = (values: readonly number[]): string => values.map((value) => value.toFixed(2)).join(' / ');
    expect(told('bound of ln p')).toBe(few([bound.total]));
    expect(told('KL of programs')).toBe(few([bound.top]));
    expect(told('KL of states')).toBe(few(bound.states));
    // One look has trees, too, and so a bound, but no energy.
    expect(JSON.parse(look.stdout)).toMatchObject({ bound: { total: expect.any(Number) } });
    expect(JSON.parse(look.stdout)).not.toHaveProperty('energy');
  });

  test('report draws it all again', async () => {
    const { code, stdout } = await run('report', '--model', 'run', '--limit', '30', '--out', 'pages');
    expect([code, stdout]).toEqual([0, expect.stringContaining(join('pages', 'report.html'))]);
    const html = readFileSync(join(cwd, 'pages', 'report.html'), 'utf8');
    expect(html).toContain('data:image/svg+xml;base64,');
    expect(html).toContain('30 held-out images of digits');
    expect(picture('pages', 'samples.png').height).toBeGreaterThan(100);
  });

  test('a report in the run’s own folder is replaced, one in the folder of no run is not', async () => {
    const notes = (...path: string[]): string => {
      mkdirSync(join(cwd, ...path.slice(0, -1)), { recursive: true });
      writeFileSync(join(cwd, ...path), 'my notes');
      return join(cwd, ...path);
    };
    const own = notes('run', 'report.html');
    expect((await run('report', '--model', 'run', '--limit', '5')).code).toBe(0);
    expect(readFileSync(own, 'utf8')).toContain('5 held-out images');
    cpSync(join(cwd, 'run', 'model'), join(cwd, 'no-run'), { recursive: true });
    const kept = notes('report', 'report.html');
    const ended = await run('report', '--model', 'no-run', '--limit', '5');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/report\.html.*--overwrite/);
    expect(readFileSync(kept, 'utf8')).toBe('my notes');
  });
});
