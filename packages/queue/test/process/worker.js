// A worker in a process of its own, to be killed: node worker.js URL PREFIX FOLDER CONCURRENCY MAX_DEATHS LOCK_MS. Its tasks of kind `steps` take some steps, go on
// where a killed one's last checkpoint is, and write down when they start and why they are told to end; those that are held end once there is a file `go`.
// One of kind `fatal` kills it, one of kind `ticks` never listens.
import { appendFileSync, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '@rnp/files/node';
import { startWorker, taskKind } from '@rnp/queue';
import { Redis } from 'ioredis';
import { z } from 'zod';

const [url, prefix, folder, concurrency, maxDeaths, lockMs] = process.argv.slice(2);
const store = await openStore(folder);
// What it says must be on the server before it dies.
const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null });
redis.on('error', () => undefined);

const steps = taskKind({
  schema: z.object({
    number: z.number().int(),
    steps: z.number().int(),
    stepMs: z.number(),
    held: z.boolean().default(false),
  }),
  async handle({ number, steps, stepMs, held }, { key, attempt, signal, progress }) {
    appendFileSync(`${folder}/starts.log`, `${key} ${attempt}\n`);
    signal.addEventListener('abort', () => appendFileSync(`${folder}/ends.log`, `${signal.reason.name}\n`));
    const saved = await store.get(`checkpoints/${key}`);
    let { step, sum } = saved === null ? { step: 0, sum: 0 } : JSON.parse(new TextDecoder().decode(saved));
    while (step < steps) {
      await sleep(stepMs);
      signal.throwIfAborted();
      if (held && step === steps - 1 && !existsSync(`${folder}/go`)) continue;
      step += 1;
      sum += number * step;
      await store.put(`checkpoints/${key}`, new TextEncoder().encode(JSON.stringify({ step, sum })));
      progress({ step, steps }, step);
    }
    return sum;
  },
});

const fatal = taskKind({
  schema: z.object({ reached: z.array(z.number()) }),
  async handle({ reached }, { key, attempt, progress }) {
    const at = reached[attempt - 1];
    progress('started', at);
    const isTold = async () => {
      const told = JSON.parse((await redis.hget(`${prefix}:tasks:t-${key}`, 'progress')) ?? '{}');
      return told.value === 'started' && (at === undefined || told.reached === at);
    };
    while (!(await isTold())) await sleep(20);
    process.kill(process.pid, 'SIGKILL');
  },
});

// Tells of itself until some time after it may end, and never listens; whoever has it second is done at once.
const ticks = taskKind({
  schema: z.null(),
  async handle(_, { attempt, progress }) {
    if (attempt === 2) {
      progress({ from: 'second' });
      return 'second';
    }
    let left = 75;
    for (let tick = 0; left > 0; tick++) {
      progress({ tick });
      if (existsSync(`${folder}/go`)) left -= 1;
      await sleep(20);
    }
    appendFileSync(`${folder}/ends.log`, 'ticked\n');
  },
});

await startWorker({
  url,
  prefix,
  kinds: { steps, fatal, ticks },
  concurrency: Number(concurrency),
  lockMs: Number(lockMs),
  maxDeaths: Number(maxDeaths),
  onTrouble: (message) => appendFileSync(`${folder}/told.log`, `${message}\n`),
});
console.log('ready');
