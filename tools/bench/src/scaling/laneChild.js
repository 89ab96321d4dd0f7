// A worker of a sweep's queue, in a process of its own. It says when it waits for work, and ends when it is told to.
import { workForQueue } from '@rnp/runs/distributed';

const [url, store, work, name] = process.argv.slice(2);
const stop = new AbortController();
process.on('message', () => stop.abort());
let ready = false;
for await (const _ of workForQueue({ url, store, name, work, signal: stop.signal })) {
  // The first note is that it waits.
  if (!ready) process.send('ready');
  ready = true;
}
process.disconnect();
