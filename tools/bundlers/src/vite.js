/**
 * Vite in a process of its own, because Rolldown refuses objects of the realm that Jest gives its modules. The parent sends
 * `{ command, config }`, and hears `{ complaint }` for each warning or error and `{ ready: url }` once the pages are built,
 * or served until the parent disconnects.
 */
import { build, createLogger, createServer } from 'vite';

const complain = (complaint) => process.send({ complaint });
const customLogger = { ...createLogger('silent'), warn: complain, warnOnce: complain, error: complain };

process.once('message', async ({ command, config }) => {
  const options = { ...config, configFile: false, logLevel: 'silent', customLogger };
  if (command === 'build') {
    await build(options);
    process.send({ ready: undefined }, () => process.disconnect());
    return;
  }
  const server = await createServer(options);
  await server.listen();
  process.once('disconnect', () => server.close());
  process.send({ ready: server.resolvedUrls.local[0] });
});
