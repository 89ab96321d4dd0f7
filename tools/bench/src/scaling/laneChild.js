// A worker of a sweep's queue, in a process of its own. It says when it waits for work, and ends when it is told to.
import { availableParallelism } from 'node:os';
import { workForQueue } from '@rnp/runs/queued';

const [url, store, work, name] = process.argv.slice(2);
const stop = new AbortController();
process.on('message', () => stop.abort());
let ready = false;
await workForQueue({
  url,
  store,
  processes: 1,
  name,
  work,
  folders: null,
  limits: { engines: availableParallelism(), steps: null, parameters: null },
  drain: false,
  lockMs: 30_000,
  maxDeaths: 5,
  signal: stop.signal,
  onNote: () => {
    // The first note is that it waits.
    if (!ready) process.send('ready');
    ready = true;
  },
});
process.disconnect();
