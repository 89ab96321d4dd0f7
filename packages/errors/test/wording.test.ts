import { expect, test } from '@jest/globals';
import { inWords, type OptionStyle, option, options, RnpError, worded } from '../src/index.js';
import { literalsOf, sources } from './sources.js';

const flags: OptionStyle = { write: ({ option: name }) => `--${name}`, between: ' ' };

test('a message names options as a program writes them, or as its reader says', () => {
  const folder = 'runs/a';
  const message = worded`${folder} holds ${2} runs; replace them with ${option('overwrite', true)}, or choose another ${option('out')}`;
  expect(inWords(message)).toBe(
    'runs/a holds 2 runs; replace them with overwrite: true, or choose another out',
  );
  expect(inWords(message, flags)).toBe(
    'runs/a holds 2 runs; replace them with --overwrite, or choose another --out',
  );
  expect(inWords('as it stands', flags)).toBe('as it stands');
});

test('options that belong together are a call of a program, or a command', () => {
  const message = worded`go on with ${options({ set: ['latent=3'], out: 'runs/b' })}`;
  expect([inWords(message), inWords(message, flags)]).toEqual([
    'go on with set: ["latent=3"], out: "runs/b"',
    'go on with --set --out',
  ]);
});

test('values are written as in a program', () => {
  const values = ['my "photos"', 3, ['batchSize=8'], false, null];
  expect(values.map((value) => inWords([option('data', value)]))).toEqual([
    'data: "my \\"photos\\""',
    'data: 3',
    'data: ["batchSize=8"]',
    'data: false',
    'data: null',
  ]);
});

test('messages are made of others, and keep their options', () => {
  const inner = new RnpError('RNP_FILE', worded`is damaged; leave ${option('resume')} away`, {
    path: 'a.json',
  });
  expect([inner.message, inner.complaint]).toEqual([
    'a.json: is damaged; leave resume away',
    'is damaged; leave resume away',
  ]);
  const outer = new RnpError('RNP_FILE', worded`sweep: ${inner.wording}`);
  expect(inWords(outer.wording, flags)).toBe('sweep: a.json: is damaged; leave --resume away');
  expect(new RnpError('RNP_FILE', 'plain').wording).toEqual(['plain']);
});

test('no library speaks of the flags of a command: who calls it need not be one', () => {
  const flags = sources(({ name }) => name !== 'cli').flatMap(({ file, text }) =>
    literalsOf(text)
      .filter((literal) => isFlagged(literal))
      .map((literal) => `${file}: ${literal.slice(0, 80)}`),
  );
  expect(flags).toEqual([]);
});

test('no library sends its caller to a command of the command line', () => {
  const commands = sources(({ name }) => name !== 'cli').flatMap(({ file, text }) =>
    literalsOf(text)
      .filter((literal) => /\brnp [a-z-]+/.test(literal))
      .map((literal) => `${file}: ${literal.slice(0, 80)}`),
  );
  expect(commands).toEqual([]);
});

test.each([
  ["'replace it with --overwrite'", true],
  ['`${dir}; choose another folder with --out`', true],
  ["'--data'", true],
  ["'leave them out (--skip-bad)'", true],
  ["'Use it with `rnp eval --model FOLDER`, or in a program:'", false],
  ["'a{color:var(--ink)}'", false],
  ['`<li style="--c$' + '{depth + 1}:red">`', false],
])('%s speaks of a flag: %s', (literal, flagged) => {
  expect(literalsOf(literal).some(isFlagged)).toBe(flagged);
});

/** A command that is called by its name is one, whoever reads that; a custom property of CSS is no flag. */
function isFlagged(literal: string): boolean {
  const withoutCommands = literal.replace(/\\?`rnp [^`]*`/g, '').replace(/\$\{[^}]*\}/g, 'x');
  return /(?:^|[\s'"`]|(?<!var)\()--[a-z][a-z-]*(?![\w-]*:\S)/.test(withoutCommands);
}
