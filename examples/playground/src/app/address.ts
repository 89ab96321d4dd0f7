import { batch, effect } from '@preact/signals';
import { isModelName } from '@rnp/models';
import { codeOfDrawing, drawingOfCode } from '../drawing/drawingCode.js';
import type { LoadedModel, OwnModel } from '../engine/messages.js';
import { rasterOf } from '../shared/LibraryStrip.js';
import { addressFaults, type Said } from './addressFaults.js';
import { type Kept, keepPad, modelKey } from './keep.js';
import { chooseModel, chooseOwnModel, ownModels } from './models.js';
import { report } from './notices.js';
import { show } from './pad.js';
import { panelIds } from './panels.js';
import { currentPanel, drawing, loaded, pixels, revision, seen } from './state.js';

/** Marks entries of the history as this page's; others were typed, or followed. */
const ours = 'rnp-playground';
/** Strokes move faster than a browser lets a page change its address. */
const restMilliseconds = 300;

function read(): Said {
  const said = new URLSearchParams(location.hash.slice(1));
  return {
    panel: said.get('tab'),
    model: said.get('own') ?? said.get('model'),
    own: said.has('own'),
    drawing: said.get('drawing'),
  };
}

function written(): string {
  const said = new URLSearchParams({ tab: currentPanel.value });
  const model = loaded.value;
  if (model !== null) said.set(kindOf(model), model.name);
  const code = drawingCode();
  if (code !== null) said.set('drawing', code);
  return `#${said}`;
}

function kindOf({ card }: LoadedModel): 'own' | 'model' {
  return card === null ? 'own' : 'model';
}

/** Of what Back leads through: panels and models. */
function placeOf(panel: string, kind: 'own' | 'model', name: string | null): string {
  return JSON.stringify([panel, kind, name]);
}

function placeNow(): string {
  const model = loaded.value;
  return placeOf(currentPanel.value, model === null ? 'model' : kindOf(model), model?.name ?? null);
}

/** Null where nobody has drawn anything, for a drawing that is too large, and until the model has seen one that is no strokes. */
function drawingCode(): string | null {
  const what = drawing.value;
  if (what.kind === 'image' && what.example) return null;
  if (what.kind !== 'strokes' && seen.value !== what) return null;
  return codeOfDrawing(what, pixels.value === null ? null : rasterOf(pixels.value));
}

/** What the address and the browser remember, before the first model is there. @returns what loads that model */
export function recalled({ pad, revision: made, models }: Kept): () => Promise<void> {
  const said = read();
  if (isPanel(said.panel)) currentPanel.value = said.panel;
  ownModels.value = models;
  tell(said, pad?.code);
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

/** @param kept what the browser has a drawing for, whatever it says */
function tell(said: Said, kept?: string | null): void {
  const faults = addressFaults(said, {
    panels: panelIds,
    isModel: (name, own) => (own ? mineOf(name) !== undefined : isModelName(name)),
    isDrawing: (code) => code === kept || drawingOfCode(code) !== null,
  });
  if (faults !== null) report('page', faults);
}

function isPanel(id: string | null): id is string {
  return id !== null && panelIds.includes(id);
}

function mineOf(model: string): OwnModel | undefined {
  return ownModels.value.find(({ name }) => name === model);
}

function put({ drawing: code }: Said): void {
  const next = code === null ? null : drawingOfCode(code);
  if (next !== null) drawing.value = next;
}

/** @returns whether a model was there to be loaded, and is */
async function useModel({ model, own }: Said): Promise<boolean> {
  if (model === null) return false;
  const mine = own ? mineOf(model) : undefined;
  if (mine !== undefined) return chooseOwnModel(mine);
  return !own && isModelName(model) && chooseModel(model);
}

function keepInStep(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let place = placeNow();
  /** Of a model that Back has asked for and that is not there yet. */
  let going = false;
  const replace = (): void => {
    clearTimeout(timer);
    timer = undefined;
    history.replaceState(ours, '', written());
    keepPad({ drawing: drawing.value, code: drawingCode() }, revision.value, loaded.value);
  };
  effect(() => {
    // What is read here is followed.
    const [now] = [placeNow(), drawing.value, seen.value, pixels.value, revision.value];
    if (now !== place && !going) {
      place = now;
      history.pushState(ours, '', written());
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(replace, restMilliseconds);
  });
  addEventListener('pagehide', () => timer !== undefined && replace());
  addEventListener('popstate', ({ state }) => {
    const said = read();
    const panel = isPanel(said.panel) ? said.panel : 'draw';
    // It is where the visitor goes back to, no step from there.
    going = true;
    if (state !== ours) tell(said);
    batch(() => {
      currentPanel.value = panel;
      // Back leads to another panel or model, and takes no drawing away; another's address brings its own.
      if (state === ours || said.drawing === null) return;
      const next = drawingOfCode(said.drawing);
      if (next !== null) show(next);
    });
    const arrived = (): void => {
      going = false;
      place = placeNow();
      replace();
    };
    const model = loaded.value;
    const other = model === null || said.model !== model.name || said.own !== (kindOf(model) === 'own');
    if (said.model !== null && other) void useModel(said).then(arrived);
    else arrived();
  });
}
