/**
 * What runs in a process of its own: one measurement, so that peak memory, compiled code and caches are its own.
 *
 *   node child.js NAME OPTIONS      NAME is a file of ours/, OPTIONS its options as JSON
 *
 * Speaks to its parent by messages: `{ share }` now and then, `{ figures }` or `{ error, missing }` at the end.
 */
const [name, options] = process.argv.slice(2);
const say = (message) => process.send?.(message);
const orphaned = () => process.exit(1);
// The parent was stopped the hard way: nobody waits for the figures.
process.on('disconnect', orphaned);
try {
  const { measure } = await import(`./ours/${name}.js`);
  const figures = await measure(JSON.parse(options), (share) => say({ share }));
  say({ figures });
} catch (error) {
  const missing =
    error?.code === 'RNP_BACKEND_MISSING' ||
    error?.code === 'RNP_BACKEND_FAILED' ||
    error?.name === 'MissingError';
  say({ error: missing ? error.message : String(error?.stack ?? error), missing });
}
process.off('disconnect', orphaned);
process.disconnect?.();
