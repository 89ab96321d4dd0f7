// Runs examples one after another in one process, each as node runs its main.js: with its arguments, its output caught.
// Loading TensorFlow.js anew takes longer than most of them do.
const [node] = process.argv;
let runs = 0;

process.on('message', async ({ page, args }) => {
  process.argv = [node, page, ...args];
  process.exitCode = undefined;
  const said = { stdout: '', stderr: '' };
  const release = ['stdout', 'stderr'].map((name) => caught(name, (text) => (said[name] += text)));
  try {
    // The query makes it a module that was not run yet.
    await import(`${page}?run=${++runs}`);
    process.send({ status: process.exitCode ?? 0, ...said });
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
