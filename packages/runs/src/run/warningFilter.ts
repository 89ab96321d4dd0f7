/** Tells which warnings are new: one that stands on, with other figures, is not worth a second line. */
export interface WarningFilter {
  /** A measurement begins; what is not seen before the next one has gone. */
  measured(): void;
  isNew(message: string): boolean;
}

export function createWarningFilter(): WarningFilter {
  let before = new Set<string>();
  let now = new Set<string>();
  return {
    measured: () => {
      before = now;
      now = new Set();
    },
    isNew: (message) => {
      const kind = message.replace(/\d+(\.\d+)?/g, '#');
      const known = before.has(kind) || now.has(kind);
      now.add(kind);
      return !known;
    },
  };
}
