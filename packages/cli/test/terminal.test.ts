import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { createProgressBar, shellCommand, shellOption, visible, visibleJson } from '@rnp/runs/words';
import { inLong } from '@rnp-tools/testing/long';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { bin, rnp, tiny } from './rnp.js';

const hostile = 'a\u001b]0;x\u0007\nrnp: all is well\r\u009b2J\u202e\u2066\u200f\u061c\u2028\ud800\u007fz';

describe('text from elsewhere', () => {
  test('is one line without anything that a terminal obeys or hides', () => {
    expect(visible(hostile)).toBe(
      'a\\u001b]0;x\\u0007\\nrnp: all is well\\r\\u009b2J\\u202e\\u2066\\u200f\\u061c\\u2028\\ud800\\u007fz',
    );
    const fine = 'seven – ÷ 写真 नमस्ते می‌خواهم 👩‍👧 C:\\new';
    expect(visible(fine)).toBe(fine);
  });

  test('means the same in JSON', () => {
    const json = visibleJson(JSON.stringify({ [hostile]: [hostile] }, null, 2));
    expect(JSON.parse(json)).toEqual({ [hostile]: [hostile] });
    expect(json.split('\n')).toHaveLength(5);
    expect(visible(json.replaceAll('\n', ''))).toBe(json.replaceAll('\n', ''));
  });

  test('is escaped by a bar, above it and beside it', () => {
    for (const isTTY of [true, false]) {
      let written = '';
      const bar = createProgressBar({ write: (text) => (written += text), isTTY, columns: 400 });
      bar.update(1, [hostile]);
      bar.log(hostile);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: how a bar clears its line
      const lines = written.replace(/\r\u001b\[2K/g, '').split('\n');
      for (const line of lines) expect(visible(line)).toBe(line);
      expect(lines.filter((line) => line.startsWith('rnp'))).toEqual([]);
    }
  });

  test('in names of files and arguments fakes no line of the command', async () => {
    const cwd = temporaryFolder();
    const name = 'x\nrnp: all is well\u001b[2J\u202e.png';
    mkdirSync(join(cwd, 'pictures'));
    writeFileSync(join(cwd, 'pictures', name), 'no picture');
    for (const args of [
      ['parse', join('pictures', name), '--model', 'mnist'],
      ['eval', '--model', 'mnist', '--data', 'pictures'],
      [name],
    ]) {
      const { code, stdout, stderr } = await rnp(args, cwd);
      expect([code === 0, stdout]).toEqual([false, '']);
      for (const line of stderr.trimEnd().split('\n')) expect(visible(line)).toBe(line);
      expect(stderr).not.toMatch(/^rnp: all is well/m);
    }
  });

  test('reaches the outputs of the process in one module alone', () => {
    const src = fileURLToPath(new URL('../src/', import.meta.url));
    const writing = (readdirSync(src, { recursive: true }) as string[]).filter(
      (file) =>
        file.endsWith('.ts') &&
        /process\s*\.\s*(stdout|stderr)|\bconsole\s*\.|node:process/.test(
          readFileSync(join(src, file), 'utf8'),
        ),
    );
    expect(writing).toEqual([join('terminal', 'outputs.ts')]);
  });
});

describe('a command in a message', () => {
  test.each([
    'plain/word.png',
    'my runs/first',
    "it's",
    '',
    '$HOME `id` "x" \\ !',
    '~/x',
    'two\nlines\t',
    "a'\u001b\u202e\\b",
    '写真',
  ])('is what a shell makes of %j', (word) => {
    const command = shellCommand(['printf', '%s', word]);
    expect(visible(command)).toBe(command);
    expect(
      execFileSync('bash', ['-c', command], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } }),
    ).toBe(word);
  });

  test('takes a value that begins with a dash', () => {
    expect(shellOption('--resume', '-x y')).toBe("--resume='-x y'");
    expect(shellOption('--resume', 'x')).toBe('--resume x');
  });
});

describe('an output that is lost', () => {
  const training = [
    '--data',
    'digits',
    '--steps',
    '100',
    '--workers',
    '1',
    '--log-every',
    '1',
    '--no-report',
    '--evaluate-limit',
    '20',
  ];

  test('stops training, saved and without its lock; the command it names goes on', async () => {
    const cwd = temporaryFolder();
    const child = spawn(process.execPath, [bin, 'train', ...training, ...tiny, '--out', 'my run'], {
      cwd,
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr.once('data', () => child.stderr.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    // Plain lines are rare where nobody draws: the loss may only be seen at the end, and then the run is whole.
    expect([130, 0]).toContain(code);
    const left = readdirSync(join(cwd, 'my run'));
    expect(left).toEqual(expect.arrayContaining(['checkpoints', 'model']));
    expect(left).not.toContain('run.lock');
  });

  const intoFullDisk = async (...args: string[]): Promise<void> => {
    if (!existsSync('/dev/full')) return;
    const child = spawn(process.execPath, [bin, ...args], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    let stderr = '';
    child.stderr!.on('data', (text: Buffer) => {
      stderr += text.toString();
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/^rnp: standard output cannot be written \(.*ENOSPC/);
  };
  test('"presets" into a full disk: one line, and a failure', () => intoFullDisk('presets'));
  inLong(test).each([[['presets', '--json']], [['--help']]])(
    '%j into a full disk: one line, and a failure',
    (args) => intoFullDisk(...args),
  );
});
