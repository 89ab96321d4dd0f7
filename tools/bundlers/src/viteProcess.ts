import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { InlineConfig } from 'vite';

/** Vite that has built, or that serves. */
export interface ViteProcess {
  /** Of the first page, when it serves. */
  readonly url: string | undefined;
  /** Warnings and errors until now. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

type Message = { readonly complaint: string } | { readonly ready: string | undefined };

/** @throws Error when Vite ends before it has built, or serves */
export async function startVite(command: 'build' | 'serve', config: InlineConfig): Promise<ViteProcess> {
  const child = fork(fileURLToPath(new URL('vite.js', import.meta.url)), { execArgv: [] });
  const ended = once(child, 'exit');
  const complaints: string[] = [];
  const ready = new Promise<string | undefined>((resolve) => {
    child.on('message', (message: Message) => {
      if ('complaint' in message) complaints.push(message.complaint);
      else resolve(message.ready);
    });
  });
  child.send({ command, config });
  const url = await Promise.race([
    ready,
    ended.then(([code]) => {
      throw new Error(`Vite ended with ${code}: ${complaints.join('\n')}`);
    }),
  ]);
  const close = async (): Promise<void> => {
    if (child.connected) child.disconnect();
    await ended;
  };
  return { url, complaints, close };
}
