#!/usr/bin/env node
// Thin, and plain JavaScript: npm links it in a fresh clone before anything is built.
const dist = new URL('../dist/main.mjs', import.meta.url);
try {
  const { main } = await import(dist.href);
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write(`rnp: ${error.message}\nIn a clone, run "npm install && npm run build" first.\n`);
  process.exitCode = 1;
}
