import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { ownImages } from './ownImages.js';
import { fileThere, rnp, start, tiny } from './rnp.js';

const settings = Object.fromEntries(tiny.slice(1).map((one) => one.split('=') as [string, string]));

/** A sweep of four runs of seconds. */
function sweepFolder({ steps = 12, ...more }: Record<string, unknown> = {}): string {
  const dir = temporaryFolder();
  const sweep = {
    base: { data: ownImages(dir), set: { ...settings, steps, overlap: 'none' } },
    grid: { latent: [3, 4] },
    seeds: 2,
    ...more,
  };
  writeFileSync(join(dir, 'sweep.json'), JSON.stringify(sweep));
  return dir;
}

const json = (...path: string[]): Record<string, unknown> => JSON.parse(readFileSync(join(...path), 'utf8'));

/** What a run's metrics say, without what time it took. */
function figuresOf(dir: string): Record<string, unknown> {
  const { seconds: _, ...figures } = json(dir, 'metrics.json');
  return figures;
}

describe('rnp sweep', () => {
  test('runs all, compares them, and has nothing to do the second time; each run is that of rnp train', async () => {
    const set = { ...settings, steps: 12, overlap: 'none' };
    const dir = sweepFolder({ evaluateEvery: 6, base: { data: 'digits', set } });
    const first = await rnp(['sweep', 'sweep.json', '--out', 's', '--no-report'], dir);
    expect(first.stderr).toContain('latent=4/seed-2: done');
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/latent=3 +2 .*±/);
    const run = join(dir, 's', 'runs', 'latent=3', 'seed-2');
    expect(readdirSync(run)).toEqual(
      expect.arrayContaining(['metrics.json', 'metrics.jsonl', 'model', 'run.json']),
    );
    const measured = readFileSync(join(run, 'evaluations.jsonl'), 'utf8').trim().split('\n');
    const steps = measured.map((line) => (JSON.parse(line) as { step: number }).step);
    // At the multiples themselves, though rows come every five.
    expect(steps).toEqual([0, 6, 12]);
    const results = json(dir, 's', 'results.json') as {
      settings: { best: { ssePerImage: number }; ssePerImage: { mean: number; deviation: number } }[];
      runs: { metrics: { ssePerImage: number } }[];
    };
    const [a, b] = results.runs.slice(0, 2).map(({ metrics }) => metrics.ssePerImage) as [number, number];
    expect(results.settings[0]!.ssePerImage.mean).toBeCloseTo((a + b) / 2, 10);
    expect(results.settings[0]!.ssePerImage.deviation).toBeCloseTo(Math.abs(a - b) / Math.SQRT2, 10);
    expect(results.settings[0]!.best.ssePerImage).toBe(Math.min(a, b));
    expect(
      readFileSync(join(dir, 's', 'results.csv'), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(5);
    expect(readFileSync(join(dir, 's', 'report.html'), 'utf8')).toContain('Settings compared');

    const before = readFileSync(join(run, 'metrics.json'), 'utf8');
    const second = await rnp(['sweep', 'sweep.json', '--out', 's', '--no-report', '--json'], dir);
    expect(second.stderr).not.toContain('running');
    expect(readFileSync(join(run, 'metrics.json'), 'utf8')).toBe(before);

    const train = ['train', '--data', 'digits', ...tiny, 'latent=3', 'steps=12', 'overlap=none'];
    await rnp([...train, '--seed', '2', '--workers', '1', '--out', 'alone', '--no-report'], dir);
    expect(figuresOf(join(dir, 'alone'))).toEqual(figuresOf(run));
  });

  test('killed and begun again it goes on from checkpoints, to the same numbers', async () => {
    const dir = sweepFolder({ evaluateEvery: 4, seeds: 1 });
    await rnp(['sweep', 'sweep.json', '--out', 'whole', '--no-report'], dir);
    const command = ['sweep', 'sweep.json', '--out', 'torn', '--no-report', '--checkpoint-every', '5'];
    const killed = start(command, dir);
    await fileThere(join(dir, 'torn', 'runs', 'latent=3', 'seed-1', 'checkpoints', 'latest'), killed);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const again = await rnp(command, dir);
    expect({ code: again.code, stderr: again.code === 0 ? '' : again.stderr }).toEqual({
      code: 0,
      stderr: '',
    });
    for (const run of ['latent=3/seed-1', 'latent=4/seed-1']) {
      const [torn, whole] = ['torn', 'whole'].map((sweep) => join(dir, sweep, 'runs', run)) as [
        string,
        string,
      ];
      expect(figuresOf(torn)).toEqual(figuresOf(whole));
      const measured = (of: string): string => readFileSync(join(of, 'evaluations.jsonl'), 'utf8');
      expect(measured(torn)).toBe(measured(whole));
    }
  });

  test('Ctrl-C saves all runs and says so; a folder that another sweep uses is left alone', async () => {
    const dir = sweepFolder({ steps: 100_000 });
    const command = ['sweep', 'sweep.json', '--out', 's', '--checkpoint-every', '5'];
    const running = start(command, dir);
    const run = join(dir, 's', 'runs', 'latent=3', 'seed-1');
    await fileThere(join(run, 'checkpoints', 'latest'), running);
    const other = await rnp(command, dir);
    expect(other.code).toBe(1);
    expect(other.stderr).toContain('another run');
    running.child.kill('SIGINT');
    const ended = await running.ended;
    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain('the same command goes on');
    expect(json(run, 'metrics.json')).toMatchObject({ complete: false, of: 100_000 });
  });

  test('a run that fails is named and leaves the others alone', async () => {
    const dir = sweepFolder({
      grid: undefined,
      list: [
        { name: 'good', set: { latent: 3 } },
        { name: 'wild', set: { learningRate: 1e30, clipNorm: 'none', warmup: 0 } },
      ],
      seeds: 1,
    });
    const ended = await rnp(['sweep', 'sweep.json', '--out', 's', '--no-report'], dir);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/wild\/seed-1 failed: the loss was no longer a number/);
    expect(ended.stdout).toMatch(/good +1/);
    expect(json(dir, 's', 'results.json')).toMatchObject({ runs: [{ state: 'done' }, { state: 'failed' }] });
  });

  test('changed settings in the same folder are refused unless they may replace', async () => {
    const dir = sweepFolder({ seeds: 1, grid: { latent: [3] } });
    await rnp(['sweep', 'sweep.json', '--out', 's', '--no-report'], dir);
    const changed = ['sweep', 'sweep.json', '--out', 's', '--no-report', '--steps', '6'];
    const refused = await rnp(changed, dir);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('holds a run of other settings');

    // What was killed before it had a checkpoint has replaced nothing, and the results stay those of the runs.
    const results = readFileSync(join(dir, 's', 'results.json'), 'utf8');
    const endless = [...changed.slice(0, -1), '100000'];
    const killed = start([...endless, '--overwrite'], dir);
    const run = join(dir, 's', 'runs', 'latent=3', 'seed-1');
    await fileThere(join(run, 'replaced-run', 'run.json'), killed);
    await fileThere(join(run, 'metrics.jsonl'), killed);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const after = await rnp(endless, dir);
    expect([after.code, after.stderr]).toEqual([
      2,
      expect.stringMatching(/is back: .*holds a run of other settings; replace it with --overwrite/s),
    ]);
    expect(after.stderr).not.toContain('--resume');
    expect(readFileSync(join(dir, 's', 'results.json'), 'utf8')).toBe(results);
    expect(json(run, 'metrics.json')).toMatchObject({ complete: true, steps: 12 });

    const replaced = await rnp([...changed, '--overwrite'], dir);
    expect(replaced.code).toBe(0);
    expect(json(dir, 's', 'runs', 'latent=3', 'seed-1', 'metrics.json')).toMatchObject({ steps: 6 });
    rmSync(dir, { recursive: true });
  });

  test('the baseline of Fig. 4A is a network like another', async () => {
    const dir = sweepFolder({
      grid: undefined,
      list: [
        { name: 'program', set: { leaf: 'line' } },
        { name: 'baseline', network: 'conv-vae', set: { leaf: 'line' } },
      ],
      seeds: 1,
    });
    const command = ['sweep', 'sweep.json', '--out', 's', '--checkpoint-every', '5'];
    const ended = await rnp(command, dir);
    expect(ended.stderr).not.toContain('failed');
    const baseline = join(dir, 's', 'runs', 'baseline', 'seed-1');
    expect(json(baseline, 'metrics.json')).toMatchObject({ complete: true, purity: null });
    expect(readFileSync(join(baseline, 'model', 'README.md'), 'utf8')).toContain('convolutional VAE');
    // And it is measured and gone on with like another.
    const measured = await rnp(['eval', '--model', join('s', 'runs', 'baseline', 'seed-1'), '--json'], dir);
    expect(JSON.parse(measured.stdout).ssePerImage).toBe(json(baseline, 'metrics.json').ssePerImage);
  });
});
