import { type ChildProcess, spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach } from '@jest/globals';
import { endsWithTest } from '@rnp-tools/testing/endsWithTest';

/** The real program's file. */
export const bin: string = fileURLToPath(new URL('../bin/rnp.js', import.meta.url));

export interface Ended {
  /** Exit code, or the name of the signal that ended it. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** A training of seconds. */
export const tiny: readonly string[] = Object.freeze([
  '--set',
  'batchSize=4',
  'latent=3',
  'childrenPerLevel=2,2',
  'hidden=6',
  'hyperHidden=6',
  'stateLayers=1',
  'policyLayers=1',
  'warmup=2',
]);

/** Starts the real program in a folder; it ends with the test, unless it ended before. @param detached makes it the first of a process group of its own */
export function start(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
  detached = false,
): Running {
  const child = endsWithTest(
    spawn(process.execPath, [bin, ...args], {
      cwd,
      env: {
        ...process.env,
        RNP_DEBUG: '',
        ...env,
        NODE_OPTIONS: `${process.env.RNP_TEST_SHORT_LIVED} ${env.NODE_OPTIONS ?? ''}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached,
    }),
    detached,
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => {
    stdout += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? signal ?? '', stdout, stderr }));
  });
  return { child, ended };
}

/** Runs the real program to its end, in a process of its own. */
export function alone(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return start(args, cwd, env).ended;
}

/** Commands that have not ended. */
const asking = new Set<Socket>();

// One that a failing test waited for in vain ends with it, and the next test has a process.
afterEach(() => {
  for (const socket of asking) socket.destroy();
  asking.clear();
});

/** Runs a command to its end, in a process that runs others before and after it: see test/resident. */
export async function rnp(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const socket = connect(process.env.RNP_TEST_RESIDENTS!);
  asking.add(socket);
  // That process lives longer than the test file, and so than its folder for temporary files.
  socket.write(`${JSON.stringify({ args, cwd, env: { TMPDIR: tmpdir(), ...env } })}\n`);
  const reply = JSON.parse(await text(socket)) as Ended | { readonly died: string };
  asking.delete(socket);
  if ('died' in reply) throw new Error(`rnp ${args.join(' ')}: the process died of ${reply.died}`);
  return reply;
}

/** Waits for a file, as long as the program runs. */
export async function fileThere(path: string, { child }: Running): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return;
    await sleep(5);
  }
}
