#!/usr/bin/env node
// Thin, and plain JavaScript: npm links it in a fresh clone before anything is built.
const dist = new URL('../dist/main.mjs', import.meta.url);

// Modules take a moment to load, and a command to listen for itself: no file is written until then. The first listener of its own takes over.
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const stopEarly = () => {
  process.stderr.write('stopped; no file was written\n');
  process.exit(130);
};
const handOver = (event) => {
  if (!signals.includes(event)) return;
  process.off('newListener', handOver);
  // Node stops to hear a signal with its last listener, and the other one is there only after this event.
  queueMicrotask(() => {
    for (const signal of signals) process.off(signal, stopEarly);
  });
};
for (const signal of signals) process.on(signal, stopEarly);
process.on('newListener', handOver);

try {
  const { main } = await import(dist.href);
  process.exitCode = await main(process.argv.slice(2));
  // All is done and written. Threads may take a moment to end: a signal in it is too late to stop anything, and ends as it had ended.
  for (const signal of signals) process.on(signal, () => process.exit());
} catch (error) {
  const advice = {
    ERR_MODULE_NOT_FOUND: 'In a clone, run "npm install && npm run build" first.',
    EMFILE: 'This shell lets a program open too few files; raise its limit, say by "ulimit -n 1024".',
    ENFILE: 'This machine has too many files open; close other programs.',
  }[error?.code];
  if (advice === undefined) throw error;
  process.stderr.write(`rnp: ${error.message}\n${advice}\n`);
  process.exitCode = 1;
}
