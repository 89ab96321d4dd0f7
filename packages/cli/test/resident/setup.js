// Jest's globalSetup: keeps as many resident processes as files are tested at a time, and lends one to each command.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('process.js', import.meta.url));
const shortLived = fileURLToPath(new URL('shortLived.cjs', import.meta.url));

export default async function setup({ maxWorkers }) {
  process.env.RNP_TEST_SHORT_LIVED = `--require ${JSON.stringify(shortLived)}`;
  const idle = [];
  const waiting = [];
  const all = new Set();

  const started = () => {
    const child = fork(program, {
      env: { ...process.env, NODE_OPTIONS: '', RNP_DEBUG: '' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => said.push(bytes));
    all.add(child);
    child.on('exit', () => all.delete(child));
    return { child, said };
  };
  const free = () => idle.pop() ?? (all.size < maxWorkers ? started() : null);
  const next = () => {
    while (waiting.length > 0) {
      const resident = free();
      if (resident === null) return;
      waiting.shift()(resident);
    }
  };
  const answer = async (request, abandoned) => {
    const resident = await new Promise((resolve) => {
      waiting.push(resolve);
      next();
    });
    const { child, said } = resident;
    const end = () => child.kill('SIGKILL');
    abandoned.addEventListener('abort', end);
    const ended = new AbortController();
    const answered = once(child, 'message', ended);
    const died = once(child, 'close', ended);
    child.send(request);
    if (abandoned.aborted) end();
    try {
      const [reply] = await Promise.race([
        answered,
        died.then(([code, signal]) => [{ died: `${code ?? signal}: ${Buffer.concat(said)}` }]),
      ]);
      return reply;
    } finally {
      ended.abort();
      abandoned.removeEventListener('abort', end);
      await Promise.allSettled([answered, died]);
      if (child.connected) idle.push(resident);
      next();
    }
  };

  const server = createServer((socket) => {
    // Whoever asked may be gone before the answer: a test that took too long.
    const gone = new AbortController();
    socket.on('close', () => gone.abort()).on('error', () => gone.abort());
    let request = '';
    socket.setEncoding('utf8').on('data', (text) => {
      request += text;
      if (!request.endsWith('\n')) return;
      answer(JSON.parse(request), gone.signal)
        .catch((error) => ({ died: error.stack }))
        .then((reply) => socket.end(JSON.stringify(reply)));
    });
  });
  const folder = mkdtempSync(join(tmpdir(), 'rnp-cli-'));
  const path = join(folder, 'resident');
  await new Promise((resolve) => server.listen(path, resolve));
  process.env.RNP_TEST_RESIDENTS = path;
  globalThis.stopResidents = async () => {
    server.close();
    const ends = [...all].map((child) => once(child, 'exit'));
    // A command that goes on takes a polite signal for Ctrl-C.
    for (const child of all) child.kill('SIGKILL');
    await Promise.all(ends);
    rmSync(folder, { recursive: true });
  };
}
