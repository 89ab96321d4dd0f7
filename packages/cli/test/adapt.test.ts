import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { readSafetensors } from '@rnp/files';
import { createRaster } from '@rnp/images';
import { createConvVae, modelToFiles } from '@rnp/vae';
import { encodePng } from '@rnp/viz';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type Ended, fileThere, rnp, start, tiny } from './rnp.js';

/** Holds `run`, a trained model, for all tests of this file. */
const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);
/** Measured on a few images: it is the weights that are looked at. */
const logged = ['--log-every', '1', '--no-report', '--evaluate-limit', '20'];
const adapt = (...args: string[]): Promise<Ended> =>
  run('adapt', '--model', 'run', '--data', 'digits', ...logged, ...args);

const modelFile = (name: string, file: string): Buffer => readFileSync(join(cwd, name, 'model', file));
const configOf = (name: string): Record<string, unknown> =>
  JSON.parse(modelFile(name, 'config.json').toString()) as Record<string, unknown>;

/** The bits of all weights, by name. */
function weightsOf(name: string): Record<string, string> {
  const { tensors } = readSafetensors(new Uint8Array(modelFile(name, 'model.safetensors')));
  return Object.fromEntries(
    [...tensors].map(([key, { data }]) => [key, Buffer.from(data.slice().buffer).toString('base64')]),
  );
}

/** Names of the parameters of `run` that another model has unchanged. Biases begin the same everywhere. */
function unchanged(name: string): string[] {
  const [before, after] = [weightsOf('run'), weightsOf(name)];
  return Object.keys(before).filter((key) => key.endsWith('/kernel') && before[key] === after[key]);
}

/** The bits of all that the hypernetworks are, biases and norms, too. */
function decoderOf(name: string): readonly (readonly [string, string])[] {
  return Object.entries(weightsOf(name)).filter(([key]) => key.startsWith('decoder/'));
}

function kernels(...prefixes: string[]): string[] {
  return Object.keys(weightsOf('run')).filter(
    (key) => key.endsWith('/kernel') && prefixes.some((prefix) => key.startsWith(prefix)),
  );
}

beforeAll(async () => {
  const { code, stderr } = await run('train', '--steps', '3', ...tiny, '--out', 'run', ...logged);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
});

describe('rnp adapt', () => {
  test('trains a new encoder for hypernetworks that do not change by a bit, and says where they come from', async () => {
    const { code, stdout } = await run(
      ...['adapt', '--model', 'run', '--data', 'digits', '--steps', '4', '--seed', '5', '--out', 'adapted'],
    );
    expect([code, stdout.includes('SSE per image'), stdout.includes('report.html')]).toEqual([0, true, true]);
    expect(kernels('decoder/').length).toBeGreaterThan(10);
    expect(unchanged('adapted')).toEqual(kernels('decoder/'));
    expect(decoderOf('adapted')).toEqual(decoderOf('run'));
    const config = configOf('adapted');
    expect(config).toMatchObject({
      kind: 'rnp',
      data: 'digits',
      model: configOf('run').model,
      training: { steps: 4, seed: 5, batchSize: 4, frozen: ['decoder/'] },
      adapted: {
        from: 'run',
        data: 'digits',
        kept: 'hypernetworks',
        weights: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    const card = modelFile('adapted', 'README.md').toString();
    expect(card).toMatch(/Adapted to 9000 images of digits/);
    expect(card).toContain('Began with the hypernetworks of `run`, which had learned from digits');
    expect(card).toContain('| did not change | decoder/ |');
    expect(card).toContain('rnp adapt --model run');
    expect((await run('eval', '--model', 'adapted', '--limit', '20')).code).toBe(0);
  });

  test('goes on with the encoder, or learns H_policy, too', async () => {
    await adapt('--keep-encoder', '--steps', '1', '--set', 'learningRate=0', '--out', 'kept');
    expect(unchanged('kept')).toEqual(kernels(''));
    expect(configOf('kept').adapted).toMatchObject({ kept: 'encoder and hypernetworks' });
    await adapt('--new-policy', '--steps', '2', '--seed', '9', '--out', 'policy');
    expect(unchanged('policy')).toEqual(kernels('decoder/state/'));
    expect(configOf('policy').training).toMatchObject({ frozen: ['decoder/state/'] });
    await adapt('--steps', '2', '--seed', '9', '--set', 'encoder=paper', '--out', 'free');
    expect([unchanged('free'), configOf('free').model]).toEqual([
      kernels('decoder/'),
      expect.objectContaining({ encoder: 'paper' }),
    ]);
    // A new encoder may look at parts, and one beside the hypernetworks of such a model at images alone.
    await adapt('--steps', '1', '--set', 'looks=parts', '--out', 'looks');
    expect([unchanged('looks'), configOf('looks').model]).toEqual([
      kernels('decoder/'),
      expect.objectContaining({ looks: 'parts' }),
    ]);
    const amortised = ['adapt', '--model', 'looks', '--data', 'digits', '--steps', '1', ...logged];
    const learning = ['--set', 'learning=amortised', '--set', 'inferenceSteps=1'];
    expect(await run(...amortised, ...learning, '--out', 'blind')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('set looks=top'),
    });
    const blind = await run(...amortised, ...learning, '--set', 'looks=top', '--out', 'blind');
    expect([blind.code, configOf('blind').model]).toEqual([0, expect.objectContaining({ looks: 'top' })]);
    // The whole model learns on: what a run that diverged is told to do.
    await adapt('--keep-encoder', '--steps', '2', '--set', 'frozen=none', '--out', 'whole-model');
    expect([unchanged('whole-model'), configOf('whole-model').training]).toEqual([
      [],
      expect.objectContaining({ frozen: [] }),
    ]);
    expect(modelFile('whole-model', 'README.md').toString()).toContain('nothing was fresh');
    // Or any part of it: nothing of it is fresh.
    await adapt('--keep-encoder', '--steps', '2', '--set', 'frozen=encoder/', '--out', 'hypernetworks');
    expect(unchanged('hypernetworks')).toEqual(kernels('encoder'));
  });

  test('more may be frozen than the hypernetworks, but nothing less', async () => {
    const [part] = Object.keys(weightsOf('run')).filter((key) => /^encoder.*\/kernel$/.test(key));
    await adapt('--keep-encoder', '--steps', '2', '--set', `frozen=decoder/,${part}`, '--out', 'more');
    expect(decoderOf('more')).toEqual(decoderOf('run'));
    expect(unchanged('more').sort()).toEqual([...kernels('decoder/'), part!].sort());
    await adapt(
      '--new-policy',
      '--steps',
      '2',
      '--set',
      'frozen=encoder/,decoder/state/',
      '--out',
      'policy2',
    );
    expect(unchanged('policy2')).toEqual(kernels('decoder/state/'));
    const thawed = async (message: RegExp, ...args: string[]): Promise<void> => {
      const { code, stdout, stderr } = await adapt('--steps', '2', '--out', 'thawed', ...args);
      expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)]);
      expect(() => readFileSync(join(cwd, 'thawed', 'run.json'))).toThrow('ENOENT');
    };
    const lets = 'run keeps its hypernetworks, but';
    await thawed(
      RegExp(
        `${lets} frozen=none would train decoder/ beside what is fresh; leave frozen away, .* with --keep-encoder --set frozen=none`,
      ),
      ...['--set', 'frozen=none'],
    );
    await thawed(
      RegExp(`${lets} frozen=encoder/ would train decoder/ .* --keep-encoder --set frozen=encoder/`),
      ...['--set', 'frozen=encoder/'],
    );
    await thawed(/frozen=decoder\/state\/ would train decoder\//, '--set', 'frozen=decoder/state/');
    await thawed(/frozen=none would train decoder\/state\//, ...['--new-policy', '--set', 'frozen=none']);
  });

  test('Ctrl-C saves, and the resumed run ends with the weights of an uninterrupted one', async () => {
    const args = ['adapt', '--model', 'run', '--data', 'digits', '--steps', '30', ...logged];
    expect((await run(...args, '--out', 'whole')).code).toBe(0);
    const running = start([...args, '--out', 'parts'], cwd);
    await fileThere(join(cwd, 'parts', 'metrics.jsonl'), running);
    running.child.kill('SIGINT');
    const stopped = await running.ended;
    expect([stopped.code, stopped.stderr]).toEqual([130, expect.stringContaining('--resume parts')]);
    const other = await run('adapt', '--model', 'run', '--new-policy', '--resume', 'parts');
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining('did not begin with the state hyper'),
    ]);
    expect((await run('adapt', '--resume', 'parts', ...logged)).code).toBe(0);
    expect(weightsOf('parts')).toEqual(weightsOf('whole'));
    expect(configOf('parts').adapted).toEqual(configOf('whole').adapted);
  });

  test('what cannot be adapted is refused before anything is written', async () => {
    const bad = async (code: number, message: RegExp, ...args: string[]): Promise<void> => {
      const ended = await run('adapt', ...args, '--out', 'no');
      expect([ended.code, ended.stdout]).toEqual([code, '']);
      expect(ended.stderr).toMatch(message);
      expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
      expect(() => readFileSync(join(cwd, 'no', 'run.json'))).toThrow('ENOENT');
    };
    await bad(2, /name the model .* --model/, '--data', 'digits');
    await bad(2, /name the images .* --data/, '--model', 'run');
    await bad(2, /nowhere/, '--model', 'nowhere', '--data', 'digits');
    const model = ['--model', 'run', '--data', 'digits'];
    await bad(2, /latent is 3 in the model and 5 was asked for/, ...model, '--set', 'latent=5');
    await bad(
      2,
      /encoder is "light" .* --keep-encoder/,
      ...model,
      '--keep-encoder',
      '--set',
      'encoder=paper',
    );
    await bad(2, /cannot be used with/, ...model, '--keep-encoder', '--new-policy');
    await bad(2, /no parameter begins with "nothing\/"/, ...model, '--set', 'frozen=decoder/,nothing/');
    await bad(2, /nothing is left to train/, ...model, '--set', 'frozen=decoder/,encoder/');
    await bad(2, /no data set 'nothing'/, '--model', 'run', '--data', 'nothing');

    await useBackend('wasm');
    const vae = createConvVae({ hidden: 2, channels: [1, 1] });
    mkdirSync(join(cwd, 'vae'));
    for (const [name, bytes] of Object.entries(modelToFiles(vae)))
      writeFileSync(join(cwd, 'vae', name), bytes);
    vae.dispose();
    await bad(2, /has no hypernetworks/, '--model', 'vae', '--data', 'digits');

    mkdirSync(join(cwd, 'photos'));
    for (let i = 0; i < 12; i++) {
      writeFileSync(join(cwd, 'photos', `${i}.png`), encodePng(createRaster(9, 9, 3)));
    }
    const photos = './photos?size=28x28&colour=yes';
    await bad(
      2,
      /run draws in grey, and the images of .*photos.* are in colour; write --data '\.\/photos\?size=28x28&colour=no', or another --model$/m,
      '--model',
      'run',
      '--data',
      photos,
    );
  });
});
