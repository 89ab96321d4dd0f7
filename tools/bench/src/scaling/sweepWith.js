import { spawn } from 'node:child_process';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const rnp = join(dirname(fileURLToPath(import.meta.resolve('@rnp/cli/package.json'))), 'bin', 'rnp.js');

/** Settings of a model of seconds. */
const small = {
  childrenPerLevel: [2, 2],
  latent: 3,
  hidden: 6,
  hyperHidden: 6,
  stateLayers: 1,
  policyLayers: 1,
};

/**
 * Runs a sweep with so many workers on this machine.
 *
 * @returns {Promise<{ workers: number, seconds: number, storedBytes: number[] }>} from the first task taken to the last result
 *   stored; what each run has in the store at its end
 */
export async function sweepWith(workers, { runs, steps, batch, small: isSmall, url, dir }) {
  await mkdir(dir, { recursive: true });
  const set = { steps, batchSize: batch, overlap: 'none', ...(isSmall ? small : {}) };
  const sweep = { name: `scaling-${workers}`, base: { data: 'digits', set }, seeds: runs };
  await writeFile(join(dir, 'sweep.json'), JSON.stringify(sweep));
  const at = ['--queue', url, '--store', join(dir, 'store')];
  const lanes = Array.from({ length: workers }, () => start(['worker', ...at], dir));
  await Promise.all(lanes.map(({ says }) => says('waits for work')));
  const watched = start(['sweep', 'sweep.json', '--no-report', ...at], dir);
  await Promise.race(lanes.map(({ says }) => says(': begins')));
  const begun = performance.now();
  let ended = begun;
  const done = () => lanes.reduce((sum, { count }) => sum + count(': done'), 0);
  while (done() < runs && watched.running()) {
    await sleep(50);
    ended = performance.now();
  }
  const code = await watched.ended;
  for (const { stop } of lanes) stop();
  await Promise.all(lanes.map((lane) => lane.ended));
  if (code !== 0) throw new Error(`the sweep ended with exit code ${code}:\n${watched.text()}`);
  return { workers, seconds: (ended - begun) / 1000, storedBytes: await sizesIn(join(dir, 'store', 'runs')) };
}

function start(args, cwd) {
  const child = spawn(process.execPath, [rnp, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let open = true;
  const waiting = new Set();
  const heard = (chunk) => {
    text += chunk;
    for (const look of waiting) look();
  };
  child.stdout.on('data', heard);
  child.stderr.on('data', heard);
  const ended = new Promise((resolve) => {
    child.on('exit', (code) => {
      open = false;
      resolve(code);
    });
  });
  return {
    ended,
    running: () => open,
    text: () => text,
    count: (words) => text.split(words).length - 1,
    says: (words) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!text.includes(words)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        ended.then(() => reject(new Error(`${args[0]} ended:\n${text}`)));
      }),
    stop: () => child.kill('SIGINT'),
  };
}

/** Bytes in each folder of a folder. */
async function sizesIn(dir) {
  const sizes = [];
  for (const name of await readdir(dir)) {
    let sum = 0;
    for (const entry of await readdir(join(dir, name), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) sum += (await stat(join(entry.parentPath, entry.name))).size;
    }
    sizes.push(sum);
  }
  return sizes;
}
