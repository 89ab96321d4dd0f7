import type { ReportChapter, ReportFigure } from '@rnp/viz';
import { scaleFor } from '../explain/rasters.js';
import { scenesFigure } from '../explain/scenesFigure.js';
import type { ShownScene } from '../explain/shownScene.js';
import { worstScenes } from '../explain/worstScenes.js';
import { drawnSheet } from '../outputs/drawingFiles.js';
import type { Outputs } from '../outputs/writeOutputs.js';
import { type SceneFigures, sceneRows } from '../record/sceneFigures.js';
import { counted } from '../words/counted.js';

/** What a report tells of scenes, and the pictures that lie beside it. */
export interface ScenesChapter {
  readonly chapter: ReportChapter;
  readonly files: Outputs;
}

/** The scenes that a chapter shows. Few are held, however many are measured. */
export interface ChosenScenes {
  readonly choose: (scene: ShownScene) => void;
  readonly first: readonly ShownScene[];
  /** Those that are counted wrong first, then those that are drawn worst. */
  readonly worst: () => readonly ShownScene[];
}

const [maxFirst, maxWorst] = [8, 20];
/** Of a picture, about: a sheet of scenes as large as they can be would have fifty million. */
const maxPixels = 1.6e7;
/** Of a scene's longer side, about. */
const pictureSide = 112;

/** Shown large at the top of the page. */
const keys: ReadonlySet<string> = new Set(['counted right', 'IoU of objects']);

const cells =
  'Each scene as it is, as it is drawn, with the ink of each found object in a colour of its own, and as masks: which pixels are whose.';

export function chosenScenes(): ChosenScenes {
  const first: ShownScene[] = [];
  let worst: readonly ShownScene[] = [];
  return {
    choose: (scene) => {
      if (first.length < maxFirst) first.push(scene);
      worst = worstScenes([...worst, scene], maxWorst);
    },
    first,
    worst: () => worst,
  };
}

/** @param childrenPerLevel parts per program at each level, top level first */
export function scenesChapter(
  figures: SceneFigures,
  childrenPerLevel: readonly number[],
  { first, worst }: ChosenScenes,
): ScenesChapter {
  const sheets = [
    sheetOf('scenes', 'The first scenes', first, cells),
    sheetOf(
      'worst-scenes',
      'The worst scenes',
      worst(),
      `Of all ${counted(figures.scenes, 'scene')}: those that are counted wrong, by the most first, then those that are drawn worst. ${cells}`,
    ),
  ];
  return {
    chapter: {
      title: 'Scenes',
      summary: `A model of single objects, measured on ${counted(figures.scenes, 'scene')} of several: ${figures.data}, split ${figures.split}.`,
      metrics: sceneRows(figures, childrenPerLevel).map(([name, value, note]) => ({
        name: name!.replace(/^[a-z]/, (letter) => letter.toUpperCase()),
        value: value!,
        note: note!,
        key: keys.has(name!),
      })),
      figures: sheets.map(({ figure }) => figure),
    },
    files: Object.assign({}, ...sheets.map(({ files }) => files)),
  };
}

function sheetOf(
  name: string,
  title: string,
  scenes: readonly ShownScene[],
  caption: string,
): { readonly figure: ReportFigure; readonly files: Outputs } {
  const [height, width] = scenes[0]!.truth.imageShape;
  const scale = scaleFor([height, width], pictureSide);
  const most = Math.max(1, Math.floor(maxPixels / (4 * height * width * scale ** 2)));
  const { svg, files } = drawnSheet(name, scenesFigure(scenes.slice(0, most), { scale }), title);
  return { figure: { title, svg, caption }, files };
}
