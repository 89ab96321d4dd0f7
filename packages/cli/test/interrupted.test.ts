import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { writeIcons } from '@rnp-tools/testing/icons';
import { inLong } from '@rnp-tools/testing/long';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { alone, fileThere, start } from './rnp.js';

const importing = (text: string): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(text)}`,
});

/** Sends a signal as soon as the process listens for it, with a listener of which this is true. */
const signalled = (signal: string, isOne: string): NodeJS.ProcessEnv =>
  importing(`const look = setInterval(() => {
    if (!process.listeners('${signal}').some(({ name }) => ${isOne})) return;
    clearInterval(look);
    process.kill(process.pid, '${signal}');
  }, 1)`);

/** Presses Ctrl-C as soon as the command itself listens for it. */
const pressed = signalled('SIGINT', "name !== 'stopEarly'");

const endsEarly = async (signal: string): Promise<void> => {
  const cwd = temporaryFolder();
  const early = signalled(signal, "name === 'stopEarly'");
  const ended = await alone(['train', '--data', 'digits', '--out', 'out'], cwd, early);
  expect(ended).toEqual({ code: 130, stdout: '', stderr: 'stopped; no file was written\n' });
  expect(readdirSync(cwd)).toEqual([]);
};
const early = '%s before the command itself listens ends it as stopped, with a word';
test.each(['SIGINT'])(early, endsEarly);
inLong(test).each(['SIGTERM', 'SIGHUP'])(early, endsEarly);

const writesNothing = async (...args: string[]): Promise<void> => {
  const cwd = temporaryFolder();
  const { code, stdout, stderr } = await alone([...args, '--model', 'mnist'], cwd, pressed);
  expect([code, stdout, stderr]).toEqual([130, '', expect.stringMatching(/^stopped; nothing was written$/m)]);
  expect(readdirSync(cwd)).toEqual([]);
};
const nothing = 'rnp %s after Ctrl-C says that nothing was written, and so it is';
test.each([
  ['eval', '--data', 'digits', '--split', 'train', '--infer', '50'],
  ['report', '--data', 'digits', '--split', 'train', '--out', 'out'],
])(nothing, writesNothing);
inLong(test).each([
  ['embed', '--data', 'digits', '--split', 'train', '--out', 'out'],
  ['sample', '--count', '64', '--out', 'out'],
])(nothing, writesNothing);

test('rnp report --objects after Ctrl-C while scenes are measured has written nothing', async () => {
  const cwd = temporaryFolder();
  const data = ['--data', 'scenes?count=0-2&canvas=50', '--limit', '300'];
  const { child, ended } = start(['report', '--model', 'mnist', ...data, '--objects', '--out', 'out'], cwd);
  // Once: a second signal, when the command is about to end and listens no more, would be the system's.
  let isPressed = false;
  child.stderr!.on('data', (text: Buffer) => {
    if (isPressed || !/\d+\/300 scenes/.test(text.toString())) return;
    isPressed = true;
    child.kill('SIGINT');
  });
  const { code, stdout, stderr } = await ended;
  expect([code, stdout, stderr]).toEqual([130, '', expect.stringMatching(/^stopped; nothing was written$/m)]);
  expect(readdirSync(cwd)).toEqual([]);
});

test('rnp data describe after Ctrl-C tells what there was until then, draws nothing, and ends as stopped', async () => {
  const cwd = temporaryFolder();
  writeIcons(join(cwd, 'icons'));
  const { code, stderr } = await alone(['data', 'describe', 'icons'], cwd, pressed);
  expect([code, stderr]).toEqual([130, expect.stringMatching(/^stopped; /m)]);
  expect(readdirSync(cwd)).toEqual(['icons']);
});

test('its JSON says so, and after how many pictures', async () => {
  const cwd = temporaryFolder();
  writeIcons(join(cwd, 'icons'));
  const { code, stdout } = await alone(['data', 'describe', 'icons', '--json'], cwd, pressed);
  const { stopped, looked, train, test: held } = JSON.parse(stdout);
  expect([code, stopped]).toEqual([130, true]);
  expect(looked).toBeLessThanOrEqual(train + held);
  const whole = await alone(['data', 'describe', 'icons', '--json'], cwd);
  expect(JSON.parse(whole.stdout)).toMatchObject({ stopped: false, looked: 8 });
});

/** Stops the command when it asks for a file, which never comes. */
const fetching = `globalThis.fetch = (address, { signal }) => {
  process.kill(process.pid, 'SIGINT');
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}`;

/** Stops the command while it reads a file of a data set. */
const reading = `import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
const readFile = fs.readFile;
fs.readFile = async (path, options) => {
  if (String(path).endsWith('.zip')) {
    process.kill(process.pid, 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return readFile(path, options);
};
syncBuiltinESMExports();`;

test('rnp data get after Ctrl-C leaves nothing half-written, and says that the rest is kept', async () => {
  const cwd = temporaryFolder();
  const env = { ...importing(fetching), RNP_DATA_DIR: join(cwd, 'data') };
  const { code, stdout, stderr } = await alone(['data', 'get', 'mnist'], cwd, env);
  expect([code, stdout, stderr]).toEqual([130, '', 'stopped; what was fetched whole is kept\n']);
  const left = readdirSync(cwd, { recursive: true, withFileTypes: true });
  expect(left.filter((one) => one.isFile())).toEqual([]);
});

test('rnp data verify hears Ctrl-C', async () => {
  const cwd = temporaryFolder();
  const folder = join(cwd, 'data', 'omniglot');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'images_background_small1.zip'), new Uint8Array(1_319_022));
  const env = { ...importing(reading), RNP_DATA_DIR: join(cwd, 'data') };
  const { code, stdout, stderr } = await alone(['data', 'verify'], cwd, env);
  expect([code, stdout]).toEqual([130, '']);
  expect(stderr).toMatch(/^stopped; not all files were read$/m);
});

test('a command whose output nobody reads any more stops', async () => {
  const cwd = temporaryFolder();
  const { child, ended } = start(['sample', '--model', 'mnist', '--count', '100000', '--json'], cwd);
  child.stdout!.once('data', () => child.stdout!.destroy());
  const { code, stderr } = await ended;
  expect([code, stderr]).toEqual([130, 'stopped; nothing was written\n']);
});

test('rnp train that is stopped before its first step leaves nothing, and says so', async () => {
  const cwd = temporaryFolder();
  const { code, stderr } = await alone(
    ['train', '--data', 'digits', '--minutes', '1', '--out', 'out'],
    cwd,
    pressed,
  );
  expect([code, stderr]).toEqual([
    130,
    expect.stringMatching(/^stopped before the first step; nothing was written$/m),
  ]);
  expect(readdirSync(cwd)).toEqual([]);
});

test('what was written before Ctrl-C is named', async () => {
  const cwd = temporaryFolder();
  const args = ['embed', '--data', 'digits', '--split', 'test', '--limit', '1000', '--model', 'mnist'];
  const running = start([...args, '--out', 'map'], cwd);
  const programs = join('map', 'programs.npy');
  await fileThere(join(cwd, programs), running);
  running.child.kill('SIGINT');
  const { code, stderr } = await running.ended;
  expect([code, stderr]).toEqual([130, expect.stringContaining(`stopped; only ${programs} was written\n`)]);
  expect(readdirSync(join(cwd, 'map'))).toEqual(['programs.npy']);
});
