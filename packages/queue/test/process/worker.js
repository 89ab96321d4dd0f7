// A worker in a process of its own, to be killed: node worker.js URL PREFIX FOLDER. Its tasks take some steps of 40 ms each, go on
// where a killed one's last checkpoint is, and write down when they start.
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore, startWorker, taskKind } from '@rnp/queue';
import { z } from 'zod';

const [url, prefix, folder] = process.argv.slice(2);
const store = openStore(folder);

const steps = taskKind({
  schema: z.object({ number: z.number().int(), steps: z.number().int() }),
  async handle({ number, steps }, { key, attempt, signal, progress }) {
    appendFileSync(`${folder}/starts.log`, `${key} ${attempt}\n`);
    const held = await store.get(`checkpoints/${key}`);
    let { step, sum } = held === null ? { step: 0, sum: 0 } : JSON.parse(new TextDecoder().decode(held));
    while (step < steps) {
      await sleep(40);
      signal.throwIfAborted();
      step += 1;
      sum += number * step;
      await store.put(`checkpoints/${key}`, new TextEncoder().encode(JSON.stringify({ step, sum })));
      progress({ step, steps }, step);
    }
    return sum;
  },
});

await startWorker({ url, prefix, kinds: { steps }, concurrency: 2, lockMs: 1000, onTrouble: console.error });
console.log('ready');
