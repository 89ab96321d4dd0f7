import type { SettingGround, SettingRow, ValueDescription } from '@rnp/errors';
import type { Settings } from './settingTypes.js';
import { readerOf, textOf, valuesInWords } from './valueText.js';

/** What a setting belongs to: the network, its training, or the images. */
export type SettingGroup = 'model' | 'training' | 'data';

/** The settings beside one. */
export type Beside = Pick<Settings, 'network' | 'model' | 'training'>;

/** A setting that a text `name=value` can change. */
export interface Setting {
  readonly name: string;
  readonly group: SettingGroup;
  readonly meaning: string;
  /** The values that may follow '=', in words. */
  readonly values: string;
  /** The same as data, for settings that have a row. */
  readonly described?: ValueDescription;
  /** A value that may follow '='. */
  readonly example: string;
  /** Its names in other libraries, in lower case without separators. */
  readonly alsoCalled?: readonly string[];
  /** Whether it concerns parts, which the baseline does not have. */
  readonly ofParts?: boolean;
  /** The other settings that leave it without effect. */
  readonly idleWith?: readonly SettingGround<Beside>[];
  /** The change that a value makes to the settings so far. */
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
