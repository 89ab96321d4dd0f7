/** What an address says, as it stands there; null for what it does not say. */
export interface Said {
  readonly panel: string | null;
  readonly model: string | null;
  /** Whether the model is one of the visitor's own. */
  readonly own: boolean;
  readonly drawing: string | null;
}

/** What an address can mean here. */
export interface Known {
  readonly panels: readonly string[];
  isModel(name: string, own: boolean): boolean;
  isDrawing(code: string): boolean;
}

/** Longer words say nothing more in a notice. */
const maxShown = 30;

/** All of an address that this page cannot follow, in one sentence; null where there is none. */
export function addressFaults({ panel, model, own, drawing }: Said, known: Known): string | null {
  const faults = [
    ...(panel !== null && !known.panels.includes(panel) ? [`there is no tab ${quoted(panel)}`] : []),
    ...(model !== null && !known.isModel(model, own) ? [`no model ${quoted(model)} is in this browser`] : []),
    ...(drawing !== null && !known.isDrawing(drawing) ? ['its drawing is damaged'] : []),
  ];
  if (faults.length === 0) return null;
  return `This address cannot be followed in full: ${faults.join(', ').replace(/, ([^,]*)$/, ', and $1')}.`;
}

function quoted(word: string): string {
  return `“${word.length > maxShown ? `${word.slice(0, maxShown)}…` : word}”`;
}
