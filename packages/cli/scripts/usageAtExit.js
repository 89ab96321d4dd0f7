// Preloaded by largePictures.js: says at the end what a process took. Threads are part of it, and say nothing.
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('exit', () => process.stderr.write(`usage ${JSON.stringify(process.resourceUsage())}\n`));
}
