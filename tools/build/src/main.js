#!/usr/bin/env node
// node tools/build/src/main.js [turbo's options]: builds every package that has changed. What people wait for is what comes after it, so
// turbo's list of packages and its notes are only shown when the build fails.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo');
/** Nothing is said about a build that takes less. */
const quietMs = 2000;

const args = ['run', 'build', '--output-logs=errors-only', ...process.argv.slice(2)];
const child = spawn(process.execPath, [turbo, ...args], {
  cwd: root,
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  stdio: ['ignore', 'pipe', 'pipe'],
});
const said = [];
for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(text));
const note = setTimeout(
  () => process.stderr.write('building what has changed: a minute or two the first time, seconds later\n'),
  quietMs,
);
const [code, signal] = await once(child, 'close');
clearTimeout(note);
if (code !== 0) process.stderr.write(Buffer.concat(said));
process.exitCode = code ?? (signal === null ? 1 : 130);
