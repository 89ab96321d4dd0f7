import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openQueue } from '@rnp/queue';
import { runSweep } from '@rnp/runs';
import { queuedRunner, sweepId } from '@rnp/runs/distributed';
import { sweepPlan } from '@rnp/runs/sweep';

const laneChild = fileURLToPath(new URL('laneChild.js', import.meta.url));

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
  const store = join(dir, 'store');
  const set = { steps, batchSize: batch, overlap: 'none', ...(isSmall ? small : {}) };
  const seeds = Array.from({ length: runs }, (_, i) => i + 1);
  const sweep = { name: `scaling-${workers}`, base: { data: 'digits', set }, seeds, backend: 'wasm' };
  const plan = await sweepPlan(sweep, `the sweep with ${workers} workers`);
  const lanes = Array.from({ length: workers }, (_, i) =>
    fork(laneChild, [url, store, dir, `lane-${workers}-${i}`]),
  );
  const ended = lanes.map((lane) => once(lane, 'exit'));
  try {
    await Promise.all(
      lanes.map(async (lane, i) => {
        const left = ended[i].then(([code]) => {
          throw new Error(`worker ${i + 1} ended with exit code ${code} before it had begun`);
        });
        await Promise.race([once(lane, 'message'), left]);
      }),
    );
    const runner = queuedRunner({ server: { url }, store, workers: 'npm run scaling' });
    const { statuses } = await runSweep(plan, { out: join(dir, 'sweep'), report: false, runner }).result();
    const undone = statuses.filter(({ state }) => state !== 'done');
    if (undone.length > 0) {
      throw new Error(undone.map(({ run, state, reason }) => `${run.name} ${state}: ${reason}`).join('\n'));
    }
    const seconds = await secondsOf(url, sweepId(plan));
    return { workers, seconds, storedBytes: await sizesIn(join(store, 'runs')) };
  } finally {
    for (const lane of lanes) if (lane.connected) lane.send('stop');
    await Promise.all(ended);
  }
}

/** From the first task taken to the last one done, by the clock that all workers share. */
async function secondsOf(url, batch) {
  const queue = await openQueue({ url });
  try {
    const tasks = await queue.status(batch);
    const begun = Math.min(...tasks.map(({ startedAt }) => startedAt));
    return (Math.max(...tasks.map(({ endedAt }) => endedAt)) - begun) / 1000;
  } finally {
    await queue.close();
  }
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
