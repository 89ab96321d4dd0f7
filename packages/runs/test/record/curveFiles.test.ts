import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { appendJsonLine } from '@rnp/files/node';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { PbfReader } from 'pbf';
import { eventFileName, openCurveFiles } from '../../src/record/curveFiles.js';
import { crc32c } from '../../src/record/tensorboard/crc32c.js';
import { eventFileHead, scalarRecord } from '../../src/record/tensorboard/eventFile.js';

interface ReadEvent {
  wallTime?: number;
  step?: number;
  version?: string;
  readonly scalars: Record<string, number>;
}

/** The frames of a TFRecord file, both checksums recomputed, and in them the fields of event.proto and summary.proto. */
function eventsOf(file: Uint8Array): ReadEvent[] {
  const events: ReadEvent[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const unmask = (sum: number): number => {
    const rotated = (sum - 0xa282ead8) >>> 0;
    return ((rotated >>> 17) | (rotated << 15)) >>> 0;
  };
  for (let at = 0; at < file.length; ) {
    const length = Number(view.getBigUint64(at, true));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(unmask(view.getUint32(at + 8, true))).toBe(crc32c(file.subarray(at, at + 8)));
    expect(unmask(view.getUint32(at + 12 + length, true))).toBe(crc32c(data));
    events.push(
      new PbfReader(data).readFields<ReadEvent>(
        (tag, event, pbf) => {
          if (tag === 1) event.wallTime = pbf.readDouble();
          else if (tag === 2) event.step = pbf.readVarint();
          else if (tag === 3) event.version = pbf.readString();
          else if (tag === 5) {
            pbf.readMessage((valueTag, scalars, summary) => {
              if (valueTag !== 1) return;
              const one = summary.readMessage(
                (part, value, inner) => {
                  if (part === 1) value.tag = inner.readString();
                  else if (part === 2) value.simple = inner.readFloat();
                },
                {} as { tag?: string; simple?: number },
              );
              scalars[one.tag!] = one.simple!;
            }, event.scalars);
          }
        },
        { scalars: {} },
      ),
    );
    at += 16 + length;
  }
  return events;
}

describe('event files of TensorBoard', () => {
  test('have the checksums of RFC 3720, B.4', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  });

  test('are read by another decoder', () => {
    // The length and its masked checksum, as TensorFlow writes them before its version.
    expect(Buffer.from(eventFileHead(1.5e9)).subarray(0, 12).toString('hex')).toBe(
      '1800000000000000a37f4b22',
    );
    const scalars = { 'train/loss': 0.5, 'heldOut/größe': Number.NaN, [`train/${'x'.repeat(300)}`]: -2 };
    const file = Buffer.concat([
      eventFileHead(1.5e9),
      scalarRecord({ wallTime: 1.5e9 + 0.25, step: 2 ** 40 + 300, scalars }),
      scalarRecord({ wallTime: 0, step: 0, scalars: {} }),
    ]);
    expect(eventsOf(file)).toEqual([
      { wallTime: 1.5e9, version: 'brain.Event:2', scalars: {} },
      { wallTime: 1.5e9 + 0.25, step: 2 ** 40 + 300, scalars },
      { wallTime: 0, step: 0, scalars: {} },
    ]);
  });
});

test('CSV and events have the rows of the JSON lines, those of earlier sessions among them', async () => {
  const dir = temporaryFolder();
  const row = (step: number) => ({
    step,
    loss: step / 4,
    ssePerImage: 8 / step,
    seconds: step,
    learningRate: 0,
  });
  await appendJsonLine(join(dir, 'metrics.jsonl'), row(1));
  const curves = await openCurveFiles(dir, 2);
  const parsed = { ...row(2), purity: [0.5, Number.NaN] };
  await curves.trained(parsed);
  const measured = { step: 2, epoch: 0.5, ssePerImage: 3, klPerImage: 1, purity: [0.25, 0.75] };
  await curves.measured(measured);
  expect(readFileSync(join(dir, 'metrics.csv'), 'utf8')).toBe(
    [
      'step,loss,ssePerImage,klPerImage,overlapPerImage,patchPerImage,gradientNorm,learningRate,imagesPerSecond,seconds,purity1,purity2,effectiveChildren1,effectiveChildren2,withoutInk1,withoutInk2',
      '1,0.25,8,,,,,0,,1,,,,,,',
      '2,0.5,4,,,,,0,,2,0.5,,,,,',
      '',
    ].join('\n'),
  );
  expect(readFileSync(join(dir, 'evaluations.csv'), 'utf8')).toBe(
    'step,epoch,ssePerImage,klPerImage,purity1,purity2,effectiveChildren1,effectiveChildren2\n2,0.5,3,1,0.25,0.75,,\n',
  );
  const events = eventsOf(readFileSync(join(dir, eventFileName)));
  expect(events.map(({ step, scalars }) => [step, scalars])).toEqual([
    [undefined, {}],
    [1, { 'train/loss': 0.25, 'train/ssePerImage': 8, 'train/learningRate': 0 }],
    [2, { 'train/loss': 0.5, 'train/ssePerImage': 4, 'train/learningRate': 0, 'train/purity1': 0.5 }],
    [
      2,
      { 'heldOut/ssePerImage': 3, 'heldOut/klPerImage': 1, 'heldOut/purity1': 0.25, 'heldOut/purity2': 0.75 },
    ],
  ]);
});
