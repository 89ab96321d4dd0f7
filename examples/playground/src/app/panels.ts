import type { ComponentType } from 'preact';
import { CombinePanel } from '../panels/combine/CombinePanel.js';
import { DrawPanel } from '../panels/draw/DrawPanel.js';
import { MeasurePanel } from '../panels/measure/MeasurePanel.js';
import { ObjectsPanel } from '../panels/objects/ObjectsPanel.js';
import { PriorPanel } from '../panels/prior/PriorPanel.js';
import { TrainPanel } from '../panels/train/TrainPanel.js';
import { WalkPanel } from '../panels/walk/WalkPanel.js';

export interface Panel {
  readonly id: string;
  readonly label: string;
  readonly View: ComponentType;
}

/** What the page offers, in the order of its tabs. */
export const panels: readonly Panel[] = [
  { id: 'draw', label: 'Draw', View: DrawPanel },
  { id: 'objects', label: 'Several', View: ObjectsPanel },
  { id: 'prior', label: 'Imagine', View: PriorPanel },
  { id: 'walk', label: 'Walk', View: WalkPanel },
  { id: 'combine', label: 'Combine', View: CombinePanel },
  { id: 'train', label: 'Train', View: TrainPanel },
  { id: 'measure', label: 'Measure', View: MeasurePanel },
];

export const panelIds: readonly string[] = panels.map(({ id }) => id);
