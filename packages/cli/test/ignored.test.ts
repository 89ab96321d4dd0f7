import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { createProgram } from '../src/commandLine/program.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What a command names with `--out`, or else the first folder that its help names as the default. */
function placesOf(line: string): readonly string[] {
  const named = /--out (\S+)/.exec(line)?.[1];
  if (named !== undefined) return [named];
  const name = /^npx rnp ([\w-]+)/.exec(line)?.[1];
  const { options = [] } = createProgram([]).commands.find((one) => one.name() === name) ?? {};
  const out = options.find(({ long }) => long === '--out');
  const first = /default: (?:the run’s, or )?([\w-]+)/.exec(out?.description ?? '')?.[1];
  return first === undefined ? [] : [first];
}

test('git ignores what the commands of README.md write', () => {
  const readme = readFileSync(`${root}README.md`, 'utf8');
  const commands = readme.split('\n').filter((line) => /^(npx rnp|node) /.test(line));
  expect(commands.length).toBeGreaterThan(15);
  const saved = [...readme.matchAll(/save this as `([^`]+)`/g)].map(([, name]) => name!);
  const places = [...new Set([...commands.flatMap(placesOf), ...saved])];
  expect(places).toEqual(expect.arrayContaining(['apart.mjs', 'closely', 'parse', 'sweeps']));
  // Folders are not there; a file in one tells git that it is one.
  const asked = places.flatMap((place) => (/\.\w+$/.test(place) ? [place] : [`${place}/x`]));
  const ignored = execFileSync('git', ['check-ignore', '--no-index', ...asked], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(ignored.trim().split('\n')).toEqual(asked);
});
