// Runs commands one after another in one process, each as bin/rnp.js runs one: in its folder, with its environment, its output caught.
// Loading TensorFlow.js anew takes longer than most commands do.
import { main } from '../../dist/main.mjs';

const environment = { ...process.env };

// Nobody waits for what it does then.
process.on('disconnect', () => process.exit(1));

process.on('message', async ({ args, cwd, env }) => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment, env);
  process.chdir(cwd);
  const said = { stdout: '', stderr: '' };
  const release = ['stdout', 'stderr'].map((name) => caught(name, (text) => (said[name] += text)));
  try {
    const code = await main(args);
    process.send({ code, ...said });
  } finally {
    for (const one of release) one();
  }
});

/** Hands what is written to an output to a listener instead. @returns what gives it back */
function caught(name, listen) {
  const stream = process[name];
  const { write } = stream;
  stream.write = (chunk, ...more) => {
    listen(chunk.toString());
    more.find((one) => typeof one === 'function')?.();
    return true;
  };
  return () => {
    stream.write = write;
  };
}
