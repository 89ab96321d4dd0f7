import { fork } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('./child.js', import.meta.url));

/** A process that tries inputs; a new one takes its place where an input ends it. */
export class Trial {
  #process = null;
  #limitMs;

  /** @param {{ limitSeconds: number }} options how long one input may take */
  constructor({ limitSeconds }) {
    this.#limitMs = limitSeconds * 1000;
  }

  /**
   * Tries one input in a folder of its own.
   *
   * @returns {Promise<{ end: string, code?: string, reason?: string, seconds: number, megabytes: number }>}
   */
  async run(kind, files) {
    const dir = await mkdtemp(join(tmpdir(), 'rnp-hostile-'));
    try {
      for (const [name, bytes] of Object.entries(files)) {
        await mkdir(dirname(join(dir, name)), { recursive: true });
        await writeFile(join(dir, name), bytes);
      }
      this.#process ??= await started();
      return await this.#answer(kind, dir);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }

  stop() {
    this.#process?.kill('SIGKILL');
    this.#process = null;
  }

  #answer(kind, dir) {
    const tried = this.#process;
    const began = performance.now();
    return new Promise((resolve) => {
      const done = (outcome) => {
        clearTimeout(timer);
        tried.removeAllListeners();
        resolve({ seconds: (performance.now() - began) / 1000, megabytes: 0, ...outcome });
      };
      const timer = setTimeout(() => {
        this.stop();
        done({ end: 'too long' });
      }, this.#limitMs);
      tried.once('message', done);
      tried.once('exit', (code, signal) => {
        this.#process = null;
        done({ end: 'crashed', reason: `ended with ${signal ?? code}` });
      });
      tried.send({ kind, dir });
    });
  }
}

function started() {
  const forked = fork(child, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  return new Promise((resolve, reject) => {
    forked.once('exit', (code) =>
      reject(new Error(`the process that tries inputs does not start (${code}); run npm run build`)),
    );
    forked.once('message', () => {
      forked.removeAllListeners();
      resolve(forked);
    });
  });
}
