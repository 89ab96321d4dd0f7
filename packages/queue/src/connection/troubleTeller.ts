import { describeTrouble, type ServerTrouble, troubleOf } from './serverTrouble.js';

/** Tells of troubles when they begin and when they end, once each, however many commands meet them. */
export interface TroubleTeller {
  /** Takes note of an error that is a trouble, and says whether it is one. */
  met(error: unknown): ServerTrouble | null;
  /** Takes note that a trouble is over. */
  over(trouble: ServerTrouble): void;
  /** For how long there has been no trouble, in milliseconds; 0 while there is one. */
  calmMs(): number;
  /** Tells something as it is. */
  tell(message: string): void;
}

export function troubleTeller(label: string, onTrouble: (message: string) => void): TroubleTeller {
  const present = new Set<ServerTrouble>();
  let calmSince = Number.NEGATIVE_INFINITY;
  return {
    met(error) {
      const trouble = troubleOf(error);
      if (trouble === null || present.has(trouble)) return trouble;
      present.add(trouble);
      onTrouble(describeTrouble(label, trouble, error));
      return trouble;
    },
    over(trouble) {
      if (!present.delete(trouble)) return;
      calmSince = Date.now();
      if (trouble === 'connection') onTrouble(`the queue at ${label} is back: going on`);
      else onTrouble(`the queue at ${label} takes writes again: going on`);
    },
    calmMs: () => (present.size > 0 ? 0 : Date.now() - calmSince),
    tell: onTrouble,
  };
}
