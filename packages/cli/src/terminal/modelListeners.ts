import type { Wording } from '@rnp/errors';
import type { ModelListeners } from '@rnp/runs/models';
import { createDataBar } from './dataBar.js';
import { inFlags } from './inFlags.js';
import { say } from './say.js';

/**
 * Opens models and their images with what there is to tell on stderr.
 *
 * @param flags with `json` nothing is said of which model and image were taken
 */
export async function withListeners<T>(
  { json = false }: { readonly json?: boolean },
  act: (listeners: ModelListeners) => Promise<T>,
): Promise<T> {
  const bar = createDataBar();
  const tell = (line: string | Wording): void => {
    bar.stop();
    say(inFlags(line));
  };
  try {
    return await act({ onNote: tell, onData: bar.listen, ...(json ? {} : { onChoice: tell }) });
  } finally {
    bar.stop();
  }
}
