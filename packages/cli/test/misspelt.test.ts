import { describe, expect, test } from '@jest/globals';
import { modelNames } from '@rnp/models';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import type { Command } from 'commander';
import { createProgram } from '../src/commandLine/program.js';
import { rnp } from './rnp.js';

/** The words after `rnp` that lead to each command. */
function commandsOf(command: Command, words: readonly string[] = []): readonly (readonly string[])[] {
  const own = command.commands.flatMap((one) => commandsOf(one, [...words, one.name()]));
  return [words, ...own];
}

function commandAt(words: readonly string[]): Command {
  return words.reduce<Command>(
    (command, word) => command.commands.find((one) => one.name() === word)!,
    createProgram([]),
  );
}

const misspelt = commandsOf(createProgram([])).flatMap((words) =>
  commandAt(words).options.map(({ long }) => [[...words], long!] as const),
);

test('there are options to misspell', () => {
  expect(misspelt.length).toBeGreaterThan(100);
});

describe('a misspelt option is told before anything that is missing without it', () => {
  test.each(misspelt)('rnp %j: %s', async (words, long) => {
    const typed = `${long.slice(0, -1)}~${long.slice(-1)}`;
    const args = [...words, typed, 'x'];
    await expect(createProgram(args).parseAsync(args, { from: 'user' })).rejects.toMatchObject({
      code: 'commander.unknownOption',
      message: expect.stringContaining(`unknown option '${typed}'`),
    });
  });

  test('and before two options that exclude each other', async () => {
    const args = ['train', '--steps', '3', '--minutes', '1', '--sed', '2'];
    await expect(createProgram(args).parseAsync(args, { from: 'user' })).rejects.toMatchObject({
      message: expect.stringMatching(/unknown option '--sed'\. Did you mean --seed/),
    });
  });

  test('but not before help, nor before a command that there is not', async () => {
    const cwd = temporaryFolder();
    expect(await rnp(['eval', '--modl', 'x', '--help'], cwd)).toMatchObject({ code: 0 });
    expect(await rnp(['evl', '--model', 'x'], cwd)).toMatchObject({
      stderr: expect.stringContaining("unknown command 'evl'"),
    });
  });
});

test.each([
  ['eval'],
  ['embed'],
  ['report'],
  ['sample'],
  ['interpolate', '1', '2'],
  ['combine', '1', '2'],
  ['adapt'],
])('rnp %s without a model names those that there are', async (...args) => {
  const { code, stderr } = await rnp(args, temporaryFolder());
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(new RegExp(`--model: ${modelNames.join(', ')}, or the folder of a run`)),
  ]);
});
