#!/usr/bin/env node
// Thin, and plain JavaScript: npm links it in a fresh clone before anything is built.
const dist = new URL('../dist/main.mjs', import.meta.url);
try {
  const { main } = await import(dist.href);
  process.exitCode = await main(process.argv.slice(2));
  // All is done and written. Threads may take a moment to end: a signal in it is too late to stop anything, and ends as it had ended.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit());
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
