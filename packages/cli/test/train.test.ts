import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fileDigest } from '@rnp-tools/testing/fileDigest';
import { inLong } from '@rnp-tools/testing/long';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { fileThere, rnp, start, tiny } from './rnp.js';

const weights = (run: string): string => fileDigest(join(run, 'model', 'model.safetensors'));
const readMetrics = (run: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(run, 'metrics.json'), 'utf8')) as Record<string, unknown>;
const rowsOf = (run: string): { step: number }[] =>
  readFileSync(join(run, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { step: number });

const logged = ['--log-every', '1', '--no-report'];
/** Measured on a few held-out images, where the weights are what is looked at: on all, that takes as long as the steps. */
const brief = [...logged, '--evaluate-limit', '20'];

describe('rnp train', () => {
  test('writes model, metrics, rows and a report of pictures', async () => {
    const cwd = temporaryFolder();
    const { code, stdout, stderr } = await rnp(
      ['train', '--steps', '4', '--log-every', '2', ...tiny, '--out', 'run'],
      cwd,
    );
    expect([code, stderr.includes('step 4/4')]).toEqual([0, true]);
    expect(stdout).toContain('SSE per image');
    expect(stdout).toContain(join('run', 'report.html'));
    const run = join(cwd, 'run');
    expect(readdirSync(run).sort()).toEqual([
      'checkpoints',
      'events.out.tfevents.rnp',
      'interpolation.png',
      'interpolation.svg',
      'learning.png',
      'learning.svg',
      'metrics.csv',
      'metrics.json',
      'metrics.jsonl',
      'model',
      'parts.png',
      'parts.svg',
      'report.html',
      'run.json',
      'samples.png',
      'samples.svg',
      'tree.png',
      'tree.svg',
    ]);
    expect(readMetrics(run)).toEqual({
      ssePerImage: expect.any(Number),
      purity: [expect.any(Number), expect.any(Number)],
      effectiveChildren: [expect.any(Number), expect.any(Number)],
      klPerImage: expect.any(Number),
      images: 1000,
      withoutInk: [expect.any(Number), expect.any(Number)],
      data: 'digits',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      split: 'test',
      backend: 'wasm',
      seconds: expect.any(Number),
      steps: 4,
      seed: 1,
      rnp: expect.any(String),
      complete: true,
    });
    expect(rowsOf(run).map(({ step }) => step)).toEqual([2, 4]);
    const html = readFileSync(join(run, 'report.html'), 'utf8');
    expect(html.match(/src="data:image\/svg\+xml;base64,/g)?.length).toBeGreaterThanOrEqual(4);
    expect(html).toContain('rnp train --steps 4');
    expect(html).not.toMatch(/(src|href)="http/);
    const card = readFileSync(join(run, 'model', 'README.md'), 'utf8');
    expect(card).toContain('rnp train --steps 4');
    const config = JSON.parse(readFileSync(join(run, 'model', 'config.json'), 'utf8'));
    expect(config).toMatchObject({
      kind: 'rnp',
      data: 'digits',
      training: { steps: 4, batchSize: 4 },
      model: { latent: 3 },
    });
  });

  test('the same seed gives the same weights; a config.json gives the run again', async () => {
    const cwd = temporaryFolder();
    const run = (more: readonly string[]): Promise<unknown> => rnp(['train', ...more, ...brief], cwd);
    await run(['--steps', '3', '--seed', '5', ...tiny, '--out', 'one']);
    await run(['--config', 'one/model/config.json', '--out', 'two']);
    await run(['--config', 'one/model/config.json', '--seed', '6', '--out', 'three']);
    await run(['--config', 'one/model/config.json', '--set', 'augment=shift:1', '--out', 'moved']);
    await run(['--config', 'moved/model/config.json', '--out', 'movedToo']);
    expect(weights(join(cwd, 'two'))).toEqual(weights(join(cwd, 'one')));
    expect(weights(join(cwd, 'three'))).not.toEqual(weights(join(cwd, 'one')));
    expect(weights(join(cwd, 'moved'))).not.toEqual(weights(join(cwd, 'one')));
    expect(weights(join(cwd, 'movedToo'))).toEqual(weights(join(cwd, 'moved')));
  });

  inLong(test)(
    'Ctrl-C after the last step says where the model is, and what measures and draws the rest',
    async () => {
      const cwd = temporaryFolder();
      const args = ['train', '--data', 'digits', '--steps', '2', ...tiny, '--out', 'run'];
      const running = start([...args, '--evaluate-limit', '9000'], cwd);
      await fileThere(join(cwd, 'run', 'metrics.json'), running);
      running.child.kill('SIGINT');
      const { code, stderr } = await running.ended;
      expect([code, stderr]).toEqual([
        130,
        expect.stringMatching(
          /all 2 steps are trained, and the model is in run.model\. What is left of measuring and report: .*rnp\.js train --resume run$/m,
        ),
      ]);
      expect((await rnp(['train', '--resume', 'run', '--evaluate-limit', '8'], cwd)).code).toBe(0);
      expect(readdirSync(join(cwd, 'run'))).toContain('report.html');
    },
  );

  test('Ctrl-C saves, and the resumed run ends with the weights of an uninterrupted one', async () => {
    const cwd = temporaryFolder();
    const args = ['train', '--steps', '30', ...tiny, 'augment=shift:1,rotate:9', ...brief];
    expect((await rnp([...args, '--out', 'whole'], cwd)).code).toBe(0);

    const running = start([...args, '--out', 'parts'], cwd);
    await fileThere(join(cwd, 'parts', 'metrics.jsonl'), running);
    running.child.kill('SIGINT');
    const stopped = await running.ended;
    expect([stopped.code, stopped.stderr]).toEqual([
      130,
      expect.stringContaining('bin/rnp.js train --resume parts'),
    ]);
    const partial = readMetrics(join(cwd, 'parts'));
    expect(partial).toMatchObject({ complete: false, of: 30, training: { ssePerImage: expect.any(Number) } });
    expect(partial.steps).toBeLessThan(30);
    expect((await rnp(['sample', '--count', '2', '--model', 'parts'], cwd)).code).toBe(0);

    const changed = await rnp(
      ['train', '--resume', 'parts', '--set', 'latent=5', 'learningRate=1', 'augment=none'],
      cwd,
    );
    expect([changed.code, changed.stderr]).toEqual([
      2,
      expect.stringMatching(
        /latent is 3 .* 5 .*learningRate is .* 1 .*augment is .*shift:1,rotate:9.* .none. was asked for/,
      ),
    ]);
    expect((await rnp(['train', '--resume', 'parts', '--backend', 'cpu'], cwd)).stderr).toContain(
      'begun on wasm',
    );

    // The same command once more with --resume is a resumption, too.
    const resumed = await rnp([...args, '--out', 'parts', '--resume', '--json'], cwd);
    expect([resumed.code, JSON.parse(resumed.stdout).steps]).toEqual([0, 30]);
    expect(weights(join(cwd, 'parts'))).toEqual(weights(join(cwd, 'whole')));
    const steps = rowsOf(join(cwd, 'parts')).map(({ step }) => step);
    expect(steps).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(readMetrics(join(cwd, 'parts')).ssePerImage).toBe(readMetrics(join(cwd, 'whole')).ssePerImage);
  });

  test('a killed run goes on from its last checkpoint; meanwhile the folder is its own', async () => {
    const cwd = temporaryFolder();
    const intervals = ['--checkpoint-every', '3', '--evaluate-every', '10'];
    const args = ['train', '--steps', '25', ...tiny, ...brief, ...intervals, '--out', 'run'];
    const running = start(args, cwd);
    await fileThere(join(cwd, 'run', 'checkpoints', 'latest'), running);
    running.child.kill('SIGSTOP');
    const second = await rnp([...args, '--overwrite', '--json'], cwd);
    expect(second.code).toBe(1);
    expect(JSON.parse(second.stderr).error).toMatchObject({
      code: 'RNP_BUSY',
      message: expect.stringContaining('another run'),
    });
    running.child.kill('SIGKILL');
    expect((await running.ended).code).toBe('SIGKILL');

    // As a stopped run says it: with the folder alone.
    expect((await rnp(['train', '--resume', 'run'], cwd)).code).toBe(0);
    await rnp([...args.slice(0, -1), 'whole'], cwd);
    expect(weights(join(cwd, 'run'))).toEqual(weights(join(cwd, 'whole')));
    const [evaluations, whole] = ['run', 'whole'].map((run) =>
      readFileSync(join(cwd, run, 'evaluations.jsonl'), 'utf8'),
    );
    expect(evaluations).toBe(whole);
    expect(whole!.trim().split('\n')).toHaveLength(3);
    expect({ ...readMetrics(join(cwd, 'run')), seconds: 0 }).toEqual({
      ...readMetrics(join(cwd, 'whole')),
      seconds: 0,
    });
    expect(readdirSync(join(cwd, 'run'))).not.toContain('report.html');
    expect(rowsOf(join(cwd, 'run')).map(({ step }) => step)).toEqual(
      Array.from({ length: 25 }, (_, i) => i + 1),
    );
  });

  test('a run is replaced only with --overwrite, and nothing else ever', async () => {
    const cwd = temporaryFolder();
    const args = ['train', '--steps', '2', ...tiny, ...brief, '--out', 'run'];
    expect((await rnp(args, cwd)).code).toBe(0);
    const before = weights(join(cwd, 'run'));
    const again = await rnp(args, cwd);
    expect([again.code, again.stderr]).toEqual([
      2,
      expect.stringMatching(/^rnp: .*--resume.*--overwrite[^\n]*\n$/),
    ]);
    // A mistake in what comes instead leaves the old run as it is.
    expect((await rnp([...args, '--overwrite', '--data', 'nothing'], cwd)).code).toBe(2);
    expect(weights(join(cwd, 'run'))).toEqual(before);
    expect((await rnp([...args, '--overwrite', '--seed', '2'], cwd)).code).toBe(0);
    expect(weights(join(cwd, 'run'))).not.toEqual(before);

    // What is killed before it has a checkpoint has replaced nothing.
    const whole = weights(join(cwd, 'run'));
    const killed = start([...args, '--overwrite', '--steps', '4000'], cwd);
    await fileThere(join(cwd, 'run', 'replaced-run', 'run.json'), killed);
    await fileThere(join(cwd, 'run', 'metrics.jsonl'), killed);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const parsed = await rnp(['sample', '--model', 'run'], cwd);
    expect(parsed.stderr).toContain(join('run', 'replaced-run'));
    const next = await rnp(args, cwd);
    expect([next.code, next.stderr]).toEqual([
      2,
      expect.stringMatching(/the run in run is back: .*holds a run already/s),
    ]);
    expect(weights(join(cwd, 'run'))).toEqual(whole);

    // What was killed before it had saved anything is no run to be careful with.
    rmSync(join(cwd, 'run', 'model'), { recursive: true });
    rmSync(join(cwd, 'run', 'checkpoints'), { recursive: true });
    expect((await rnp(args, cwd)).code).toBe(0);

    mkdirSync(join(cwd, 'mine', 'model'), { recursive: true });
    writeFileSync(join(cwd, 'mine', 'model', 'thesis.txt'), 'years of work');
    const mine = await rnp([...args.slice(0, -1), 'mine', '--overwrite'], cwd);
    expect([mine.code, mine.stderr]).toEqual([2, expect.stringContaining('choose another folder')]);
    expect(readFileSync(join(cwd, 'mine', 'model', 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  inLong(test)('workers share a batch; the run keeps their number, interrupted or not', async () => {
    const cwd = temporaryFolder();
    const args = ['train', '--steps', '40', ...tiny, ...brief, '--workers', '2'];
    expect((await rnp([...args, '--out', 'whole'], cwd)).code).toBe(0);
    const running = start([...args, '--out', 'parts'], cwd);
    await fileThere(join(cwd, 'parts', 'metrics.jsonl'), running);
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    const other = await rnp(['train', '--resume', 'parts', '--workers', '1'], cwd);
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining('workers is 2 in the run and 1 was asked for'),
    ]);
    expect((await rnp(['train', '--resume', 'parts', ...brief], cwd)).code).toBe(0);
    expect(weights(join(cwd, 'parts'))).toEqual(weights(join(cwd, 'whole')));
    const config = JSON.parse(readFileSync(join(cwd, 'whole', 'model', 'config.json'), 'utf8'));
    expect(config.workers).toBe(2);
    const tooMany = await rnp([...args.slice(0, -1), '5', '--out', 'many'], cwd);
    expect([tooMany.code, tooMany.stderr]).toEqual([2, expect.stringContaining('1 to the batch size, 4')]);
  });

  test('a finished run goes on for more steps: where the rate is constant, to the weights of one that was as long from the start', async () => {
    const cwd = temporaryFolder();
    const args = [
      'train',
      ...tiny,
      'schedule=constant',
      ...logged,
      '--evaluate-every',
      '3',
      '--evaluate-limit',
      '20',
    ];
    expect((await rnp([...args, '--steps', '6', '--out', 'long'], cwd)).code).toBe(0);
    expect((await rnp([...args, '--steps', '3', '--out', 'short'], cwd)).code).toBe(0);
    const more = await rnp(['train', '--resume', 'short', '--steps', '6', '--evaluate-limit', '30'], cwd);
    expect([more.code, more.stderr]).toEqual([0, expect.stringContaining('going on from step 3 of 6')]);
    expect(weights(join(cwd, 'short'))).toEqual(weights(join(cwd, 'long')));
    const record = JSON.parse(readFileSync(join(cwd, 'short', 'run.json'), 'utf8'));
    expect([record.training.steps, record.command]).toEqual([
      6,
      expect.stringMatching(/^rnp train .* && rnp train --resume short --steps 6 /),
    ]);
    expect(readMetrics(join(cwd, 'short'))).toMatchObject({ steps: 6, complete: true, images: 30 });
    expect(readMetrics(join(cwd, 'long')).images).toBe(20);
    expect(
      readFileSync(join(cwd, 'short', 'metrics.csv'), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(7);
    expect(
      readFileSync(join(cwd, 'short', 'evaluations.csv'), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(4);
    const fewer = await rnp(['train', '--resume', 'short', '--steps', '5'], cwd);
    expect([fewer.code, fewer.stderr]).toEqual([
      2,
      expect.stringContaining('the run has 6 of 6 steps already'),
    ]);
  });

  test('turns minutes into steps and stores them', async () => {
    const cwd = temporaryFolder();
    const { code } = await rnp(['train', '--minutes', '0.01', ...tiny, ...brief, '--out', 'run'], cwd);
    const record = JSON.parse(readFileSync(join(cwd, 'run', 'run.json'), 'utf8'));
    expect([code, record.minutes]).toEqual([0, 0.01]);
    expect(record.training.steps).toBeGreaterThan(0);
    expect(readMetrics(join(cwd, 'run')).steps).toBe(record.training.steps);
  });

  test('stops when the loss is no number, keeps the last good model and says where', async () => {
    const cwd = temporaryFolder();
    const wild = ['--set', ...tiny.slice(1, -1), 'learningRate=1e30', 'clipNorm=none', 'warmup=0'];
    const { code, stderr } = await rnp(['train', '--steps', '20', ...wild, ...brief, '--out', 'run'], cwd);
    expect(code).toBe(3);
    expect(stderr).toMatch(/rnp: the loss was no longer a number at step \d+/);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readMetrics(join(cwd, 'run')).complete).toBe(false);
    expect((await rnp(['sample', '--count', '1', '--model', 'run'], cwd)).code).toBe(0);
  });
});
