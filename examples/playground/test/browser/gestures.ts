import type { Locator, Page } from 'playwright-core';

export type Point = readonly [x: number, y: number];

/** Draws over an element with the mouse, through points in [0, 1]² of its box. */
export async function stroke(page: Page, on: Locator, points: readonly Point[]): Promise<void> {
  await on.scrollIntoViewIfNeeded();
  const box = (await on.boundingBox())!;
  const [first, ...rest] = points.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const);
  await page.mouse.move(...first!);
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...point, { steps: 2 });
  await page.mouse.up();
}

/** What a canvas shows, RGBA in 0 … 255. */
export async function pixelsOf(canvas: Locator): Promise<number[]> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const context = (element as HTMLCanvasElement).getContext('2d')!;
    return [...context.getImageData(0, 0, width, height).data];
  });
}

export interface GivenFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Drops a file on an element, as from the desktop. */
export async function dropFile(on: Locator, file: GivenFile): Promise<void> {
  await give(on, 'drop', file);
}

/** Pastes a file while an element has the focus. */
export async function pasteFile(on: Locator, file: GivenFile): Promise<void> {
  await give(on, 'paste', file);
}

async function give(on: Locator, how: 'drop' | 'paste', { name, type, bytes }: GivenFile): Promise<void> {
  await on.evaluate(
    (element, [event, fileName, mime, values]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(values)], fileName, { type: mime }));
      const common = { bubbles: true, cancelable: true };
      element.dispatchEvent(
        event === 'drop'
          ? new DragEvent('drop', { ...common, dataTransfer: data })
          : new ClipboardEvent('paste', { ...common, clipboardData: data }),
      );
    },
    [how, name, type, [...bytes]] as const,
  );
}

/**
 * Drops a folder, as from the desktop. A script cannot make a folder's entry, so these are the page's own, which have the same
 * interface.
 *
 * @param files by their paths, which begin with the folder: 'letters/model/config.json'
 */
export async function dropFolder(page: Page, files: Readonly<Record<string, Buffer>>): Promise<void> {
  await page.evaluate(
    (given) => {
      const fileEntry = (path: string, text: string): FileSystemEntry => {
        const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
        const file = new File([bytes], path.split('/').at(-1)!);
        const tell = (listen: (f: File) => void): void => listen(file);
        return { isDirectory: false, fullPath: `/${path}`, file: tell } as never;
      };
      const entryOf = (folder: string): FileSystemEntry => {
        const below = given.filter(([path]) => path.startsWith(`${folder}/`));
        const names = new Set(below.map(([path]) => path.slice(folder.length + 1).split('/')[0]!));
        let left = [...names].map((name) => {
          const path = `${folder}/${name}`;
          const file = below.find(([one]) => one === path);
          return file === undefined ? entryOf(path) : fileEntry(path, file[1]);
        });
        const readEntries = (tell: (entries: FileSystemEntry[]) => void): void => {
          tell(left);
          left = [];
        };
        return { isDirectory: true, fullPath: `/${folder}`, createReader: () => ({ readEntries }) } as never;
      };
      const event = new DragEvent('drop', { bubbles: true, cancelable: true });
      const items = [{ webkitGetAsEntry: () => entryOf(given[0]![0].split('/')[0]!) }];
      Object.defineProperty(event, 'dataTransfer', { value: { items, files: [] } });
      document.body.dispatchEvent(event);
    },
    Object.entries(files).map(([path, content]) => [path, content.toString('base64')] as const),
  );
}
