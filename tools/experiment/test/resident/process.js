// Runs examples one after another in one process, each as node runs its main.js: with its arguments.
import { doForParent } from '@rnp-tools/testing/resident';

const [node] = process.argv;
let runs = 0;

doForParent(async ({ page, args }) => {
  process.argv = [node, page, ...args];
  process.exitCode = undefined;
  // The query makes it a module that was not run yet.
  await import(`${page}?run=${++runs}`);
  return { status: process.exitCode ?? 0 };
});
