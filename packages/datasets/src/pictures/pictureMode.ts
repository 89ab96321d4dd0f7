/** How a picture keeps its pixels, in words: 'grey', 'colour', each with 'alpha' or '16 bit' where it has them. */
export function pictureMode(content: Uint8Array): string {
  if (content[0] === 0xff) return jpegMode(content);
  const [depth, type] = [content[24] ?? 0, content[25] ?? 0];
  const base = type === 0 || type === 4 ? 'grey' : type === 3 ? 'palette' : 'colour';
  const alpha = type === 4 || type === 6 || hasTransparentColour(content);
  return [base, ...(alpha ? ['alpha'] : []), ...(depth === 8 ? [] : [`${depth} bit`])].join(', ');
}

/** Whether a chunk tRNS stands before the pixels. */
function hasTransparentColour(content: Uint8Array): boolean {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  for (let at = 8; at + 8 <= content.length; at += 12 + view.getUint32(at)) {
    const name = String.fromCharCode(...content.subarray(at + 4, at + 8));
    if (name === 'tRNS') return true;
    if (name === 'IDAT') return false;
  }
  return false;
}

/** The frame header says how many components there are (ITU-T T.81, B.2.2). */
function jpegMode(content: Uint8Array): string {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  for (let at = 2; at + 10 <= content.length; ) {
    if (content[at] !== 0xff) break;
    const marker = content[at + 1]!;
    const fill = marker === 0xff;
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return content[at + 9] === 1 ? 'grey' : content[at + 9] === 4 ? 'CMYK' : 'colour';
    at += fill ? 1 : 2 + view.getUint16(at + 2);
  }
  return 'colour';
}
