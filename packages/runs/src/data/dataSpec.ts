import { basename, relative, resolve, sep } from 'node:path';
import { dataSource } from '@rnp/datasets/node';

/** The two parts of a `data` option: a data set's name or a folder, and '?…', how its images are read. */
export function splitSpec(spec: string): { readonly place: string; readonly settings: string } {
  const [settings = ''] = /\?[^/\\?]*$/.exec(spec) ?? [];
  return { place: spec.slice(0, spec.length - settings.length), settings };
}

/**
 * What people call data: its name, or the folder's own name with its settings, never the way there, which is of one machine.
 *
 * @throws RnpError for what is neither
 */
export async function dataLabel(spec: string): Promise<string> {
  if ((await dataSource(spec)).type === 'named') return spec;
  const { place, settings } = splitSpec(spec);
  return `${basename(resolve(place)) || 'images'}${settings}`;
}

/** The same data, to be opened from any folder. @throws RnpError if it is not data */
export async function absoluteSpec(spec: string): Promise<string> {
  if ((await dataSource(spec)).type === 'named') return spec;
  const { place, settings } = splitSpec(spec);
  return `${resolve(place)}${settings}`;
}

/** The way from a run's folder to that of its images, with '/' on every system; undefined for a data set with a name. */
export async function wayToData(spec: string, dir: string): Promise<string | undefined> {
  if ((await dataSource(spec)).type === 'named') return undefined;
  return (
    relative(resolve(dir), resolve(splitSpec(spec).place))
      .split(sep)
      .join('/') || '.'
  );
}

/** A folder whose images have this shape, its other settings as they are: `photos?size=28x28&colour=no`. */
export function shapedSpec(spec: string, [height, width, channels]: readonly number[]): string {
  const { place, settings } = splitSpec(spec);
  const others = settings.split(/[?&]/).filter((one) => one !== '' && !/^(size|colou?r)=/.test(one));
  return `${place}?${[`size=${height}x${width}`, `colour=${channels === 3 ? 'yes' : 'no'}`, ...others].join('&')}`;
}
