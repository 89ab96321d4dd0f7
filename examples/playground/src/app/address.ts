import { batch, effect } from '@preact/signals';
import { isModelName } from '@rnp/models';
import { codeOfDrawing, drawingOfCode } from '../drawing/drawingCode.js';
import { rasterOf } from '../shared/LibraryStrip.js';
import { type Kept, keepPad, modelKey } from './keep.js';
import { chooseModel, chooseOwnModel, ownModels } from './models.js';
import { report } from './notices.js';
import { show } from './pad.js';
import { panelIds } from './panels.js';
import { currentPanel, drawing, loaded, pixels, revision } from './state.js';

/** What the address says: the panel, the model, the drawing. */
interface Address {
  readonly panel: string | null;
  readonly model: string | null;
  /** Whether the model is one of the visitor's own. */
  readonly own: boolean;
  readonly drawing: string | null;
}

/** Marks entries of the history as this page's; others were typed, or followed. */
const ours = 'rnp-playground';
/** Strokes move faster than a browser lets a page change its address. */
const restMilliseconds = 300;

function read(): Address {
  const said = new URLSearchParams(location.hash.slice(1));
  const panel = said.get('tab');
  return {
    panel: panelIds.includes(panel ?? '') ? panel : null,
    model: said.get('own') ?? said.get('model'),
    own: said.has('own'),
    drawing: said.get('drawing'),
  };
}

function written(): string {
  const said = new URLSearchParams({ tab: currentPanel.value });
  const model = loaded.value;
  if (model !== null) said.set(model.card === null ? 'own' : 'model', model.name);
  const code = drawingCode();
  if (code !== null) said.set('drawing', code);
  return `#${said}`;
}

/** Null where nobody has drawn anything, and for a drawing that is too large. */
function drawingCode(): string | null {
  const what = drawing.value;
  if (what.kind === 'image' && what.example) return null;
  return codeOfDrawing(what, pixels.value === null ? null : rasterOf(pixels.value));
}

/** What the address and the browser remember, before the first model is there. @returns what loads that model */
export function recalled({ pad, revision: made, models }: Kept): () => Promise<void> {
  const said = read();
  if (said.panel !== null) currentPanel.value = said.panel;
  ownModels.value = models;
  // The browser keeps a drawing as it was, an address about so.
  if (pad !== null && (said.drawing === null || said.drawing === pad.code)) drawing.value = pad.drawing;
  else put(said);
  return async () => {
    if (!(await useModel(said))) await chooseModel('mnist');
    const untouched = drawing.value === pad?.drawing && revision.value === null;
    if (untouched && made !== null && loaded.value !== null && made.of === modelKey(loaded.value)) {
      revision.value = made.revision;
    }
    keepInStep();
  };
}

function put({ drawing: code }: Address): void {
  const next = code === null ? null : drawingOfCode(code);
  if (next !== null) drawing.value = next;
  else if (code !== null) report('page', 'The drawing in this address is damaged.');
}

async function useModel({ model, own }: Address): Promise<boolean> {
  if (model === null) return false;
  const mine = own ? ownModels.value.find(({ name }) => name === model) : undefined;
  if (mine !== undefined) return chooseOwnModel(mine);
  if (!own && isModelName(model)) return chooseModel(model);
  report('page', `The model ${model} of this address is not in this browser.`);
  return false;
}

function keepInStep(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let panel = currentPanel.value;
  const replace = (): void => {
    clearTimeout(timer);
    timer = undefined;
    history.replaceState(ours, '', written());
    keepPad({ drawing: drawing.value, code: drawingCode() }, revision.value, loaded.value);
  };
  effect(() => {
    // What is read here is followed.
    const [now] = [currentPanel.value, loaded.value, drawing.value, pixels.value, revision.value];
    if (now !== panel) {
      panel = now;
      history.pushState(ours, '', written());
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(replace, restMilliseconds);
  });
  addEventListener('pagehide', () => timer !== undefined && replace());
  addEventListener('popstate', ({ state }) => {
    const said = read();
    panel = said.panel ?? 'draw';
    batch(() => {
      currentPanel.value = panel;
      // Back leads to another panel, and takes no drawing away; another's address brings its own.
      if (state === ours || said.drawing === null) return;
      const next = drawingOfCode(said.drawing);
      if (next !== null) show(next);
    });
    const name = loaded.value?.name;
    if (state !== ours && said.model !== null && said.model !== name) void useModel(said).then(replace);
    else replace();
  });
}
