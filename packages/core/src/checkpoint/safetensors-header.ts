// Reads and checks the header of a safetensors file, which may come from anywhere: every number in it is doubted before it is used.
import { CheckpointError } from '../errors/checkpoint-error.ts';
import type { Shape } from '../parameters/initializers.ts';
import { byteLengthOf, bytesPerValue, type SavedType } from './saved-tensor.ts';

/** Where one tensor's data lie, counted from the end of the header. */
type HeaderEntry = {
  readonly name: string;
  readonly dtype: SavedType;
  readonly shape: Shape;
  readonly begin: number;
  readonly end: number;
};

type SafetensorsHeader = {
  /** In the order of their data. */
  readonly entries: readonly HeaderEntry[];
  readonly metadata: Readonly<Record<string, string>>;
  /** The first byte of data in the file. */
  readonly dataStart: number;
};

/** The reference implementation's limit: a longer header is an attack or damage, never a model. */
const maximumHeaderLength = 100_000_000;

/** @throws CheckpointError if header and data do not fit together exactly */
export const readHeader = (bytes: Uint8Array, where: string): SafetensorsHeader => {
  const dataStart = 8 + readLength(bytes, where);
  const { __metadata__: metadata = {}, ...tensors } = readJson(bytes.subarray(8, dataStart), where);
  if (!isRecordOfStrings(metadata)) {
    throw damaged(where, '__metadata__ should be an object of strings', `it is ${show(metadata)}`);
  }
  const entries = Object.entries(tensors).map(([name, entry]) => readEntry(name, entry, where));
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end || (a.name < b.name ? -1 : 1));
  checkLayout(entries, bytes.byteLength - dataStart, where);
  return { entries, metadata, dataStart };
};

const readLength = (bytes: Uint8Array, where: string): number => {
  if (bytes.byteLength < 8) {
    throw damaged(where, 'expected at least 8 bytes, the length of the header', `the file has ${bytes.byteLength}`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > maximumHeaderLength) {
    throw damaged(where, `expected a header of at most ${maximumHeaderLength} bytes`, `its length says ${length}`);
  }
  if (length > bytes.byteLength - 8) {
    throw damaged(where, `expected a header of ${length} bytes`, `the file ends after ${bytes.byteLength - 8}`);
  }
  return Number(length);
};

const readJson = (bytes: Uint8Array, where: string): Record<string, unknown> => {
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (error) {
    throw damaged(where, 'expected a header in JSON', String(error));
  }
  if (!isRecord(header)) throw damaged(where, 'expected a header that is an object', `it is ${show(header)}`);
  const names = countNames(text);
  const kept = Object.keys(header).length;
  if (names !== kept)
    throw damaged(where, 'expected every tensor once', `${names - kept} names come twice in the header`);
  return header;
};

/** How many names the outermost object of valid JSON has: `JSON.parse` silently keeps one of two equal names. */
const countNames = (json: string): number => {
  let names = 0;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const character = json.charAt(i);
    if (inString) {
      if (character === '\\') i++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (character === ':' && depth === 1) names++;
  }
  return names;
};

const readEntry = (name: string, entry: unknown, where: string): HeaderEntry => {
  const path = `${where}: ${JSON.stringify(name)}`;
  if (!isRecord(entry)) throw damaged(path, 'expected { dtype, shape, data_offsets }', `the header has ${show(entry)}`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isSavedType(dtype)) {
    throw new CheckpointError(
      `${path}: has dtype ${show(dtype)}, but only ${Object.keys(bytesPerValue).join(', ')} can be read; ` +
        'convert this tensor before saving (I64 to I32, BF16 and F64 to F32).',
    );
  }
  if (!Array.isArray(shape) || !shape.every(isCount)) {
    throw damaged(path, 'expected a shape of whole numbers from 0', `the header has ${show(shape)}`);
  }
  if (!isCountPair(offsets)) {
    throw damaged(path, 'expected data_offsets with two whole numbers from 0', `the header has ${show(offsets)}`);
  }
  const [begin, end] = offsets;
  const wanted = byteLengthOf({ dtype, shape });
  if (end - begin !== wanted) {
    throw damaged(
      path,
      `${show(shape)} of ${dtype} takes ${wanted} bytes`,
      `data_offsets [${begin}, ${end}] hold ${end - begin}`,
    );
  }
  return { name, dtype, shape, begin, end };
};

/** Data must be used up exactly: no overlap, no gap, nothing behind the last tensor. */
const checkLayout = (entries: readonly HeaderEntry[], dataLength: number, where: string): void => {
  let position = 0;
  for (const { name, begin, end } of entries) {
    const path = `${where}: ${JSON.stringify(name)}`;
    if (begin !== position) {
      const fault = begin < position ? 'overlaps the tensor before it' : 'leaves a gap';
      throw damaged(path, `expected data from byte ${position}`, `they begin at ${begin}, which ${fault}`);
    }
    if (end > dataLength) throw damaged(path, `expected data up to byte ${end}`, `they end after ${dataLength}`);
    position = end;
  }
  if (position !== dataLength) {
    throw damaged(
      where,
      `expected ${position} bytes of data`,
      `there are ${dataLength}: ${dataLength - position} too many`,
    );
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSavedType = (value: unknown): value is SavedType =>
  typeof value === 'string' && Object.hasOwn(bytesPerValue, value);

const isRecordOfStrings = (value: unknown): value is Record<string, string> =>
  isRecord(value) && Object.values(value).every((item) => typeof item === 'string');

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const isCountPair = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(isCount);

/** A value from the file, short enough for a message and never failing, however deeply it is nested. */
const show = (value: unknown): string => {
  if (Array.isArray(value) && value.length <= 8 && value.every((item) => typeof item !== 'object')) {
    return `[${value.join(', ')}]`;
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isRecord(value)) return `an object with ${Object.keys(value).length} names`;
  return JSON.stringify(typeof value === 'string' ? value.slice(0, 40) : value) ?? 'nothing';
};

const damaged = (where: string, expected: string, actual: string): CheckpointError =>
  new CheckpointError(
    `${where}: ${expected}, but ${actual}; the file is damaged or was cut off: copy it again from where it came.`,
  );
