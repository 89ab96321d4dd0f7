import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { amount, inLong } from '@rnp-tools/testing/long';
import { startResident } from './resident/resident.js';

const main = fileURLToPath(new URL('../src/run.js', import.meta.url));
const examples = fileURLToPath(new URL('../../../examples', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rnp-examples-test-'));
// No data set is here, and none is asked for.
const env = { ...process.env, NODE_OPTIONS: '', RNP_DATA_DIR: join(folder, 'no-data') };
const names = readdirSync(examples).filter((name) => {
  const page = join(examples, name, 'main.js');
  return existsSync(page) && readFileSync(page, 'utf8').includes('@rnp-tools/experiment');
});

/** Those that train and measure as others do, and take the longest to do so. */
const alike = ['depth-at-a-time', 'digit-pairs', 'local-learning', 'primitives', 'program-space'];
/** What verifies is one code for all of one kind: one model, several, a sweep, models of others. */
const verifies = amount(['mnist', 'unseen-classes', 'overlap-penalty', 'combination'], names);

function start(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

const resident = startResident(env);
afterAll(() => resident.stop());

/** Examples run in one process, one after another; what needs a command of its own is started. */
const smoke = (name: string, out: string, ...more: string[]) =>
  resident.run(join(examples, name, 'main.js'), ['--smoke', '--out', out, ...more]);
const commanded = (name: string, out: string) => start('example', name, '--smoke', '--out', out);
const metricsOf = (out: string) => JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8'));
const isPng = (path: string) => readFileSync(path).subarray(1, 4).toString() === 'PNG';

describe('every example, in a few steps on small images', () => {
  test.each(names)('%s finds all that it imports', async (name) => {
    const refused = await resident.run(join(examples, name, 'main.js'), ['--no-such-option']);
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('--no-such-option') });
  });

  const works = async (name: string): Promise<void> => {
    const out = join(folder, name);
    const { status, stderr } = await smoke(name, out);
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    const files = readdirSync(out);
    const metrics = metricsOf(out);
    expect(metrics).toMatchObject({
      seed: 1,
      command: `npm run example -- ${name} --smoke`,
      cpu: expect.any(String),
      cores: expect.any(Number),
      node: process.versions.node,
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    // Flat: no objects.
    for (const value of Object.values(metrics)) {
      expect(typeof value === 'object' && value !== null && !Array.isArray(value)).toBe(false);
    }
    const pictures = files.filter((file) => file.endsWith('.png'));
    expect(pictures.length).toBeGreaterThan(0);
    for (const picture of pictures) expect(isPng(join(out, picture))).toBe(true);
    // Both axes of a curve have a unit, in brackets.
    for (const file of files.filter((name) => /(learning|curves)\.svg$/.test(name))) {
      expect(readFileSync(join(out, file), 'utf8')).toMatch(
        /<desc>[^<]+ \([^<]+\)[^<]* against [^<.]+ \([^<.]+\)\./,
      );
    }
    // What is drawn in lines and words is there as both.
    const drawings = files.filter((file) => file.endsWith('.svg'));
    expect(pictures).toEqual(expect.arrayContaining(drawings.map((file) => file.replace('.svg', '.png'))));
    // Some examples look at the models of others and train none; a run of one-shot classification has images called so.
    const trains = /(?<!\.)training|sweep:/.test(readFileSync(join(examples, name, 'main.js'), 'utf8'));
    expect(files.includes('learning.svg')).toBe(trains);
    expect(files.some((file) => file.endsWith('.safetensors'))).toBe(trains);
    expect(typeof metrics.seconds).toBe(trains ? 'number' : 'undefined');
    if (!verifies.includes(name)) return;
    const verified = await smoke(name, out, '--verify');
    expect({ status: verified.status, stdout: verified.status === 0 ? '' : verified.stdout }).toEqual({
      status: 0,
      stdout: '',
    });
    expect(verified.stdout).toContain('not measured again');
  };
  const title = '%s writes figures, pictures and models';
  test.each(names.filter((name) => !alike.includes(name)))(title, works);
  inLong(test).each(alike)(title, works);

  test('hypernetworks do not change by a bit while an encoder adapts to classes that they never saw', () => {
    const out = join(folder, 'unseen-classes');
    const metrics = metricsOf(out);
    for (const what of ['7', '8', 'omniglot']) expect(metrics[`${what}.hypernetworkWeightsChanged`]).toBe(0);
    const [before, after] = ['without7', 'adapted7'].map((name) =>
      readFileSync(join(out, `${name}.safetensors`)),
    );
    expect(Buffer.compare(before!, after!)).not.toBe(0);
    expect(metrics['omniglot.adapted']).not.toBe(metrics['omniglot.before']);
  });

  test('the last stage is trained again from the kept model that it begins with, which stays', async () => {
    const [name, first, last] = ['fashion-mnist', 'whole', 'fashion-mnist'];
    const unkept = 'settled';
    const out = join(folder, name);
    const filesOf = () => [first, last].map((model) => readFileSync(join(out, `${model}.safetensors`)));
    const [models, before] = [filesOf(), metricsOf(out)];
    const curve = readFileSync(join(out, 'learning.svg'));
    const { status, stderr } = await smoke(name, out, '--from-kept');
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    for (const [i, bytes] of filesOf().entries()) expect(Buffer.compare(bytes, models[i]!)).toBe(0);
    const after = metricsOf(out);
    expect(after).toMatchObject({
      command: `npm run example -- ${name} --smoke --from-kept`,
      [`command.${first}`]: `npm run example -- ${name} --smoke`,
      [`date.${first}`]: before.date,
      [`cpu.${first}`]: before.cpu,
    });
    const kinds = ['steps', 'loss'].flatMap((key) => [first, last, unkept].map((model) => `${key}.${model}`));
    for (const key of [`seconds.${first}`, `seconds.${unkept}`, ...kinds]) {
      expect([key, after[key]]).toEqual([key, before[key]]);
    }
    expect(`command.${last}` in after).toBe(false);
    // The picture of the whole training stays.
    expect(Buffer.compare(readFileSync(join(out, 'learning.svg')), curve)).toBe(0);
    expect(existsSync(join(out, `learning-${last}.svg`))).toBe(true);
    expect((await smoke(name, out, '--verify')).status).toBe(0);
  });

  test('the command, in a process of its own, gives the same models and pictures, byte for byte', () => {
    const again = join(folder, 'again');
    expect(commanded('mnist', again).status).toBe(0);
    for (const file of ['mnist.safetensors', 'parts.png', 'samples.png']) {
      const [a, b] = [again, join(folder, 'mnist')].map((dir) => readFileSync(join(dir, file)));
      expect(Buffer.compare(a!, b!)).toBe(0);
    }
  });
});

describe('verification', () => {
  const out = join(folder, 'mnist');
  const written = (change: object): void =>
    writeFileSync(join(out, 'metrics.json'), JSON.stringify({ ...metricsOf(out), ...change }));

  test('a figure that is more than one percent off: exit code 1, and the table says which', async () => {
    const { ssePerImage } = metricsOf(out);
    written({ ssePerImage: 1.005 * ssePerImage });
    expect((await smoke('mnist', out, '--verify')).status).toBe(0);
    written({ ssePerImage: 1.02 * ssePerImage });
    const { status, stdout } = await smoke('mnist', out, '--verify');
    expect(status).toBe(1);
    expect(stdout).toMatch(/ssePerImage .* differs/);
    written({ ssePerImage });
  });

  test('a damaged model is named', async () => {
    const path = join(out, 'mnist.safetensors');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length / 2));
    const { status, stderr } = await smoke('mnist', out, '--verify');
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('mnist') });
    expect(stderr).not.toContain('    at ');
    writeFileSync(path, bytes);
  });

  test('without the data it says what to do: exit code 4', () => {
    const offline = { ...env, HTTPS_PROXY: '', https_proxy: '' };
    const page = join(examples, 'eth-80', 'main.js');
    const args = [page, '--verify', '--out', join(folder, 'eth-80')];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env: offline });
    expect(stderr).toContain('RNP_DATA_DIR');
    expect(status).toBe(4);
  });

  test('wrong names and options: exit code 2', async () => {
    expect(start('verify', 'no-such')).toMatchObject({ status: 2, stderr: expect.stringContaining('mnist') });
    expect(start('example')).toMatchObject({ status: 2, stderr: expect.stringContaining('usage:') });
    expect(start('example', 'mnist', '--epochs', '3')).toMatchObject({ status: 2 });
    expect(await smoke('mnist', join(folder, 'x'), '--only', 'strange')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('there is no such model'),
    });
    expect(await smoke('mnist', join(folder, 'empty'), '--from-kept')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--from-kept'),
    });
    expect(await smoke('mnist', join(folder, 'empty'), '--verify')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('run the example first'),
    });
  });
});

describe('the commands', () => {
  test.each([
    ['verify', /^usage: npm run verify -- \[NAME …\]\n[\s\S]* mnist,/],
    ['example', /^npm run example -- NAME \[options\][\s\S]*--smoke/],
  ])('%s --help says how it is used', (task, usage) => {
    expect(start(task, '--help')).toEqual({ status: 0, stdout: expect.stringMatching(usage), stderr: '' });
  });

  test.each(['verify', 'example'])('%s of a misspelt name says which one may be meant', (task) => {
    const complaint = 'there is no experiment mnits. Did you mean mnist?\n';
    expect(start(task, 'mnits')).toEqual({ status: 2, stdout: '', stderr: complaint });
  });
});
