#!/usr/bin/env node
// Thin, and plain JavaScript: npm links it in a fresh clone before anything is built.
const dist = new URL('../dist/main.mjs', import.meta.url);
try {
  const { main } = await import(dist.href);
  process.exitCode = await main(process.argv.slice(2));
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
