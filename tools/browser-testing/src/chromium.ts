import { accessSync, constants } from 'node:fs';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * The Chromium that tests may start: $CHROMIUM_PATH, or where systems put it. Undefined when there is none: a test
 * is then skipped and says so in its name.
 *
 * @throws Error when $CHROMIUM_PATH is set and cannot be run
 */
export function findChromium(): string | undefined {
  const given = process.env.CHROMIUM_PATH;
  if (given === undefined || given === '') return usual.find(runs);
  if (!runs(given)) throw new Error(`CHROMIUM_PATH is ${given}, which is no program that can be run`);
  return given;
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
