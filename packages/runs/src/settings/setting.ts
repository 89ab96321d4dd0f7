import type { SettingGround, SettingRow, ValueDescription } from '@rnp/errors';
import type { Settings } from './settingTypes.js';
import { readerOf, textOf, valuesInWords } from './valueText.js';

/** What a setting is of: the network, how it learns, or the images. */
export type SettingGroup = 'model' | 'training' | 'data';

/** The settings beside one. */
export type Beside = Pick<Settings, 'network' | 'model' | 'training'>;

/** One setting. */
export interface Setting {
  readonly name: string;
  readonly group: SettingGroup;
  readonly meaning: string;
  /** What may stand after '='. */
  readonly values: string;
  /** The same as data, where a row describes it. */
  readonly described?: ValueDescription;
  /** A value to put after '='. */
  readonly example: string;
  /** What other libraries call it, in lower case without separators. */
  readonly alsoCalled?: readonly string[];
  /** Whether it says something of parts, which the baseline has not. */
  readonly ofParts?: boolean;
  /** What leaves it without effect. */
  readonly idleWith?: readonly SettingGround<Beside>[];
  /** The change that `name=value` makes to the settings so far. */
  readonly change: (value: string, settings: Settings) => Partial<Settings>;
}

/** A row of whichever field. */
type Row = Omit<SettingRow<unknown, Beside>, 'default' | 'values'> & { readonly values: ValueDescription };

/** The settings that a package describes by rows, in its order. */
export function settingsOfRows(
  group: 'model' | 'training',
  rows: Readonly<Record<string, Row>>,
): readonly Setting[] {
  return Object.entries(rows).map(([name, { values, example, meaning, alsoCalled, ofParts, idleWith }]) => {
    const read = readerOf(values);
    return {
      name,
      group,
      meaning,
      ...(alsoCalled && { alsoCalled }),
      ...(ofParts && { ofParts }),
      ...(idleWith && { idleWith }),
      values: valuesInWords(values),
      described: values,
      example: textOf(example, values.type),
      change: (value) => ({ [group]: { [name]: read(value, name) } }),
    };
  });
}
