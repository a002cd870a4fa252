// Several files as one download that every system can unpack: a tar archive, as POSIX.1-1988 has it ("ustar").

const blockLength = 512;

export type NamedBytes = readonly (readonly [name: string, bytes: Uint8Array<ArrayBuffer>])[];

/** Names are short and of letters that are one byte each. */
export const writeTar = (files: NamedBytes): Blob =>
  new Blob([
    ...files.flatMap(([name, bytes]) => [
      headerOf(name, bytes.length),
      bytes,
      new Uint8Array((blockLength - (bytes.length % blockLength)) % blockLength),
    ]),
    new Uint8Array(2 * blockLength),
  ]);

const headerOf = (name: string, length: number): Uint8Array<ArrayBuffer> => {
  const header = new Uint8Array(blockLength);
  const put = (at: number, text: string): void => header.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
  put(0, name);
  // Mode, owner, group, size, time.
  [octal(0o644, 7), octal(0, 7), octal(0, 7), octal(length, 11), octal(0, 11)].reduce((at, field) => {
    put(at, field);
    return at + field.length;
  }, 100);
  // The sum is taken with spaces in its own place.
  put(148, ' '.repeat(8));
  put(156, '0');
  put(257, 'ustar\u000000');
  put(
    148,
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
  );
  return header;
};

/**
 * The files of an archive, without the folders that they are in.
 *
 * @throws Error if it is cut off, or no archive
 */
export const readTar = (bytes: Uint8Array<ArrayBuffer>, where: string): NamedBytes => {
  const files: (readonly [string, Uint8Array<ArrayBuffer>])[] = [];
  const text = (at: number, length: number): string => {
    const [field = ''] = new TextDecoder().decode(bytes.subarray(at, at + length)).split('\0');
    return field.trim();
  };
  for (let at = 0; at + blockLength <= bytes.length && bytes[at] !== 0;) {
    const length = Number.parseInt(text(at + 124, 12), 8);
    const end = at + blockLength + length;
    if (text(at + 257, 5) !== 'ustar' || !(end <= bytes.length)) {
      throw new Error(`${where}: expected a tar archive, got one that is damaged or cut off; copy it again.`);
    }
    // Only plain files: '0', or nothing in old archives.
    if (['', '0'].includes(text(at + 156, 1))) {
      files.push([text(at, 100).replace(/^.*\//, ''), bytes.slice(at + blockLength, end)]);
    }
    at = at + blockLength + Math.ceil(length / blockLength) * blockLength;
  }
  return files;
};
