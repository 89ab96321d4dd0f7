// Preloaded by largePictures.js: says at the end what a process took. Threads are part of it, and say nothing.
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('exit', () => {
    const usage = { ...process.resourceUsage(), ...ownPeak() };
    process.stderr.write(`usage ${JSON.stringify(usage)}\n`);
  });
}

/** On Linux `maxRSS` begins with that of the process that started this one. */
function ownPeak() {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'));
    return { maxRSS: Number(kilobytes) };
  } catch {
    return {};
  }
}
