import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';

const program = fileURLToPath(new URL('process.js', import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Resident {
  /** Runs an example to its end. @param page path of its main.js @throws Error when the process ends instead of it */
  run(page: string, args: readonly string[]): Promise<Ended>;
  stop(): Promise<void>;
}

/** A process that runs examples one after another; the caller stops it. */
export function startResident(env: NodeJS.ProcessEnv): Resident {
  const child = fork(program, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let beside = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (bytes: Buffer) => {
      beside += bytes.toString();
    });
  }
  const died = once(child, 'close').then(([code, signal]): never => {
    throw new Error(`the process that runs examples ended with ${code ?? signal}: ${beside}`);
  });
  died.catch(() => undefined);
  return {
    run: async (page, args) => {
      const answered = once(child, 'message');
      child.send({ page: pathToFileURL(page).href, args });
      const [reply] = await Promise.race([answered, died]);
      return reply as Ended;
    },
    stop: async () => {
      child.kill();
      await died.catch(() => undefined);
    },
  };
}
