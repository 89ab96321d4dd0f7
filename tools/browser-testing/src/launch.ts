import { type Browser, chromium } from 'playwright-core';
import { quiet } from './flags.js';

/** Which graphics interface the browser offers, drawn in software. */
export type Graphics = 'webgl' | 'webgpu' | 'none';

const software: Readonly<Record<Graphics, readonly string[]>> = {
  webgl: [
    '--disable-gpu-compositing',
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
  ],
  webgpu: [
    '--disable-gpu-compositing',
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader',
    '--enable-features=Vulkan',
  ],
  none: ['--disable-gpu', '--disable-3d-apis'],
};

/**
 * Starts headless Chromium, which asks nobody for anything. The caller closes it.
 *
 * @param executablePath see `findChromium`
 */
export async function launch(executablePath: string, graphics: Graphics): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...quiet, ...software[graphics]] });
}
