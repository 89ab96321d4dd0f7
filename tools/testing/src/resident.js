const outputs = ['stdout', 'stderr'];

/**
 * Makes this process, which was forked, a resident one: it does tasks one after another for the parent and ends with it. Loading
 * TensorFlow.js anew takes longer than most tasks do.
 *
 * @param {(request: any) => Promise<object>} task what one request asks for; a throw ends the process
 */
export function doForParent(task) {
  // Nobody waits for what it does then.
  process.on('disconnect', () => process.exit(1));
  process.on('message', async (request) => {
    const said = { stdout: '', stderr: '' };
    const release = outputs.map((name) => caught(name, (text) => (said[name] += text)));
    try {
      process.send({ ...(await task(request)), ...said });
    } finally {
      for (const one of release) one();
    }
  });
}

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
