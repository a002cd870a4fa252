import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { type LogEntry, trainingLog } from './training-log.ts';

const root = temporaryFolder();
let runs = 0;
const newFolder = (): string => {
  const folder = join(root, String(runs++));
  mkdirSync(folder);
  return folder;
};

const stepEntry = (step: number): LogEntry => ({
  kind: 'step',
  step,
  epoch: 0,
  seconds: step * 60,
  loss: 4 / step,
  gradientNorm: 1,
  learningRate: 0.01,
  tokensPerSecond: 100,
});
const read = (folder: string): string => readFileSync(join(folder, 'log.jsonl'), 'utf8');
const lines = (...entries: readonly object[]): string => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

describe('trainingLog', () => {
  it('writes what was added, when it is flushed, once', async () => {
    const folder = newFolder();
    const log = trainingLog(folder);
    await log.begin(0);
    log.add(stepEntry(1));
    expect(read(folder)).toBe('');
    await log.flush();
    await log.flush();
    log.add({ kind: 'check', step: 2, seconds: 120, devPer: 0.5 });
    log.add(stepEntry(2));
    await log.flush();
    expect(read(folder)).toBe(lines(stepEntry(1), { kind: 'check', step: 2, seconds: 120, devPer: 0.5 }, stepEntry(2)));
  });

  it('goes on after the step that was saved: later lines and half lines are dropped', async () => {
    const folder = newFolder();
    const early = [stepEntry(1), { kind: 'check', step: 2, seconds: 120, devPer: 0.5 }, stepEntry(2)];
    writeFileSync(join(folder, 'log.jsonl'), lines(...early, stepEntry(3)));
    appendFileSync(join(folder, 'log.jsonl'), '{"kind":"step","st');
    const log = trainingLog(folder);
    await log.begin(2);
    expect(read(folder)).toBe(lines(...early));
    log.add(stepEntry(3));
    await log.flush();
    expect(read(folder)).toBe(lines(...early, stepEntry(3)));
  });

  it('begins anew at step 0, and where there was none', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'log.jsonl'), lines(stepEntry(1)));
    await trainingLog(folder).begin(0);
    expect(read(folder)).toBe('');
    const other = newFolder();
    await trainingLog(other).begin(7);
    expect(read(other)).toBe('');
  });

  it('says where writing failed', async () => {
    const folder = newFolder();
    const log = trainingLog(folder);
    mkdirSync(join(folder, 'log.jsonl'));
    await expect(log.begin(0)).rejects.toThrow(/log\.jsonl: cannot write: /);
    log.add(stepEntry(1));
    await expect(log.flush()).rejects.toThrow(/log\.jsonl: cannot write: it is a folder, but a file was expected/);
  });

  it('draws the loss from the first step on, after a resume too, and held-out loss beside it', async () => {
    const folder = newFolder();
    const before = trainingLog(folder);
    await before.begin(0);
    await before.draw();
    expect(existsSync(join(folder, 'loss.svg'))).toBe(false);
    for (const step of [1, 2, 3]) before.add(stepEntry(step));
    await before.flush();
    await before.draw();
    const whole = readFileSync(join(folder, 'loss.svg'), 'utf8');
    expect(whole).toMatch(/^<svg /);
    expect(whole).not.toContain('held out');

    const after = trainingLog(folder);
    await after.begin(2);
    after.add(stepEntry(3));
    await after.draw();
    expect(readFileSync(join(folder, 'loss.svg'), 'utf8')).toBe(whole);

    for (const step of [2, 3]) after.add({ kind: 'check', step, seconds: step * 60, devLoss: 2 });
    await after.draw();
    expect(readFileSync(join(folder, 'loss.svg'), 'utf8')).toContain('held out');
  });
});
