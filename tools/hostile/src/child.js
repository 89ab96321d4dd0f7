/** Tries inputs one after another for the parent, which ends this process where one takes too long. */
import { kinds } from './kinds.js';
import { outcomeOf } from './outcome.js';

process.on('message', async ({ kind, dir }) => {
  const { probe } = kinds.find(({ name }) => name === kind);
  const began = performance.now();
  const outcome = await probe(dir).then(
    () => ({ end: 'read' }),
    (error) => outcomeOf(error),
  );
  // In kibibytes.
  const megabytes = process.resourceUsage().maxRSS / 1024;
  process.send({ ...outcome, seconds: (performance.now() - began) / 1000, megabytes });
});
process.send('ready');
